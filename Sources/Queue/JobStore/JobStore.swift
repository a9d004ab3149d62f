public import Database

/// The one queue: all its SQL. Each method works in the caller's transaction, so that what belongs together is committed
/// together; instants and random shares come in as arguments.
///
/// A job goes `ready → running → done`, or back to `ready`, or to `dead`. See ``QueueSchema`` for what the tables forbid.
public struct JobStore: Sendable {
    public var policy: RetryPolicy
    /// As many jobs may wait; hooks always get in.
    public var maxWaiting: Int
    /// A worker that shows no sign of life for so long loses its jobs. One that dies loses them at once.
    public var lease: Duration
    public var limits: CircuitBreaker.Limits
    /// Nil: jobs are handed out as fast as workers ask.
    public var pace: Pace?

    public init(
        policy: RetryPolicy = RetryPolicy(), maxWaiting: Int = 20_000, lease: Duration = .seconds(300),
        limits: CircuitBreaker.Limits = CircuitBreaker.Limits(), pace: Pace? = nil
    ) {
        self.policy = policy
        self.maxWaiting = maxWaiting
        self.lease = lease
        self.limits = limits
        self.pace = pace
    }

    /// So many tries of a job are kept.
    static let attemptsKept = 50

    /// The job with that number, in whatever state.
    public func job(_ id: Job.ID, in transaction: ReadTransaction) throws -> Job? {
        try transaction.first(
            """
            SELECT id, key, payload, state, priority, why, failures, absences, runAt, createdAt, finishedAt, owner,
                leaseUntil, again, hold, error, errorCode, note, claims
            FROM job WHERE id = ?
            """, id.rawValue, row: Job.init)
    }

    /// The waiting or running job of that key.
    public func liveJob(_ key: String, in transaction: ReadTransaction) throws -> Job? {
        let id = try transaction.first("SELECT id FROM job WHERE key = ? AND state IN ('ready', 'running')", key) {
            try $0[0] as Int
        }
        return try id.flatMap { try job(Job.ID(rawValue: $0), in: transaction) }
    }

    // MARK: The clock

    /// Milliseconds by which what is stored may be ahead of a caller's clock before that clock counts as set back. A caller
    /// reads it before it waits for the store's gate, so a little ahead is usual.
    static let clockTolerance = 60_000

    /// Notes that a wait was set at `now`.
    func advanceClock(to now: Int, in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE queueState SET clock = ?1 WHERE clock < ?1", now)
    }

    /// A clock set back by more than a minute would make every wait longer by as much: so the waits are moved with it.
    func followClock(to now: Int, in transaction: WriteTransaction) throws {
        let latest = try transaction.first("SELECT clock FROM queueState", row: { try $0[0] as Int }) ?? now
        guard now < latest - Self.clockTolerance else { return }
        try transaction.run(
            "UPDATE job SET runAt = max(?1, runAt - ?2) WHERE state = 'ready' AND runAt > ?1", now, latest - now)
        try transaction.run("UPDATE queueState SET clock = ?", now)
    }
}

extension Job {
    init(_ row: Row) throws {
        guard let state = JobState(rawValue: try row[3]), let priority = Priority(rawValue: try row[4]),
            let hold = Hold(rawValue: try row[14])
        else { throw QueueError.unknownWord(job: try row[0]) }
        let (failures, absences): (Int, Int) = (try row[6], try row[7])
        self.init(
            id: ID(rawValue: try row[0]), key: try row[1], payload: try row[2], state: state, priority: priority,
            why: Words.split(try row[5]), attempts: failures + absences, runAt: try row[8],
            createdAt: try row[9], finishedAt: try row[10], owner: try row[11], leaseUntil: try row[12],
            again: try row[13], hold: hold, error: try row[15], errorCode: try row[16], note: try row[17],
            claims: try row[18])
    }
}

/// The reasons of a job, as they are stored: a line each.
enum Words {
    static func join(_ words: [String]) -> String {
        words.count == 1 ? words[0] : unique(words).joined(separator: "\n")
    }

    static func split(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// In the order in which they came; a word with a line break in it counts as two.
    static func union(_ one: [String], _ other: [String]) -> [String] { unique(one + other) }

    private static func unique(_ words: [String]) -> [String] {
        var result: [String] = []  // of a handful: no set is needed
        for word in words.lazy.flatMap(split) where !result.contains(word) { result.append(word) }
        return result
    }
}

/// What can't be done with the queue.
public enum QueueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A row holds a state that this release has no name for.
    case unknownWord(job: Int)

    public var description: String {
        switch self {
        case .unknownWord(let job): "Job \(job) of the queue is in a state that this plexsync does not know."
        }
    }

    public var code: String { "queue-unknown-state" }
}
