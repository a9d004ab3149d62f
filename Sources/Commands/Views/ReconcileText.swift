import JSON
import SyncEngine
import SyncModel
import Terminal

extension JSONWriter {
    /// `{"scenes": n, "by_type": {…}}`, with the reasons where there are any to give.
    mutating func gapCount(_ name: StaticString, _ count: GapCount, reasons: [NotQueuedReason: Int]? = nil) {
        object(name) { writer in
            writer.write("scenes", count.scenes)
            writer.counts("by_type", GapType.allCases, count.byType)
            if let reasons { writer.counts("by_reason", NotQueuedReason.allCases, reasons, withZeros: false) }
        }
    }
}

/// What a reconciliation did, for a person.
enum ReconcileText {
    /// Counts by type of gap; a scene of two types counts under both, so the last row is no sum.
    static func table(_ report: ReconcileReport) -> Table {
        func row(_ name: String, _ found: Int, _ queued: Int, _ left: Int) -> [Table.Cell] {
            [Table.Cell(name)] + [found, queued, left].map { Table.Cell(grouped($0), raw: String($0)) }
        }
        let rows = GapType.allCases.map { type in
            row(
                type.rawValue, report.tally.counts[type] ?? 0, report.queued.byType[type] ?? 0,
                report.notQueued.byType[type] ?? 0)
        }
        return Table(
            [
                Table.Column("Gap", key: "type"), .number("Found", key: "found"), .number("Queued", key: "queued"),
                .number("Not queued", key: "not_queued"),
            ],
            rows: rows + [row("scenes", report.tally.gaps, report.queued.scenes, report.notQueued.scenes)])
    }

    /// - Parameter remedy: What lets a run go on that was held.
    static func lines(
        _ report: ReconcileReport, isDryRun: Bool,
        remedy: String = "look at 'reconcile --dry-run', then 'reconcile --yes' does it all the same"
    ) -> [String] {
        var lines: [String] = []
        if !isDryRun {
            let types = GapType.allCases.map { "\(grouped(report.queued.byType[$0] ?? 0)) \($0.rawValue)" }
            lines.append(
                "Queued \(grouped(report.queued.scenes)) \(report.queued.scenes == 1 ? "scene" : "scenes")"
                    + " (\(types.joined(separator: ", "))).")
        }
        if report.notQueued.scenes > 0 {
            let reasons = NotQueuedReason.allCases.compactMap { reason in
                report.reasons[reason].map { "\(reason.rawValue.replacing("_", with: " ")) \(grouped($0))" }
            }
            lines.append("Not queued: \(reasons.joined(separator: ", ")).")
        }
        if report.result == .held {
            lines.append(
                "Held: it would empty \(grouped(report.emptied)) fields that are filled in Plex. Nothing was queued; "
                    + "\(remedy).")
        }
        return lines
    }
}
