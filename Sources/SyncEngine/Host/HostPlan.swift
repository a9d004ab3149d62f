public import Rules

/// What a host works by: what one reading of the configuration amounts to.
public struct HostPlan: Sendable {
    public let engine: Engine
    public let rules: RuleEngine

    public init(engine: Engine, rules: RuleEngine) { (self.engine, self.rules) = (engine, rules) }
}

/// How a host reaches what is around it: live things in the program, made ones in a test.
public struct HostSurroundings: Sendable {
    /// Reads the configuration and notes which files it reads: when one changes, it is read anew. Throws what is wrong
    /// with it; the old plan then stays.
    public var load: @Sendable (FilesNoted) async throws -> HostPlan
    /// Takes what there is to tell.
    public var tell: @Sendable (HostNews) -> Void
    /// Works off the queue until the task is cancelled, or its pace throws; `nil` where another process does.
    public var work: (@Sendable (Engine, WorkerPace) async throws -> Void)?
    /// Time between two looks at Stash while a rule waits for it.
    public var stashInterval = Duration.seconds(2)
    /// Time between two looks at a Plex that did not answer, while a rule waits for its return.
    public var plexInterval = Duration.seconds(15)
    /// How long what is under way may take when the host is to stop.
    public var grace = Duration.seconds(20)
    /// Waits between two ticks, for a second or until the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0, clock: .suspending) }
    /// Told that the configuration is about to be read anew since somebody asked; ``HostNews`` tells what came of it.
    public var reloads: @Sendable () -> Void = {}
    /// Called once a tick: the watchdog's sign of life.
    public var beat: @Sendable () -> Void = {}

    public init(
        load: @escaping @Sendable (FilesNoted) async throws -> HostPlan, tell: @escaping @Sendable (HostNews) -> Void
    ) {
        (self.load, self.tell) = (load, tell)
    }
}
