public import CommandSyntax
import Configuration
import Database
import Rules
import SyncEngine
public import SyncModel

extension NameSort {
    public static let rule = NameSort("rule")
}

extension ValueKind where Value == String {
    /// A rule of the configuration; TAB offers those that were read last.
    static var rule: Self { name(of: .rule) }
}

extension ValueKind where Value == Instant {
    /// A point in time.
    public static var instant: Self {
        Self("INSTANT", takes: "a date or an instant such as 2026-01-31T20:00:00Z") { word in
            switch try Scope.end(word) {
            case .instant(let instant): instant
            case .day(let day): Instant(seconds: day.daysSince1970 * 86_400)
            case nil: nil
            }
        }
    }
}

extension App {
    /// The configuration with its rules.
    func ruleSettings() async throws -> Settings { try await workspace.settings(choices) }

    /// When each rule that waits for the clock is due, the earliest first; none where there is no configuration that can
    /// be read: what needs it says why.
    func nextStarts(in store: Store) async throws -> [(rule: String, at: Instant)] {
        let settings: Settings
        do { settings = try await ruleSettings() } catch is ConfigurationFaults {
            tell("The configuration has faults, so no next times are known: 'rules check' shows them.")
            return []
        } catch is CommandEnd { return [] }
        return try await settings.ruleEngine.next(in: store, now: wiring.now())
    }

    /// The rule of that name.
    /// - Throws: 2 with the names that there are.
    func rule(named name: String, in settings: Settings) throws -> Rule {
        if let rule = settings.ruleEngine.rule(named: name) { return rule }
        let names = settings.rules.map(\.name)
        let known = names.isEmpty ? "there are none" : "there are \(names.joined(separator: ", "))"
        throw CommandEnd.usage("The configuration has no rule '\(name)'; \(known).")
    }
}

extension Settings {
    /// The rules, ready to be asked.
    var ruleEngine: RuleEngine { RuleEngine(rules: rules, zone: timezone) }
}
