import JSON
import Ledger
import SyncEngine
import SyncModel
import Terminal

extension JSONWriter {
    /// One run as `DESIGN.md` 14 has it.
    mutating func run(_ run: RunRecord, as name: StaticString? = nil) throws {
        let summary = try RunSummary(decoding: run.summary)
        object(name) { writer in
            writer.write("run", String(run.id))
            if let rule = run.rule { writer.write("rule", rule) }
            writer.write("trigger", run.trigger)
            writer.write("started_at", run.startedAt.rfc3339)
            if let finished = run.finishedAt { writer.write("finished_at", finished.rfc3339) }
            summary.scope.write(to: &writer, as: "scope")
            writer.write("scanned", summary.scanned)
            writer.counts("outcomes", Outcome.allCases, summary.outcomes)
            writer.counts("found", GapType.allCases, summary.found)
            writer.counts("queued", GapType.allCases, summary.queued)
            writer.counts("not_queued", NotQueuedReason.allCases, summary.notQueued, withZeros: false)
            writer.steps("filter", summary.steps)
            writer.costs("cost", summary.costs)
            writer.write("result", run.result.rawValue)
            writer.write("exit_cause", RunFacts.cause(of: run, summary))
            if !summary.troubles.isEmpty {
                writer.array("troubles") { for trouble in summary.troubles { $0.write(nil, trouble) } }
            }
        }
    }
}

enum RunText {
    /// What is said where there is no run to show.
    static func none(of rule: String?) -> String {
        guard let rule else { return "No reconciliation has run yet; 'reconcile' makes one." }
        return "The rule '\(rule)' has not run yet; 'rules run \(rule)' runs it now, 'rules list' says when it is due."
    }
}

enum RunTable {
    static let columns: [Table.Column] = [
        .number("Run", key: "run"), Table.Column("Started", key: "started_at"),
        Table.Column("By", key: "trigger", spare: 3),
        Table.Column("Scope", key: "scope", spare: 5), .number("Looked at", key: "scanned", spare: 4),
        .number("Empty", key: "empty"),
        .number("Stale", key: "stale"), .number("Missing", key: "missing"), .number("Queued", key: "queued", spare: 2),
        Table.Column("Result", key: "result"),
    ]

    static func table(_ runs: [RunRecord], now: Instant) throws -> Table {
        Table(
            columns,
            rows: try runs.map { run in
                let summary = try RunSummary(decoding: run.summary)
                let ago = Duration.milliseconds(now.rawValue - run.startedAt.rawValue)
                return [
                    Table.Cell(run.id), Table.Cell(ago.ago, raw: run.startedAt.rfc3339),
                    Table.Cell(run.rule.map { "\(run.trigger) \($0)" } ?? run.trigger),
                    Table.Cell(scope(summary.scope)), Table.Cell(summary.scanned),
                    Table.Cell(summary.found[.empty] ?? 0), Table.Cell(summary.found[.stale] ?? 0),
                    Table.Cell(summary.found[.missing] ?? 0), Table.Cell(summary.queuedScenes),
                    Table.Cell(run.result.rawValue, style: run.result == .ok ? .good : .warning),
                ]
            })
    }

    static func scope(_ scope: ResolvedScope) -> String {
        guard scope.kind == "range" else { return scope.kind }
        return "\(scope.from?.rfc3339 ?? "")..\(scope.to?.rfc3339 ?? "")"
    }
}
