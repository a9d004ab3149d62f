/// What an ended try means for its job. The worker decides it from the error; what follows is decided here.
public enum Verdict: Hashable, Sendable {
    /// Nothing is left to do; the note says how it ended, if not by being delivered.
    case done(note: String? = nil)
    /// No answer, or one that says "later": spends no attempt, since the breaker does the waiting.
    case serverDown(retryAfter: Duration? = nil)
    /// It may work the next time.
    case tryAgain(retryAfter: Duration? = nil)
    /// Plex has to find the file first.
    case notInPlexYet
    /// Key or token refused: no job can work until that changes.
    case pauseQueue
    /// It will never work.
    case giveUp

    /// The word kept with an attempt.
    public var word: String {
        switch self {
        case .done: "done"
        case .serverDown: "server_down"
        case .tryAgain: "try_again"
        case .notInPlexYet: "not_in_plex_yet"
        case .pauseQueue: "pause_queue"
        case .giveUp: "give_up"
        }
    }
}

/// How a worker ends a job.
public struct Ending: Hashable, Sendable {
    public var verdict: Verdict
    /// A sentence for a person; nil where nothing failed. Kept up to 2,000 characters.
    public var error: String?
    /// The error's fixed word.
    public var code: String?
    /// Bytes that say what this try was about: kept if the job dies of it, so that the same is not asked for in vain, and
    /// with a pause, so that a new token is noticed.
    public var mark: [UInt8]?

    public init(_ verdict: Verdict, error: String? = nil, code: String? = nil, mark: [UInt8]? = nil) {
        self.verdict = verdict
        self.error = error
        self.code = code
        self.mark = mark
    }
}

/// What became of a job that a worker ended.
public enum Aftermath: Hashable, Sendable {
    case done
    /// It was asked for meanwhile, and is due once more.
    case again
    /// It waits, in UTC milliseconds until then.
    case retry(at: Int)
    /// It is a dead letter.
    case dead
    /// It was no longer this worker's to end; nothing was changed.
    case refused
}
