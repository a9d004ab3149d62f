public import CommandSyntax
import Database
import JSON
import Ledger
import SyncModel
import Terminal

/// Shows how the number of gaps went from run to run.
public struct RunsTrendCommand: Command {
    public static let name = "trend"
    public static let summary = "Show how many gaps the last reconciliations found, as a small chart."
    public static let details = """
        A row a type of gap, the latest run at the right; each row is as high as its own highest count. Runs that failed, \
        were interrupted or are still at work are left out.

        Runs of different scopes are hard to compare: --rule keeps to those of one rule.
        """
    public static let examples = [
        Example("runs trend", "the last thirty runs"),
        Example("runs trend --rule nightly -n 14", "two weeks of a rule that runs each night"),
        Example("runs trend --format csv > trend.csv", "the numbers, for a spreadsheet"),
    ]
    public let limit = Option("limit", short: "n", .count(), default: 30, "How many runs to look at.")
    public let rule = Option("rule", .rule, "Only runs that this rule started.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let (limit, rule) = (given.limit, given.rule)
        let runs = try await store.read { try RunLog.listEnded(limit: limit, rule: rule, in: $0) }
        let trend = try RunTrend(Array(runs.reversed()))
        switch app.choices.format {
        case .jsonl: for point in trend.points { try app.writeLine(json: { $0.point(point) }) }
        case .json:
            try app.write(json: { writer in
                writer.object { $0.array("runs") { for point in trend.points { $0.point(point) } } }
            })
        case .csv, .markdown: try await app.show(trend.table)
        case .table:
            if trend.points.isEmpty { return app.tell(RunText.none(of: rule)) }
            try await app.output.show(trend.rendered(app.output.look))
            app.tell(trend.sentence(app.output.look, now: app.wiring.now()))
        }
    }
}
