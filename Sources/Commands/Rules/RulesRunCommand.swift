public import CommandSyntax
import Rules
import SyncEngine
import SyncModel

public struct RulesRunCommand: Command {
    public static let name = "run"
    public static let summary = "Run a rule now, whenever it is due."
    public static let details = """
        Does what the rule would do by itself, with its scope, filter, limit and zone; its times are not touched, and it \
        need not be switched on.
        """
    public static let examples = [
        Example("rules run nightly --dry-run", "what it would find and write"), Example("rules run nightly", "do it"),
    ]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public let dryRun = Option(flag: "dry-run", "Show gaps and edits, write nothing.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let settings = try await app.ruleSettings()
        let rule = try app.rule(named: given.rule, in: settings)
        if !given.dryRun { try app.willChange("queue scenes") }
        let (engine, _) = try await app.engine()
        app.willFind(by: "rules run")
        let collected = Collected(keepsGaps: app.choices.format == .json || given.dryRun)
        let report = try await engine.run(
            rule, zone: settings.ruleEngine.zone(of: rule), isDryRun: given.dryRun
        ) { await collected.take($0) }
        let plans = given.dryRun ? try await engine.plans(for: await collected.gaps.map(\.scene)) : nil
        try await ReconcileCommand.show(report, collected, plans, app)
        app.found(await collected.scenes, by: "rules run")
        if report.result == .held || !report.isComplete { throw CommandEnd.failed() }
    }
}
