public import Rules

/// What a host works by: what one reading of the configuration amounts to.
public struct HostPlan: Sendable {
    public let engine: Engine
    public let rules: RuleEngine
    /// Files and folders that the configuration was read from; when one changes, it is read anew.
    public let files: [String]

    public init(engine: Engine, rules: RuleEngine, files: [String] = []) {
        (self.engine, self.rules, self.files) = (engine, rules, files)
    }
}

/// How a host reaches what is around it: live things in the program, made ones in a test.
public struct HostSurroundings: Sendable {
    /// Reads the configuration. Throws what is wrong with it; the old plan then stays.
    public var load: @Sendable () async throws -> HostPlan
    /// Takes what there is to tell.
    public var tell: @Sendable (HostNews) -> Void
    /// Works off the queue until the task is cancelled, or `sleep` throws; `nil` where another process does.
    public var work:
        (@Sendable (Engine, _ sleep: @escaping @Sendable (Duration) async throws -> Void) async throws -> Void)?
    /// Time between two looks at Stash while a rule waits for it.
    public var stashInterval = Duration.seconds(5)
    /// How long what is under way may take when the host is to stop.
    public var grace = Duration.seconds(20)
    /// Waits between two ticks.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// Called once a tick: the watchdog's sign of life.
    public var beat: @Sendable () -> Void = {}

    public init(
        load: @escaping @Sendable () async throws -> HostPlan, tell: @escaping @Sendable (HostNews) -> Void
    ) {
        (self.load, self.tell) = (load, tell)
    }
}
