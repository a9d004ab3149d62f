import Commands
import Shell
import SyncModel
import Terminal

/// Names to which `set` gives a meaning for commands, beside those of the shell.
extension Preference {
    static let ofCommands = [
        Preference(
            "format", OutputFormat.allCases.map(\.rawValue), standard: "table", "How output is printed."),
        Preference("pager", ["auto", "off"], standard: "auto", "Whether long output is shown a window at a time."),
        Preference(
            "confirm", ["on", "off"], standard: "on", "Whether you are asked before something is changed for good."),
        Preference(
            "scope", ["all", "24h", "7days"], standard: "all", takes: Scope.expectation,
            "Which scenes are looked at where no option says so."
        ) { scope(of: $0) != nil },
        Preference(
            "library", names: .library, standard: "", takes: "the title of a library",
            "The library that is looked at where no option says so; empty for all."
        ) { _ in true },
    ]

    /// `nil` for what is no scope; `set` says so.
    static func scope(of text: String) -> Scope? {
        do { return try Scope(text: text) } catch { return nil }
    }
}

extension Choices {
    /// What was set for the session, under what the line itself says.
    mutating func apply(_ state: ShellState) {
        if state.value("confirm") == "off" { confirms = false }
        scope = state.given("scope").flatMap(Preference.scope)
        library = state.given("library").flatMap { $0.isEmpty ? nil : $0 }
    }
}
