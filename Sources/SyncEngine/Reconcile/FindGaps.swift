import PlexAPI
public import SyncModel

/// What `gaps` asks for.
public struct GapQuery: Hashable, Sendable {
    public var search: SearchRequest
    public var filter: GapFilter

    public init(search: SearchRequest = SearchRequest(), filter: GapFilter = GapFilter()) {
        (self.search, self.filter) = (search, filter)
    }
}

/// What a look at the gaps amounts to.
public struct GapReport: Sendable {
    public let tally: Tally
    public let scope: ResolvedScope
    /// Why it is not whole; empty where it is.
    public let doubts: [String]
    public let libraries: [Library]
    public var isComplete: Bool { doubts.isEmpty && tally.outcomes[.unreadable] == nil }
}

/// A gap with what output and the queue need beside it.
public struct FoundGap: Sendable {
    public let gap: Gap
    public let scanned: ScannedScene
    /// Every library of the server, for their titles.
    public let libraries: [Library]
}

extension Engine {
    /// Finds the gaps of a scope, ascending by scene, and hands each that the filter keeps to `visit`.
    ///
    /// Nothing is queued and no run is recorded; what is known of both libraries is refreshed.
    /// - Throws: ``EngineError``, `CancellationError`, and what `visit` throws.
    public func findGaps(_ query: GapQuery, visit: (FoundGap) async throws -> Void) async throws -> GapReport {
        var query = query
        query.search.settles = false
        query.search.reuse = .all
        return try await looking { engine in
            let servers = try await engine.probe()
            var tally = Tally()
            let end = try await engine.search(query.search, servers) { page in
                for scanned in page {
                    tally.count(scanned.verdict)
                    guard let found = scanned.kept(by: query.filter, engine.settings.missing, servers.plex.libraries)
                    else { continue }
                    tally.count(found.gap)
                    try await visit(found)
                }
            }
            return GapReport(
                tally: tally, scope: end.scope, doubts: end.doubts, libraries: servers.plex.libraries)
        }
    }
}

extension ScannedScene {
    /// The gap, if there is one and the filter keeps it.
    func kept(by filter: GapFilter, _ missing: MissingPolicy, _ libraries: [Library]) -> FoundGap? {
        guard let gap = verdict.gap, let subject, missing.keeps(gap) else { return nil }
        guard filter.isEmpty || filter.keeps(gap, subject, libraryNames: libraryNames) else { return nil }
        return FoundGap(gap: gap, scanned: self, libraries: libraries)
    }

    /// How many keys of a filter its gap passes, one after the other.
    func passed(_ steps: [FilterStep]) -> Int {
        guard let gap = verdict.gap, let subject else { return 0 }
        return steps.passed(by: gap, subject, libraryNames: libraryNames)
    }

    /// How many fields its edits would leave empty that are filled now.
    var emptiedFields: Int {
        comparisons.reduce(0) { $0 + $1.emptiedFields }
    }
}
