public import Queue
public import SyncModel

/// How a worker goes about its work.
public struct DrainOptions: Sendable {
    /// Stay when nothing is due, and through outages of any length.
    public var waits = false
    /// A person asked for it: one attempt is made through an open breaker.
    public var isByHand = true
    /// Share of the full wait to keep between tries, `0...1`.
    public var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0, clock: .suspending) }

    /// Waits for a job that comes meanwhile, at most so long, `nil` for ever; may end early. Without it one that stays
    /// looks once a second.
    public var awaitJobs: (@Sendable (Duration?) async throws -> Void)?

    public init() {}
}

/// What a worker did, and what it leaves.
public struct DrainReport: Hashable, Sendable {
    /// Jobs after which Plex says what Stash says.
    public internal(set) var delivered = 0
    /// Jobs that ended with nothing to deliver, by their note: an outcome such as `in_sync`, `ambiguous`, or `gone`.
    public internal(set) var endedOtherwise: [String: Int] = [:]
    /// Jobs that named a tag, performer, studio or group, and became those of its scenes.
    public internal(set) var fannedOut = 0
    /// Tries after which the job waits again.
    public internal(set) var retried = 0
    public internal(set) var died = 0
    /// Jobs that wait for a person, since they would empty too much.
    public internal(set) var held = 0
    /// Jobs that another worker had got meanwhile.
    public internal(set) var lost = 0
    /// Jobs that wait when the worker ends, and when the next of them is due; `nil` where all are held, or none is.
    public internal(set) var waiting = 0
    public internal(set) var nextDue: Instant?
    /// What stops the queue, if anything does.
    public internal(set) var pauses = Pauses()

    public init() {}

    /// Tries that came to an end of whatever kind.
    public var tries: Int {
        delivered + endedOtherwise.values.reduce(0, +) + fannedOut + retried + died + held + lost
    }
}

extension Engine {
    /// How long a drain that does not stay waits for a server that is down (`DESIGN.md` 6).
    static let outagePatience = 30

    /// Works off the queue until nothing is due (`DESIGN.md` 7). Any number of processes may do so at once.
    ///
    /// - Throws: ``EngineError/stashProbe(_:)`` or ``EngineError/plexProbe(_:)`` where a server stays down for 30 s or
    ///   refuses us; `CancellationError`, after the jobs at hand were given back.
    public func drain(_ options: DrainOptions = DrainOptions()) async throws -> DrainReport {
        try await Worker(engine: self, options: options).drain()
    }
}
