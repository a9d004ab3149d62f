/// Which jobs are meant. What is nil asks for nothing.
public struct JobFilter: Hashable, Sendable {
    public var states: Set<JobState>
    /// What the key begins with: `scene:` for all scenes, `scene:12` also finds `scene:123`.
    public var keyPrefix: String?
    /// The whole key.
    public var key: String?
    /// The fixed word of the last error.
    public var errorCode: String?
    public var hold: Hold?

    /// - Parameter states: Waiting and running, unless others are named.
    public init(
        states: Set<JobState> = [.ready, .running], keyPrefix: String? = nil, key: String? = nil,
        errorCode: String? = nil, hold: Hold? = nil
    ) {
        self.states = states
        self.keyPrefix = keyPrefix
        self.key = key
        self.errorCode = errorCode
        self.hold = hold
    }

    var firstKey: String? { key ?? keyPrefix }

    /// No key of ours goes on after U+10FFFF.
    var lastKey: String? { key ?? keyPrefix.map { $0 + "\u{10FFFF}" } }
}

/// How many jobs are where.
public struct QueueCounts: Hashable, Sendable {
    public var ready = 0
    public var running = 0
    public var done = 0
    /// Open dead letters; those that a later job made pointless are not counted.
    public var dead = 0
    /// Of those that are ready.
    public var held = 0
    public var paused = false

    public init() {}
}

/// Who stopped the queue.
public struct Pauses: Hashable, Sendable {
    /// A server refused key or token.
    public struct Refusal: Hashable, Sendable {
        /// UTC milliseconds.
        public let since: Int
        /// The sentence to show.
        public let cause: String
        /// Of the key or token that was refused, as the worker gave it.
        public let mark: [UInt8]?

        public init(since: Int, cause: String, mark: [UInt8]?) {
            self.since = since
            self.cause = cause
            self.mark = mark
        }
    }

    /// Since when a person has paused it, in UTC milliseconds.
    public var byPerson: Int?
    public var refusal: Refusal?

    public init(byPerson: Int? = nil, refusal: Refusal? = nil) {
        self.byPerson = byPerson
        self.refusal = refusal
    }

    public var isPaused: Bool { byPerson != nil || refusal != nil }
}
