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
            ("result", run.result.rawValue), ("ended because", cause(of: run, summary)),
            ("scope", RunTable.scope(summary.scope)),
        ]
        rows += instants(summary.scope)
        rows.append(("scenes looked at", grouped(summary.scanned)))
        rows += Outcome.allCases.compactMap { outcome in
            summary.outcomes[outcome].map { ("  \(outcome.rawValue.replacing("_", with: " "))", grouped($0)) }
        }
        rows += summary.steps.map { ("  gaps left by \($0.key)", grouped($0.left)) }
        rows += GapType.allCases.map { ("gaps found, \($0.rawValue)", grouped(summary.found[$0] ?? 0)) }
        rows.append(("scenes queued", grouped(summary.queuedScenes)))
        rows += NotQueuedReason.allCases.compactMap { reason in
            summary.notQueued[reason].map { ("not queued, \(reason.rawValue.replacing("_", with: " "))", grouped($0)) }
        }
        rows += ServerName.allCases.compactMap { server in
            summary.costs[server].map { cost in
                let time = Duration.milliseconds(cost.milliseconds).forPeople
                return ("asked of \(server.rawValue)", "\(grouped(cost.requests)) requests, \(time)")
            }
        }
        let said = cause(of: run, summary)
        rows += summary.troubles.filter { $0 != said }.map { ("trouble", $0) }
        return Table(
            [Table.Column("Fact", key: "fact"), Table.Column("Value", key: "value")],
            rows: rows.map { [Table.Cell($0.0), Table.Cell($0.1)] })
    }

    /// Why it ended as it did, as a sentence without its full stop.
    static func cause(of run: RunRecord, _ summary: RunSummary) -> String {
        switch run.result {
        case .running: "it has not ended"
        case .ok: "it was done"
        case .held: "it would empty \(summary.emptied) fields; 'runs approve \(run.id)' lets it"
        case .incomplete, .failed: summary.troubles.first ?? "scenes could not be read"
        case .interrupted: summary.troubles.first ?? "its process ended"
        }
    }

    /// Where the scope begins and ends; nothing for an open end.
    private static func instants(_ scope: ResolvedScope) -> [(String, String)] {
        if scope.isAll { return [] }
        return [("  by", scope.by.rawValue)] + (scope.from.map { [("  from", $0.rfc3339)] } ?? [])
            + (scope.to.map { [("  to", $0.rfc3339)] } ?? [])
    }
}
