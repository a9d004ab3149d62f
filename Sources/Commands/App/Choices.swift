public import CommandSyntax
public import SyncModel
public import Terminal

public enum OutputFormat: String, CaseIterable, Hashable, Sendable { case table, json, jsonl, csv, markdown }

/// Options that every command takes, before or after its name.
public struct GlobalOptions: OptionGroup {
    public static let title = "Options of every command"
    public let rules = Option("rules", .file, "The configuration file with servers, paths and rules.")
    public let state = Option("state", .folder, "The folder of database, lock and history.")
    public let format = Option("format", .oneOf(OutputFormat.self), "How to print: table unless set otherwise.")
    public let yes = Option(flag: "yes", short: "y", "Do not ask before something is changed for good.")
    public let color = Option("color", .oneOf(ColorChoice.self), "When to use colour: auto unless set otherwise.")
    public init() {}
}

/// What those options amount to for one command.
public struct Choices: Hashable, Sendable {
    public var rules, state: String?
    public var format = OutputFormat.table
    public var yes = false
    /// Whether a person is asked before something is changed for good; `--yes` answers in any case.
    public var confirms = true
    /// What is looked at where no option says so.
    public var scope: Scope?
    public var library: String?
    /// Nothing may be changed: the queue, the ledger's history, Plex. What is remembered of both servers is refreshed.
    public var isReadOnly = false

    public init(
        rules: String? = nil, state: String? = nil, format: OutputFormat = .table, yes: Bool = false,
        isReadOnly: Bool = false
    ) {
        (self.rules, self.state, self.format, self.yes) = (rules, state, format, yes)
        self.isReadOnly = isReadOnly
    }
}
