public import CommandSyntax

/// Options of the program that no command takes.
public struct LaunchOptions: OptionGroup {
    public static let title = "Options of the program"
    public let lines = Option("command", short: "c", each: .line, "Run this line and end; may be repeated.")
    public let script = Option("file", short: "f", .file, "Run the lines of this file and end.")
    public let keepGoing = Option(flag: "keep-going", "Go on after a command that failed.")
    public let echo = Option(flag: "echo", "Show each line before it runs.")
    public let version = Option(flag: "version", "Show the versions of the program and of its libraries.")
    public init() {}
}

extension ValueKind where Value == String {
    /// A whole line of the shell; commas in it mean nothing here.
    static var line: Self { text("LINE") }
}

/// All commands: the one declaration behind shell, arguments, help, completion and manual.
public let commandTree = CommandTree<App>(
    "Keeps the metadata of Plex as Stash has it.", launch: LaunchOptions(), shared: GlobalOptions(),
    examples: [
        Example("demo", "a made library to try everything on"), Example("gaps", "what Plex lacks"),
        Example("reconcile", "queue what it lacks for repair"),
    ],
    commands: [
        CommandNode(GapsCommand()), CommandNode(ReconcileCommand()), CommandNode(PlanCommand()),
        CommandNode("queue", "Look at and steer the queue.", verbs: [QueueListCommand()]),
        CommandNode("runs", "Look at past reconciliations.", verbs: [RunsListCommand(), RunsShowCommand()]),
        CommandNode(LibrariesCommand()),
    ])
