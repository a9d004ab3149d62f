import Ledger
import SyncEngine
import SyncModel
import Terminal

/// One run as a list of facts.
enum RunFacts {
    static func table(_ run: RunRecord) throws -> Table {
        let summary = try RunSummary(decoding: run.summary)
        var rows: [(String, String)] = [
            ("run", String(run.id)), ("trigger", run.trigger), ("rule", run.rule ?? "none"),
            ("started", run.startedAt.rfc3339), ("finished", run.finishedAt?.rfc3339 ?? "not yet"),
            ("result", run.result.rawValue), ("scope", RunTable.scope(summary.scope)),
            ("scenes looked at", grouped(summary.scanned)),
        ]
        rows += Outcome.allCases.compactMap { outcome in
            summary.outcomes[outcome].map { ("  \(outcome.rawValue.replacing("_", with: " "))", grouped($0)) }
        }
        rows += GapType.allCases.map { ("gaps found, \($0.rawValue)", grouped(summary.found[$0] ?? 0)) }
        rows.append(("scenes queued", grouped(summary.queuedScenes)))
        rows += NotQueuedReason.allCases.compactMap { reason in
            summary.notQueued[reason].map { ("not queued, \(reason.rawValue.replacing("_", with: " "))", grouped($0)) }
        }
        rows += summary.troubles.map { ("trouble", $0) }
        return Table(
            [Table.Column("Fact", key: "fact"), Table.Column("Value", key: "value")],
            rows: rows.map { [Table.Cell($0.0), Table.Cell($0.1)] })
    }
}
