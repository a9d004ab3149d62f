import Ledger
import SyncEngine
import SyncModel

/// Gaps by type over time as an SVG in the page, a line a type. Without script, so that the page needs none.
struct GapChart {
    /// One moment, with a count a type.
    struct Point: Hashable, Sendable {
        let at: Instant
        let counts: [GapType: Int]
    }

    let points: [Point]

    private let width = 720.0
    private let height = 220.0
    private let left = 48.0
    private let right = 12.0
    private let top = 12.0
    private let bottom = 28.0

    /// At most so many of the latest.
    static let most = 200
    /// With more points than this each by itself is not marked.
    private static let mostDots = 60

    init(points: [Point]) { self.points = points }

    init(_ trend: [StatusSnapshot.Run]) {
        points = trend.suffix(Self.most).map { Point(at: $0.record.startedAt, counts: $0.summary?.found ?? [:]) }
    }

    /// The smallest of 1, 2, 5 × 10ⁿ that no count is above.
    var ceiling: Int {
        let most = points.flatMap { $0.counts.values }.max() ?? 0
        var step = 1
        while true {
            for factor in [1, 2, 5] where factor * step >= most { return factor * step }
            step *= 10
        }
    }

    /// Empty where there is nothing to draw.
    var svg: String {
        if points.isEmpty { return "" }
        let lines = GapType.allCases.map { line($0) }.joined(separator: "\n")
        return """
            <svg class="chart" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-labelledby="trend">
            <title id="trend">\(summary)</title>
            \(grid)
            \(lines)
            </svg>
            """
    }

    /// For who does not see it.
    private var summary: String {
        guard let first = points.first, let last = points.last else { return "" }
        let counts = GapType.allCases.map { type in
            "\(type.rawValue) from \(first.counts[type] ?? 0) to \(last.counts[type] ?? 0)"
        }
        return "Gaps over \(points.count) run\(points.count == 1 ? "" : "s"): \(counts.joined(separator: ", "))"
    }

    private var grid: String {
        let marks = [0, ceiling / 2, ceiling].reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
        let rows = marks.map { value in
            let at = Self.number(y(value))
            return """
                <line class="grid" x1="\(Self.number(left))" x2="\(Self.number(width - right))" y1="\(at)" y2="\(at)"/>
                <text class="mark" x="\(Self.number(left - 6))" y="\(at)" dy="0.35em" text-anchor="end">\(value)</text>
                """
        }
        let ends = [(points.first, left, "start"), (points.last, width - right, "end")].compactMap { point, x, anchor in
            point.map { point in
                """
                <text class="mark" x="\(Self.number(x))" y="\(Self.number(height - 8))" text-anchor="\(anchor)">\
                \(point.at.rfc3339.prefix(10))</text>
                """
            }
        }
        return (rows + ends).joined(separator: "\n")
    }

    private func line(_ type: GapType) -> String {
        let path = points.map { "\(Self.number(x($0.at))),\(Self.number(y($0.counts[type] ?? 0)))" }
        // A single run is no line, so each is marked too.
        let dots = points.suffix(Self.mostDots).map { point in
            let (x, y) = (Self.number(x(point.at)), Self.number(y(point.counts[type] ?? 0)))
            return "<circle class=\"\(type.rawValue)\" cx=\"\(x)\" cy=\"\(y)\" r=\"3\"/>"
        }
        return "<polyline class=\"\(type.rawValue)\" points=\"\(path.joined(separator: " "))\"/>"
            + (points.count <= Self.mostDots ? dots.joined() : "")
    }

    private func x(_ at: Instant) -> Double {
        guard let first = points.first?.at.rawValue, let last = points.last?.at.rawValue, last > first else {
            return left
        }
        return left + (width - left - right) * Double(at.rawValue - first) / Double(last - first)
    }

    private func y(_ count: Int) -> Double { top + (height - top - bottom) * (1 - Double(count) / Double(ceiling)) }

    /// To a tenth, without an exponent.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
