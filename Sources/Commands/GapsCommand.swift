public import CommandSyntax
import JSON
import SyncEngine
import SyncModel
import Terminal

/// Lists gaps. What is a gap is decided in `SyncModel/Gaps`, how a row looks in `Views/GapTable.swift`.
public struct GapsCommand: Command {
    public static let name = "gaps"
    public static let summary = "List scenes that are missing, empty or out of date in Plex."
    public static let details = """
        Looks at both servers and writes nothing to either; what is known of them is refreshed.

        A scene with several types of gap is listed once and counted under each. The counts look at all gaps that the \
        filter keeps, whatever --limit lists.
        """
    public static let examples = [
        Example("gaps", "everything that Plex lacks"),
        Example("gaps --type stale --since 7d --format json > out.json", "what became stale in a week, into a file"),
        Example(
            "gaps -t empty --field studio,tags --not-tag private", "empty studios and tags, without private scenes"),
    ]

    public let scope = ScopeOptions()
    public let filter = GapFilterOptions()
    public let limit = Option("limit", short: "n", .count(from: 0), "How many to list; in a table 100 unless given.")
    public let exitCode = Option(flag: "exit-code", "Exit 3 if there are gaps.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let search = SearchRequest(
            scope: try given.scope.resolved(now: app.wiring.now()), libraries: given.filter.libraries,
            isFull: given.scope.full)
        let query = GapQuery(search: search, filter: given.filter.filter())
        let limit = given.limit ?? (app.choices.format == .table ? 100 : .max)
        let report = try await GapListing.list(query, limit: limit, app)
        if !report.isComplete { throw CommandEnd.failed() }
        if given.exitCode, report.tally.gaps > 0 { throw CommandEnd.gapsFound }
    }
}

/// Shows gaps as they are found, or all at the end, as the format wants it.
actor GapListing {
    private let app: App
    private let limit: Int
    private var shown = 0
    private var gaps: [Gap] = []
    private var hasHeader = false

    init(app: App, limit: Int) { (self.app, self.limit) = (app, limit) }

    /// Looks for gaps and shows them.
    static func list(_ query: GapQuery, limit: Int, _ app: App) async throws -> GapReport {
        let (engine, _) = try await app.engine()
        let listing = GapListing(app: app, limit: limit)
        let report = try await engine.findGaps(query) { try await listing.take($0.gap, $0.libraries) }
        app.memory.remember(report.libraries)
        try await listing.finish(report)
        return report
    }

    func take(_ gap: Gap, _ libraries: [Library]) throws {
        guard shown < limit else { return }
        shown += 1
        switch app.choices.format {
        case .jsonl: try app.writeLine(json: { $0.gap(gap, libraries: LibraryTitles(libraries)) })
        case .csv:
            if !hasHeader { try app.output.write(Table(GapTable.columns).csvHeader()) }
            hasHeader = true
            let row = GapTable.row(gap, LibraryTitles(libraries))
            try app.output.write(Table.csvRow(row, GapTable.columns, isShown: app.output.isTerminal))
        case .table, .json, .markdown: gaps.append(gap)
        }
    }

    func finish(_ report: GapReport) async throws {
        let titles = LibraryTitles(report.libraries)
        switch app.choices.format {
        case .json:
            try app.write(json: { writer in
                writer.object { writer in
                    writer.totals(report.tally, scope: report.scope, isComplete: report.isComplete)
                    writer.array("gaps") { for gap in gaps { $0.gap(gap, libraries: titles) } }
                }
            })
        case .jsonl, .csv:
            if app.choices.format == .csv, !hasHeader { try app.output.write(Table(GapTable.columns).csvHeader()) }
            tellTotals(report)
        case .table, .markdown:
            if !gaps.isEmpty {
                try await app.show(Table(GapTable.columns, rows: gaps.map { GapTable.row($0, titles) }))
            }
            tellTotals(report)
        }
    }

    private func tellTotals(_ report: GapReport) {
        for line in TallyText.lines(report.tally, shown: shown) { app.tell(line) }
        for doubt in report.doubts { app.tell("Incomplete: \(doubt)") }
    }
}
