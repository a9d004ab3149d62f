public import CommandSyntax
import Configuration
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
        let report: ReconcileReport
        do {
            report = try await engine.run(
                rule, zone: settings.ruleEngine.zone(of: rule), isDryRun: given.dryRun
            ) { await collected.take($0) }
        } catch let error as EngineError where error.library.map(rule.gaps.libraries.contains) ?? false {
            throw CommandEnd(78, Self.misnamed(rule, settings, error))
        }
        let plans = given.dryRun ? try await engine.plans(for: await collected.gaps.map(\.scene)) : nil
        try await ReconcileCommand.show(report, collected, plans, app)
        app.found(await collected.scenes, by: "rules run")
        if report.result == .held || !report.isComplete { throw CommandEnd.failed() }
    }

    /// The command line is well, it is the file that names what is not there.
    private static func misnamed(_ rule: Rule, _ settings: Settings, _ error: EngineError) -> String {
        let place = settings.rulePlaces[rule.name].map { ", \($0.file) line \($0.line)" } ?? ""
        return "'gaps.library' of rule '\(rule.name)'\(place): \(error)"
    }
}

extension EngineError {
    /// The library that was named and cannot be used.
    fileprivate var library: String? {
        switch self {
        case .unknownLibrary(let name, _), .unsupportedLibrary(let name, _): name
        default: nil
        }
    }
}
