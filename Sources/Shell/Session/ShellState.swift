public import CommandSyntax
import Synchronization
import Terminal

/// A name that `set` gives a meaning beyond `$name`: `format`, `pager`.
public struct Preference: Sendable {
    public let name: String
    /// What TAB offers for it.
    public let values: [String]
    /// Live names that TAB offers for it, too.
    public let names: NameSort?
    public let standard: String
    /// One sentence.
    public let help: String
    /// Ends the sentence "'scope' takes …".
    let expectation: String
    let accepts: @Sendable (String) -> Bool

    /// One of some words.
    public init(_ name: String, _ values: [String], standard: String, _ help: String) {
        self.init(
            name, values, standard: standard, takes: "one of " + values.joined(separator: ", "), help,
            accepts: values.contains)
    }

    /// What `accepts` lets pass.
    public init(
        _ name: String, _ values: [String] = [], names: NameSort? = nil, standard: String, takes expectation: String,
        _ help: String, accepts: @escaping @Sendable (String) -> Bool
    ) {
        (self.name, self.values, self.names, self.standard) = (name, values, names, standard)
        (self.expectation, self.help, self.accepts) = (expectation, help, accepts)
    }
}

/// What lines leave behind for later lines: variables, preferences, aliases. Shared by shell, commands and completion.
public final class ShellState: Sendable {
    private struct Memory {
        var variables = [ShellState.exitCode: "0"]
        var aliases = Aliases()
        /// Why there is no `$last`.
        var whyNoLast = "no command has found anything yet; 'gaps' does"
    }

    public let preferences: [Preference]
    private let memory = Mutex(Memory())

    /// - Parameter preferences: Beside those of the shell itself.
    public init(preferences: [Preference] = []) {
        self.preferences =
            preferences + [
                Preference("timing", ["off", "on"], standard: "off", "Whether the time a command took is shown."),
                Preference(
                    "color", ColorChoice.allCases.map(\.rawValue), standard: ColorChoice.auto.rawValue,
                    "When colour is used."),
                Preference(
                    "echo", ["off", "on"], standard: "off", "Whether lines of a script are shown before they run."),
            ]
    }

    /// Keeps `$name`.
    ///
    /// - Throws: ``UsageError`` for what can't be a name, and for a value that a preference does not take.
    public func set(_ name: String, to value: String, at place: Place = Place(column: 1)) throws(UsageError) {
        let isName = name.utf8.allSatisfy { Self.letters.contains($0) || (48...57).contains($0) }
        guard isName, let first = name.utf8.first, Self.letters.contains(first) else {
            throw UsageError([Fault("'\(name)' can't be a name: use letters, digits and '_'", at: place)])
        }
        if let preference = preference(name), !preference.accepts(value) {
            throw UsageError([Fault("'\(name)' takes \(preference.expectation), not '\(value)'", at: place)])
        }
        memory.withLock { $0.variables[name] = value }
    }

    /// Keeps what a command found as `$last`, a list with commas, which every command takes that takes several.
    ///
    /// - Parameters:
    ///   - words: Without commas. None of them: `$last` has no value until a later command finds something.
    ///   - reason: Why there are none: the end of "'$last' is empty: ".
    public func remember(last words: [String], orBecause reason: String) {
        let list = words.isEmpty ? nil : words.joined(separator: ",")
        memory.withLock { memory in
            memory.variables[lastResult] = list
            memory.whyNoLast = reason
        }
    }

    /// Names that have no value just now, each with the reason.
    public var absent: [String: String] {
        memory.withLock { $0.variables[lastResult] == nil ? [lastResult: $0.whyNoLast] : [:] }
    }

    /// Keeps how a line ended as `$status`.
    func note(exitCode code: Int32) { memory.withLock { $0.variables[Self.exitCode] = String(code) } }

    /// What a name means that the shell itself gives a value.
    func meaning(of name: String) -> String? {
        switch name {
        case Self.exitCode: "The exit code of the line before."
        case lastResult: "The scenes that were found last."
        default: preference(name)?.help
        }
    }

    private static let exitCode = "status"
    private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_".utf8)

    /// Forgets `$name`; a preference has its standard again.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func unset(_ name: String) -> Bool { memory.withLock { $0.variables.removeValue(forKey: name) != nil } }

    /// What was set, or the preference's standard.
    public func value(_ name: String) -> String? {
        memory.withLock { $0.variables[name] } ?? preference(name)?.standard
    }

    /// Whether the person set it, where an option's own default is to win otherwise.
    public func given(_ name: String) -> String? { memory.withLock { $0.variables[name] } }

    /// All that `$name` may name.
    public var variables: [String: String] {
        let standards = preferences.map { ($0.name, $0.standard) }
        return memory.withLock { memory in
            memory.variables.merging(standards) { set, _ in set }
        }
    }

    public var aliases: Aliases { memory.withLock { $0.aliases } }

    func preference(_ name: String) -> Preference? { preferences.first { $0.name == name } }

    func define(alias name: String, as text: String, beside commands: Signature) throws(UsageError) {
        var aliases = aliases
        try aliases.define(name, as: text, beside: commands)
        let next = aliases
        memory.withLock { $0.aliases = next }
    }

    func remove(alias name: String) -> Bool { memory.withLock { $0.aliases.remove(name) } }
}
