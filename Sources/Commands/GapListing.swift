import JSON
import SyncEngine
import SyncModel
import Terminal

/// Shows gaps as they are found, or all at the end, as the format wants it.
actor GapListing {
    private let app: App
    private let limit: Int
    /// The scenes that were listed.
    private var scenes: [Scene.ID] = []
    private var gaps: [Gap] = []
    private var hasHeader = false
    /// Those of the libraries of the latest gap, which are the same throughout a look.
    private var named: (libraries: [Library], titles: LibraryTitles) = ([], LibraryTitles([]))

    init(app: App, limit: Int) { (self.app, self.limit) = (app, limit) }

    /// Looks for gaps and shows them.
    static func list(_ query: GapQuery, limit: Int, _ app: App) async throws -> GapReport {
        app.willFind(by: GapsCommand.name)
        let (engine, _) = try await app.engine()
        let listing = GapListing(app: app, limit: limit)
        let report = try await engine.findGaps(query) { try await listing.take($0.gap, $0.libraries) }
        app.memory.remember(report.libraries)
        try await listing.finish(report)
        return report
    }

    func take(_ gap: Gap, _ libraries: [Library]) throws {
        guard scenes.count < limit else { return }
        scenes.append(gap.scene)
        if named.libraries != libraries { named = (libraries, LibraryTitles(libraries)) }
        let titles = named.titles
        switch app.choices.format {
        case .jsonl: try app.writeLine(json: { $0.gap(gap, libraries: titles) })
        case .csv:
            if !hasHeader { try app.output.write(Table(GapTable.columns).csvHeader()) }
            hasHeader = true
            let row = GapTable.row(gap, titles)
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
        app.found(scenes, by: GapsCommand.name)
    }

    private func tellTotals(_ report: GapReport) { app.tellTotals(of: report, shown: scenes.count) }
}

/// Counts gaps, however many there are, and shows the counts at the end.
actor GapCounting {
    private var summary = GapSummary()
    private var scenes: [Scene.ID] = []

    /// Looks for gaps and shows how many of which there are.
    static func show(_ query: GapQuery, limit: Int, _ app: App) async throws -> GapReport {
        app.willFind(by: GapsCommand.name)
        let (engine, _) = try await app.engine()
        let counting = GapCounting()
        let report = try await engine.findGaps(query) { await counting.take($0) }
        app.memory.remember(report.libraries)
        try await show(await counting.summary, report, limit: limit, app)
        app.found(await counting.scenes, by: GapsCommand.name)
        return report
    }

    private func take(_ found: FoundGap) {
        summary.count(found)
        scenes.append(found.gap.scene)
    }

    private static func show(_ summary: GapSummary, _ report: GapReport, limit: Int, _ app: App) async throws {
        let titles = LibraryTitles(report.libraries)
        let rows = summary.rows(titles, limit: limit)
        switch app.choices.format {
        case .json:
            return try app.write(json: { writer in
                writer.object { writer in
                    writer.totals(report.tally, scope: report.scope, isComplete: report.isComplete)
                    writer.summary(summary, titles, limit: limit)
                }
            })
        case .jsonl: for row in rows { try app.writeLine(json: { $0.summaryRow(row) }) }
        case .csv, .markdown: try await app.show(GapSummaryView.table(rows))
        case .table:
            if summary.scenes > 0 {
                try await app.output.show(
                    GapSummaryView.rendered(summary, titles, limit: limit, app.output.look))
            }
        }
        app.tellTotals(of: report, shown: report.tally.gaps)
    }
}

extension App {
    /// The totals of a look, and what made it less than whole.
    fileprivate func tellTotals(of report: GapReport, shown: Int) {
        for line in TallyText.lines(report.tally, shown: shown) { tell(line) }
        for doubt in report.doubts { tell("Incomplete: \(doubt)") }
    }
}
