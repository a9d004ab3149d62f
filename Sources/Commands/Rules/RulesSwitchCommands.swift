public import CommandSyntax
import Configuration
import Database
import Ledger
import Rules
import SyncEngine

public struct RulesEnableCommand: Command {
    public static let name = "enable"
    public static let summary = "Switch a rule on, whatever the file says."
    public static let details = """
        Holds until it is taken back with --as-file, through every change of the file and every restart. A rule that is \
        switched on has nothing to catch up with.
        """
    public static let examples = [
        Example("rules enable nightly", "start it at its times from now on"),
        Example("rules enable nightly --as-file", "let the file decide again"),
    ]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public let asFile = Option(flag: "as-file", "Let the file decide again.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try await app.switchRule(given.rule, to: given.asFile ? nil : true)
    }
}

public struct RulesDisableCommand: Command {
    public static let name = "disable"
    public static let summary = "Switch a rule off, whatever the file says; a run that is going ends by itself."
    public static let examples = [Example("rules disable nightly", "start it no more, until it is enabled")]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try await app.switchRule(given.rule, to: false)
    }
}

extension App {
    fileprivate func switchRule(_ name: String, to isEnabled: Bool?) async throws {
        try willChange("switch a rule")
        let settings = try await ruleSettings()
        let rule = try rule(named: name, in: settings)
        let store = try await workspace.store(choices)
        let now = wiring.now()
        let start = rule.fingerprint(zone: settings.timezone)
        try await store.write { transaction in
            let state = try RuleLog.states(in: transaction)[rule.key]
            // A host may never have run here.
            if state == nil { try RuleLog.note([(rule.key, start)], now: now, in: transaction) }
            let wasOff = !(state?.override ?? rule.isEnabled)
            _ = try RuleLog.set(
                rule.key, isEnabled: isEnabled, why: isEnabled == nil ? nil : "by hand",
                switchedOn: wasOff && isEnabled ?? rule.isEnabled ? now : nil, in: transaction)
        }
        let state =
            switch isEnabled {
            case true?: "on"
            case false?: "off"
            case nil: rule.isEnabled ? "on, as the file says" : "off, as the file says"
            }
        tell("Rule '\(rule.name)' is switched \(state).")
    }
}
