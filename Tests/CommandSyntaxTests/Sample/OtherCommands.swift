import CommandSyntax

struct QueueListCommand: Command {
    static let name = "list"
    static let summary = "List jobs, the oldest first."
    let states = Option("state-of-job", each: .oneOf(JobState.self), "Only jobs in these states.")
    let limit = Option("limit", short: "n", .count(), default: 50, "How many to list.")
    init() {}

    func run(_ given: Arguments<Self>, in app: App) async throws { app.write("queue list \(given.limit)") }
}

struct QueueRetryCommand: Command {
    static let name = "retry"
    static let summary = "Try jobs again now."
    static let examples = [Example("queue retry 12 15", "two jobs, whatever they wait for")]
    let ids = Operand(each: "ID", .count(), "Jobs, as 'queue list' shows them.")
    init() {}

    func run(_ given: Arguments<Self>, in app: App) async throws { app.write("queue retry \(given.ids)") }
}

struct QueueDropCommand: Command {
    static let name = "drop"
    static let summary = "Forget jobs that wait."
    let ids = Operand(each: "ID", .count(), "Jobs, as 'queue list' shows them.")
    init() {}

    func run(_ given: Arguments<Self>, in app: App) async throws { app.write("queue drop \(given.ids)") }
}

struct MatchCommand: Command {
    static let name = "match"
    static let summary = "Show which Plex item plays a scene."
    static let examples = [Example("match /data/a.mp4 --explain", "every rung of the ladder for one file")]
    let scene = Operand("SCENE|PATH", .text, "A scene's number, or the path of a file.")
    let explain = Option(flag: "explain", "Show every rung of the ladder.")
    init() {}

    func run(_ given: Arguments<Self>, in app: App) async throws {
        app.write("match \(given.scene) \(given.explain)")
    }
}

let sampleTree = CommandTree<App>(
    "Keeps the metadata of Plex as Stash has it.", launch: LaunchOptions(), shared: GlobalOptions(),
    examples: [Example("gaps", "what Plex lacks")],
    commands: [
        CommandNode(GapsCommand()),
        CommandNode(
            "queue", "Look at and steer the queue.",
            verbs: [QueueListCommand(), QueueRetryCommand(), QueueDropCommand()]),
        CommandNode(MatchCommand()),
    ])
