public import CommandSyntax
import Synchronization

/// A name that `set` gives a meaning beyond `$name`: `format`, `pager`.
public struct Preference: Sendable, Hashable {
    public let name: String
    /// What it may be; empty for any text.
    public let values: [String]
    public let standard: String
    /// One sentence.
    public let help: String

    public init(_ name: String, _ values: [String] = [], standard: String, _ help: String) {
        (self.name, self.values, self.standard, self.help) = (name, values, standard, help)
    }
}

/// What lines leave behind for later lines: variables, preferences, aliases. Shared by shell, commands and completion.
public final class ShellState: Sendable {
    private struct Memory {
        var variables: [String: String] = [:]
        var aliases = Aliases()
    }

    public let preferences: [Preference]
    private let memory = Mutex(Memory())

    /// - Parameter preferences: Beside those of the shell itself.
    public init(preferences: [Preference] = []) {
        self.preferences =
            preferences + [
                Preference("timing", ["off", "on"], standard: "off", "Whether the time a command took is shown."),
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
        if let preference = preference(name), !preference.values.isEmpty, !preference.values.contains(value) {
            let values = preference.values.joined(separator: ", ")
            throw UsageError([Fault("'\(name)' is one of \(values), not '\(value)'", at: place)])
        }
        memory.withLock { $0.variables[name] = value }
    }

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
