/// Who asked for a job; the lower one is done first.
public enum Priority: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Something changed in Stash just now.
    case hook = 0
    /// A person waits for it.
    case command = 1
    /// A rule found it.
    case rule = 2

    public static func < (one: Priority, other: Priority) -> Bool { one.rawValue < other.rawValue }

    /// The word for it in lists and JSON.
    public var word: String {
        switch self {
        case .hook: "hook"
        case .command: "command"
        case .rule: "rule"
        }
    }
}

/// Where a job is in its life.
public enum JobState: String, Hashable, Sendable, CaseIterable {
    /// Waits until it is due, or until it is released.
    case ready
    /// A worker has it.
    case running
    /// Ended; nothing changes it any more.
    case done
    /// Gave up; only a person's retry brings it back.
    case dead
}

/// Whether a person has to look at a job before all of it may be done.
public enum Hold: String, Hashable, Sendable {
    case none
    /// Waits for ``JobStore/release(_:now:in:)``. A hook may wake it meanwhile: then only what needs no release may be done.
    case held
    /// A person has let it through: it is not to be held for the same reason again.
    case released
}

/// One key's work. What is to be done is not in it: the worker looks when it runs, so the latest change wins.
public struct Job: Hashable, Sendable, Identifiable {
    /// The job's row number, never given twice.
    public struct ID: RawRepresentable, Hashable, Sendable, Comparable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static func < (one: ID, other: ID) -> Bool { one.rawValue < other.rawValue }
    }

    public let id: ID
    /// Names what the job is about, as in `scene:12`. At most one waiting or running job has it.
    public let key: String
    /// The caller's bytes, those of the latest enqueue that brought some.
    public let payload: [UInt8]
    public let state: JobState
    public let priority: Priority
    /// The reasons of all who asked for it, in the order in which they came.
    public let why: [String]
    /// Tries that failed and were counted; a server that was down is not.
    public let attempts: Int
    /// When it is due, in UTC milliseconds; nil while it is held.
    public let runAt: Int?
    /// UTC milliseconds, as all instants here.
    public let createdAt: Int
    /// Nil while it waits or runs.
    public let finishedAt: Int?
    /// The lock that its worker holds, while it runs.
    public let owner: String?
    /// When a worker that hangs loses it, while it runs.
    public let leaseUntil: Int?
    /// Somebody asked for it while it ran: it will run once more.
    public let again: Bool
    public let hold: Hold
    /// What the last failed try said.
    public let error: String?
    /// The fixed word of that error.
    public let errorCode: String?
    /// How it ended, in the worker's words.
    public let note: String?
    /// Times it was claimed: with `id`, what a worker must name to end it.
    public let claims: Int

    public var held: Bool { hold == .held }

    /// What a worker shows to end the job it was given.
    public var fence: Fence { Fence(id: id, claim: claims) }
}

/// Names one claim of one job. Once the job was freed or ended, it opens nothing any more.
public struct Fence: Hashable, Sendable {
    public let id: Job.ID
    public let claim: Int

    public init(id: Job.ID, claim: Int) {
        self.id = id
        self.claim = claim
    }
}

/// A job as it is asked for.
public struct NewJob: Hashable, Sendable {
    public var key: String
    public var payload: [UInt8]
    public var priority: Priority
    public var why: [String]
    /// When it should run at the earliest, in UTC milliseconds; nil for now.
    public var runAt: Int?

    /// - Parameters:
    ///   - key: 1 to 512 bytes.
    ///   - payload: At most 64 KiB. A later enqueue of the same key that brings bytes replaces it: put nothing there
    ///     that only one enqueue knows.
    public init(key: String, payload: [UInt8] = [], priority: Priority, why: [String] = [], runAt: Int? = nil) {
        self.key = key
        self.payload = payload
        self.priority = priority
        self.why = why
        self.runAt = runAt
    }
}

/// What became of an enqueue.
public enum EnqueueResult: Hashable, Sendable {
    /// A new job.
    case added(Job.ID)
    /// One was waiting and has taken this one in.
    case merged(Job.ID)
    /// One was running and will run once more.
    case again(Job.ID)
    /// As many wait as may; nothing was stored.
    case full
}

/// One failed try of a job, as it is kept.
public struct Attempt: Hashable, Sendable {
    /// UTC milliseconds.
    public let at: Int
    /// A ``Verdict/word``, or `lost` where the worker died or hung.
    public let verdict: String
    public let error: String
    public let code: String?

    public init(at: Int, verdict: String, error: String, code: String?) {
        self.at = at
        self.verdict = verdict
        self.error = error
        self.code = code
    }
}
