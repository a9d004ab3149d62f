public import CommandSyntax
import Configuration
import Database
import Ledger
import Rules
import SyncModel

public struct RulesAddCommand: Command {
    public static let name = "add"
    public static let summary = "Put a new rule into the configuration file."
    public static let details = """
        The rule is shown as the file will have it, and put in once that is confirmed. Before, the whole configuration is \
        checked with it; comments, order and line ends of the file stay. It becomes the last rule of the file itself, not \
        of one that it includes. Where there is no configuration file yet, one is made.

        --when takes never, hourly, daily, weekly, monthly, startup, scan-complete, plex-back and manual; 'daily 03:30', \
        'weekly mon,fri 04:00', 'monthly 1,15 04:00', 'every 6h' and 'cron 30 3 * * *'; or what a file has: \
        '{weekly: {on: sunday, at: "04:00"}}'. A filter may drop (--not-tag) and keep; 'any' of several filters is for the \
        file alone.
        """
    public static let examples = [
        Example(
            "rules add nightly --when 'daily 03:30' --scope 7days --type empty,stale", "repair what a week has changed"),
        Example(
            "rules add watch --when 'every 6h' --do report --library Clips --not-tag private", "only look, and remember"
        ),
        Example("rules add catch-up --when startup --scope 24h --limit 500 --yes", "without being asked"),
    ]
    public let rule = Operand("NAME", .newRule, "What to call it; no other rule may be called so.")
    public let options = RuleOptions()
    public let scope = RuleScopeOptions()
    public let filter = GapFilterOptions()
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("change the configuration file")
        guard var rule = given.options.rule(named: given.rule) else {
            throw CommandEnd.usage(
                "'rules add' needs --when: \(Trigger.names.joined(separator: ", ")), or such as 'daily 03:30' or 'every 6h'."
            )
        }
        rule.scope = try given.scope.resolved()
        rule.gaps = given.filter.ruleFilter()
        let change = try await app.changingRules {
            try $0.adding(rule)
        } orIfNoFile: {
            try $0.creating(rule)
        }
        try await app.make(
            change, asking: "Put this rule into \(app.safe(change.file))?", done: "is in", isThereAfterwards: true)
        try await app.forgetFormerRule(named: change.rule.name, in: change.settings)
    }
}

extension App {
    /// A rule that was removed may have left its switch behind; who adds one anew means what is written in it.
    fileprivate func forgetFormerRule(named name: String, in settings: Settings) async throws {
        guard let rule = settings.rules.first(where: { $0.name == name }) else { return }
        let state = try await workspace.location(choices).stateFolder
        guard Workspace.hasStore(in: state) else { return }
        let wasSwitched = try await workspace.store(choices).write { try RuleLog.forget(rule.key, in: $0) }
        if wasSwitched { tell("A rule of that name had been switched by hand; the new one is as the file says.") }
    }
}
