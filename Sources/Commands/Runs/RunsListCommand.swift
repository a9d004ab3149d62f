public import CommandSyntax
import Database
import JSON
import Ledger
import Terminal

public struct RunsListCommand: Command {
    public static let name = "list"
    public static let summary = "List reconciliations, the latest first."
    public static let examples = [
        Example("runs list", "the last twenty"), Example("runs list --rule nightly", "those of one rule"),
        Example("runs list -n 1 --format json", "the last one, for a script"),
    ]
    public let limit = Option("limit", short: "n", .count(), default: 20, "How many to list.")
    public let rule = Option("rule", .rule, "Only those that this rule started.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let (limit, rule) = (given.limit, given.rule)
        let runs = try await store.read { try RunLog.list(limit: limit, rule: rule, in: $0) }
        switch app.choices.format {
        case .jsonl: for run in runs { try app.writeLine(json: { try $0.run(run) }) }
        case .json:
            try app.write(json: { try $0.object { try $0.array("runs") { for run in runs { try $0.run(run) } } } })
        case .table, .csv, .markdown:
            if runs.isEmpty {
                app.tell(RunText.none(of: rule))
            } else {
                try await app.show(try RunTable.table(runs, now: app.wiring.now()))
            }
        }
    }
}
