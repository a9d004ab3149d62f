public import CommandSyntax
import SyncEngine
import SyncModel

/// Lists gaps. What is a gap is decided in `SyncModel/Gaps`, how a row looks in `Views/GapTable.swift`.
public struct GapsCommand: Command {
    public static let name = "gaps"
    public static let summary = "List scenes that are missing, empty or out of date in Plex."
    public static let details = """
        Looks at both servers and writes nothing to either; what is known of them is refreshed.

        A scene with several types of gap is listed once and counted under each. The counts look at all gaps that the \
        filter keeps, whatever --limit lists.

        With --summary the gaps are not listed but counted by type, library and studio, with bars; all of them count, \
        and --limit says how many libraries and studios are shown.
        """
    public static let examples = [
        Example("gaps", "everything that Plex lacks"),
        Example("gaps --type stale --since 7d --format json > out.json", "what became stale in a week, into a file"),
        Example(
            "gaps -t empty --field studio,tags --not-tag private", "empty studios and tags, without private scenes"),
        Example("gaps --summary --since 30d", "where the gaps of a month are, by type, library and studio"),
    ]

    public let scope = ScopeOptions()
    public let filter = GapFilterOptions()
    public let limit = Option(
        "limit", short: "n", .count(from: 0), "How many to list; in a table 100 unless given, of a summary 10.")
    public let summary = Option(flag: "summary", "Count them by type, library and studio, in place of a list.")
    public let exitCode = Option(flag: "exit-code", "Exit 3 if there are gaps.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let search = try app.search(given.scope, given.filter)
        let query = GapQuery(search: search, filter: given.filter.filter())
        let limit = given.limit ?? (app.choices.format == .table ? given.summary ? 10 : 100 : .max)
        let report =
            given.summary
            ? try await GapCounting.show(query, limit: limit, app)
            : try await GapListing.list(query, limit: limit, app)
        if !report.isComplete { throw CommandEnd.failed() }
        if given.exitCode, report.tally.gaps > 0 { throw CommandEnd.gapsFound }
    }
}
