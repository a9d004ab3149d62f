import Database
import Ledger
import StashAPI
public import SyncModel

/// What a search looks at, and what it may write down.
public struct SearchRequest: Hashable, Sendable {
    public var scope: Scope
    /// Only these scenes, whatever the scope says; `nil` for no such list.
    public var scenes: Set<Scene.ID>?
    /// Libraries, by title or key, that this run is narrowed to; empty for all that are indexed.
    public var libraries: [String]
    /// Trust nothing kept.
    public var isFull: Bool
    /// Whether a scene at which there is nothing to write is noted as synced: only a reconciliation does that.
    public var settles: Bool
    /// Which ends of an earlier look may be taken as they are.
    var reuse = VerdictReuse.none

    public init(
        scope: Scope = .all, scenes: Set<Scene.ID>? = nil, libraries: [String] = [], isFull: Bool = false,
        settles: Bool = false
    ) {
        (self.scope, self.scenes, self.libraries) = (scope, scenes, libraries)
        (self.isFull, self.settles) = (isFull, settles)
    }
}

/// One scene of the scope, with its end.
public struct ScannedScene: Sendable {
    public let verdict: SceneVerdict
    /// What a filter looks at; only where there is a gap.
    public let subject: FilterSubject?
    /// The libraries it is in or, for a missing one, belongs to; only where there is a gap. One may stand twice.
    public let libraries: [Library]
    /// Comparisons with its targets, long texts replaced by their hash; empty where there are none, and where the verdict
    /// is an earlier one.
    public let comparisons: [TargetComparison]
    /// Nothing where the verdict is an earlier one.
    public let match: MatchResult
    /// Of a gap: what it rests on, for a job that gave up on just this. Nothing where the verdict is an earlier one.
    public var mark: [UInt8] = []

    /// Keys and titles of its libraries, as a filter compares them.
    var libraryNames: [String] { libraries.flatMap { [$0.key.rawValue, $0.title] } }
}

/// What a search found out besides the scenes themselves.
public struct SearchEnd: Sendable {
    public let scope: ResolvedScope
    /// What made the search less than whole: sentences, without a full stop.
    public let doubts: [String]
    public let servers: ProbedServers
}

extension Engine {
    /// Looks at every scene of a scope, ascending, and hands each to `visit` with its outcome (`DESIGN.md` 4, steps 1 to 6).
    ///
    /// The indexes and the base are refreshed meanwhile. The caller holds the index lock, or works on a private copy.
    ///
    /// - Parameter visit: Gets some hundred scenes at a time; what it throws ends the search.
    /// - Throws: ``EngineError``; and `CancellationError`.
    public func search(
        _ request: SearchRequest, _ servers: ProbedServers, visit: ([ScannedScene]) async throws -> Void
    ) async throws -> SearchEnd {
        let chosen = try choose(from: servers.libraries, names: request.libraries)
        let scope = request.scope.resolved(now: servers.stashTime(at: now()), zone: settings.zone)
        async let items = ItemIndexing(engine: self, servers: servers, isFull: request.isFull).refresh()
        async let scenes = SceneIndexing(engine: self, servers: servers, isFull: request.isFull).refresh(for: scope)
        let (libraries, knowledge) = (try await items, try await scenes)
        let comparing = PageComparing(
            engine: self, servers: servers, chosen: Set(chosen.map(\.key)), libraries: libraries, scenes: knowledge,
            settles: request.settles, reuse: request.reuse)
        try await comparing.begin()
        let pages = ScenePages(
            engine: self, scope: scope, only: request.scenes, knowledge: knowledge, names: await comparing.names,
            keeping: comparing.keeping)
        for id in knowledge.unreadable.sorted() where request.scenes.map({ $0.contains(id) }) ?? true {
            try await visit([ScannedScene.unreadable(id)])
        }
        try await pages.each { page in
            try Task.checkCancellation()
            try await visit(try await comparing.compare(page))
        }
        let unreadable = knowledge.unreadable.isEmpty ? [] : ["\(knowledge.unreadable.count) scenes could not be read"]
        return SearchEnd(scope: scope, doubts: await comparing.doubts + unreadable, servers: servers)
    }
}

extension ScannedScene {
    static func unreadable(_ id: Scene.ID) -> ScannedScene {
        ScannedScene(
            verdict: SceneVerdict(scene: id, outcome: .unreadable), subject: nil, libraries: [], comparisons: [],
            match: .none)
    }
}
