public import CommandSyntax

/// Options of the program that no command takes.
public struct LaunchOptions: OptionGroup {
    public static let title = "Options of the program"
    public let lines = Option("command", short: "c", each: .line, "Run this line and end.")
    public let script = Option("file", short: "f", .file, "Run the lines of this file and end.")
    public let keepGoing = Option(flag: "keep-going", "Go on after a command that failed.")
    public let variables = Option("var", each: .variable, "Set $NAME for the lines that run.")
    public let readOnly = Option(flag: "read-only", "Refuse commands that change queue, history or Plex.")
    public let echo = Option(flag: "echo", "Show each line before it runs.")
    public let version = Option(flag: "version", "Show the versions of the program and of its libraries.")
    public let completion = Option(
        "completion", .oneOf(CompletionScript.self), "Print what teaches this shell to complete our commands.")
    public let man = Option(flag: "man", "Print the manual page.")
    public let complete = Option("complete", .line, "Print what may stand at the end of LINE; other shells ask this.")
    public init() {}
}

extension ValueKind where Value == String {
    /// A whole line of the shell; commas in it mean nothing here.
    static var line: Self { text("LINE") }
}

/// `NAME=VALUE`, as `--var` takes it.
public struct VariableSetting: Hashable, Sendable {
    public let name, value: String
}

extension ValueKind where Value == VariableSetting {
    static var variable: Self {
        Self("NAME=VALUE", takes: "a name of letters, digits and '_', '=' and a value") { word in
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return nil }
            let name = String(word[..<equals])
            let isName = name.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            }
            guard isName, let first = name.utf8.first, !(48...57).contains(first) else { return nil }
            return VariableSetting(name: name, value: String(word[word.index(after: equals)...]))
        }
    }
}

/// All commands: the one declaration behind shell, arguments, help, completion and manual.
public let commandTree = CommandTree<App>(
    "Keeps the metadata of Plex as Stash has it.", launch: LaunchOptions(), shared: GlobalOptions(),
    examples: [
        Example("demo", "a made library to try everything on"), Example("gaps", "what Plex lacks"),
        Example("reconcile", "queue what it lacks for repair"), Example("doctor", "what is wrong with the set-up"),
    ],
    topics: [.configuration, .scopes, .filters, .matching, .queueing, .ruleTests, .shell, ExitCodes.topic],
    commands: [
        CommandNode(GapsCommand()), CommandNode(ReconcileCommand()), CommandNode(PlanCommand()),
        CommandNode(SyncCommand()), CommandNode(UndoCommand()),
        CommandNode(MatchCommand()), CommandNode(StatusCommand()),
        CommandNode(
            "queue", "Look at and steer the queue.",
            verbs: [
                QueueListCommand(), QueueShowCommand(), QueueDrainCommand(), QueueAddCommand(), QueueRetryCommand(),
                QueueDropCommand(),
                QueueReleaseCommand(), QueueClearCommand(), QueuePauseCommand(), QueueResumeCommand(),
            ]),
        CommandNode(
            "dead", "Look at jobs that gave up, bring them back or remove them.",
            verbs: [
                DeadListCommand(), DeadShowCommand(), DeadRetryCommand(), DeadDropCommand(), DeadPurgeCommand(),
            ]),
        CommandNode(
            "runs", "Look at past reconciliations.",
            verbs: [RunsListCommand(), RunsShowCommand(), RunsTrendCommand(), RunsApproveCommand()]),
        CommandNode(
            "rules", "Look at the rules of the configuration; make, check, try and switch them.",
            details: RulesPage.text,
            verbs: [
                RulesListCommand(), RulesShowCommand(), RulesAddCommand(), RulesRemoveCommand(), RulesCheckCommand(),
                RulesExplainCommand(), RulesSimulateCommand(), RulesTestCommand(), RulesSchemaCommand(),
                RulesRunCommand(), RulesEnableCommand(), RulesDisableCommand(),
            ]),
        CommandNode("import", "Take over the history of another tool.", verbs: [ImportStash2PlexCommand()]),
        CommandNode(LibrariesCommand()), CommandNode(DoctorCommand()), CommandNode(HostCommand()),
        CommandNode(DemoCommand()), CommandNode(PluginCommand()),
    ])
