import CommandSyntax

/// Lists gaps. What is a gap is decided in `SyncModel/Gaps`.
struct GapsCommand: Command {
    static let name = "gaps"
    static let summary = "List scenes that are missing, empty or out of date in Plex."
    static let details = """
        Looks at both servers and writes nothing to either.

        A scene with several types of gap is listed once and counted under each.
        """
    static let examples = [
        Example("gaps --type stale --since 7d > out.json", "what became stale in the last week, into a file"),
        Example(
            "gaps -t empty --field studio,tags --not-tag private", "empty studios and tags, without private scenes"),
    ]

    let scope = ScopeOptions()
    let filter = GapFilterOptions()
    let limit = Option("limit", short: "n", .count(), default: 100, "How many to list.")
    let exitCode = Option(flag: "exit-code", "Exit 3 if there are gaps.")
    init() {}

    func run(_ given: Arguments<Self>, in app: App) async throws {
        var query = GapQuery()
        query.types = given.filter.types.wanted
        query.unwantedTags = given.filter.tags.unwanted
        query.since = given.scope.since
        query.limit = given.limit
        app.write("gaps \(query.types.map(\.rawValue)) \(query.since?.seconds ?? 0) \(query.limit) \(given.exitCode)")
    }
}
