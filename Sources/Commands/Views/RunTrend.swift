import JSON
import Ledger
import SyncEngine
import SyncModel
import Terminal

/// What run after run found, the earliest first.
struct RunTrend {
    struct Point: Hashable {
        let run: Int
        let startedAt: Instant
        let rule: String?
        let result: RunRecord.Result
        let found: [GapType: Int]
    }

    let points: [Point]

    /// - Parameter runs: Ascending.
    init(_ runs: [RunRecord]) throws {
        points = try runs.map { run in
            Point(
                run: run.id, startedAt: run.startedAt, rule: run.rule, result: run.result,
                found: try RunSummary(decoding: run.summary).found)
        }
    }

    func counts(of type: GapType) -> [Int] { points.map { $0.found[type] ?? 0 } }

    /// A row a run, for machines and documents.
    var table: Table {
        Table(
            [
                .number("Run", key: "run"), Table.Column("Started", key: "started_at"),
                Table.Column("Rule", key: "rule"),
            ] + GapType.allCases.map { .number($0.rawValue.capitalizedFirst, key: $0.rawValue) },
            rows: points.map { point in
                [Table.Cell(point.run), Table.Cell(point.startedAt.rfc3339), Table.Cell(point.rule ?? "")]
                    + GapType.allCases.map { Table.Cell(point.found[$0] ?? 0) }
            })
    }

    /// A curve a type, of as many runs as the window is wide.
    func rendered(_ look: Look) -> String {
        let room = room(look)
        return Table(
            [Table.Column("Gap"), Table.Column("Trend", elastic: false), .number("Latest"), .number("Most")],
            rows: GapType.allCases.map { type in
                let counts = Array(counts(of: type).suffix(room))
                return [
                    Table.Cell(type.rawValue), Table.Cell(look.curve(counts), style: .accent),
                    Table.Cell(grouped(counts.last ?? 0)), Table.Cell(grouped(counts.max() ?? 0)),
                ]
            }
        ).rendered(look)
    }

    /// Which runs the curves are of.
    func sentence(_ look: Look, now: Instant) -> String {
        let shown = points.suffix(room(look))
        guard let first = shown.first, let last = shown.last else { return "" }
        func ago(_ point: Point) -> String { Duration.milliseconds(now.rawValue - point.startedAt.rawValue).ago }
        if shown.count == 1 { return "One run, \(ago(last)); a trend needs more of them." }
        if ago(first) == ago(last) { return "\(grouped(shown.count)) runs, all \(ago(last))." }
        return "\(grouped(shown.count)) runs, from \(ago(first)) to \(ago(last))."
    }

    /// Cells that the window leaves to the curves beside the other columns.
    private func room(_ look: Look) -> Int {
        guard let width = look.width else { return points.count }
        let numbers = GapType.allCases.flatMap { counts(of: $0) }.map { grouped($0).count }.max() ?? 1
        let names = GapType.allCases.map(\.rawValue.count).max() ?? 0
        let latest = max(numbers, "Latest".count) + max(numbers, "Most".count)
        return max(width - names - latest - 6, 5)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension JSONWriter {
    mutating func point(_ point: RunTrend.Point) {
        object { writer in
            writer.write("run", String(point.run))
            if let rule = point.rule { writer.write("rule", rule) }
            writer.write("started_at", point.startedAt.rfc3339)
            writer.counts("found", GapType.allCases, point.found)
            writer.write("result", point.result.rawValue)
        }
    }
}
