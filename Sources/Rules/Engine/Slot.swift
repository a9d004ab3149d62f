public import SyncModel

/// One time at which a rule is to start, at most once whatever clocks do and however many hosts look.
public struct Slot: Hashable, Sendable {
    public let rule: Rule
    /// The nominal instant, before jitter; of an event the instant it was noted. With the rule's name it is the slot.
    public let at: Instant
    /// When it was due: the rule's own delay later.
    public let due: Instant
    /// Whether it passed while nobody was there.
    public let isCatchUp: Bool

    public init(rule: Rule, at: Instant, due: Instant, isCatchUp: Bool = false) {
        (self.rule, self.at, self.due, self.isCatchUp) = (rule, at, due, isCatchUp)
    }
}

/// What a rule looks like from outside its file, between two looks at the clock.
public struct RuleMemory: Hashable, Sendable {
    /// Since when it starts as it does now. What its schedule names before that is nobody's: a rule that is new, changed
    /// or switched on again has nothing to catch up with.
    public var knownSince: Instant
    /// What a person, or a failure, has set over the file's `enabled`.
    public var override: Bool?

    public init(knownSince: Instant, override: Bool? = nil) {
        (self.knownSince, self.override) = (knownSince, override)
    }
}

/// All that the engine looks at beside the rules.
public struct RuleWorld: Sendable {
    public var now: Instant
    /// Since when somebody has been there to act. What was due before is caught up with, or left.
    public var attendedSince: Instant
    /// By name in lower case; a rule without one is not known yet and is left alone.
    public var memories: [String: RuleMemory] = [:]
    /// Names in lower case of rules whose last run is not over, or waits for its turn.
    public var running: Set<String> = []
    /// The latest of each event that was noted.
    public var events: [Trigger.Event: Instant] = [:]

    public init(now: Instant, attendedSince: Instant) { (self.now, self.attendedSince) = (now, attendedSince) }
}
