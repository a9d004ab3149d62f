import Database
import Ledger
import StashAPI
import SyncModel

/// What is known of the scenes in this run.
struct SceneKnowledge: Sendable {
    /// Whether the index holds every scene of Stash.
    var isComplete: Bool
    /// The scenes to look at; `nil` means all of the index.
    var looked: [Scene.ID]?
    /// Scenes read from Stash in this run; `nil` where all were.
    var readNow: Set<Scene.ID>?
    /// Scenes whose JSON could not be understood.
    var unreadable: Set<Scene.ID> = []
}

/// Brings the scene index up to date (`DESIGN.md` 4.3).
struct SceneIndexing: Sendable {
    let engine: Engine
    let servers: ProbedServers
    let isFull: Bool
    let paths: PathMap

    static let pageSize = 1000
    /// Scenes that a full pass writes in one transaction: the indexes of paths are by hash, so that every transaction
    /// touches most of their pages, and many small ones write each of them many times.
    static let rowsToWrite = 5000
    /// A transaction of many rows takes a while; a person who gives up waits for this many.
    private static let rowsBetweenChecks = 250
    private static let week = 7 * 86_400

    var selection: SceneSelection { SceneSelection(parts: engine.settings.fields.neededParts) }

    init(engine: Engine, servers: ProbedServers, isFull: Bool) {
        (self.engine, self.servers, self.isFull) = (engine, servers, isFull)
        paths = PathMap(engine.settings.paths)
    }

    /// - Parameter scope: What this run looks at; narrower than all it is read alone where there is no complete index.
    func refresh(for scope: ResolvedScope) async throws -> SceneKnowledge {
        if !isFull, let mark = try await trustedMark() {
            let changes = ChangesPass(indexing: self, mark: mark)
            if let knowledge = try await changes.run() { return knowledge }
            engine.activity.warn("Stash's history does not continue what is known of it; all scenes are read anew.")
        }
        if !isFull, let filter = SceneFilter(scope) { return try await narrowPass(filter) }
        return try await FullPass(indexing: self).run()
    }

    /// The mark of a complete index made under this fingerprint within a week.
    private func trustedMark() async throws -> IndexMark? {
        let mark = try await engine.store.read { try IndexMark.load(in: $0) }
        guard let mark, mark.fingerprint == servers.fingerprint else { return nil }
        let age = mark.fullPassAt.advanced(seconds: Self.week)
        return age > engine.now() && mark.fullPassAt <= engine.now() ? mark : nil
    }

    /// Reads just the scope, and marks nothing: what it puts into the index ends the trust in one of another
    /// configuration.
    private func narrowPass(_ filter: SceneFilter) async throws -> SceneKnowledge {
        let entities = try await reading { () async throws(StashError) in try await engine.stash.entities() }
        try await engine.store.write { transaction in
            try IndexMark.clear(in: transaction)
            try EntityIndex.replace(with: entities, in: transaction)
        }
        var ids: [Scene.ID] = []
        var unreadable: Set<Scene.ID> = []
        var after: Scene.ID?
        repeat {
            let start = after
            let page = try await reading { () async throws(StashError) in
                try await engine.stash.scenePage(
                    after: start, limit: Self.pageSize, selection: selection, narrowedTo: filter)
            }
            _ = try await put(page.scenes, requestedAt: page.requestedAt)
            ids += page.scenes.map(\.id)
            unreadable.formUnion(page.unreadable)
            engine.activity.progress(Step(.readingStash, done: ids.count, total: nil))
            after = page.next
        } while after != nil
        return SceneKnowledge(isComplete: false, looked: ids, readNow: Set(ids), unreadable: unreadable)
    }

    /// Scenes as the index keeps them.
    func rows(of scenes: [Scene], requestedAt: Instant) -> [SceneRow] {
        let young = requestedAt.advanced(seconds: -2)
        return scenes.map { scene in
            SceneRow(
                scene, settings: engine.settings.fields,
                isYoung: scene.updatedAt.instant.map { $0 > young } ?? true)
        }
    }

    /// Puts scenes into the index.
    /// - Returns: Former owners of their paths.
    /// - Throws: `CancellationError` soon after it is cancelled; then none was put in.
    func put(_ rows: [SceneRow]) async throws -> Set<Scene.ID> {
        if rows.isEmpty { return [] }
        let (now, jobs, fingerprint) = (engine.now().rawValue, engine.jobs, servers.fingerprint)
        return try await engine.store.write { [paths] transaction in
            try IndexMark.clear(unlessOf: fingerprint, in: transaction)
            let waiting = try WaitingEntities(jobs, in: transaction)
            var formerOwners: Set<Scene.ID> = []
            for start in stride(from: 0, to: rows.count, by: Self.rowsBetweenChecks) {
                try Task.checkCancellation()
                let some = Array(rows[start..<min(start + Self.rowsBetweenChecks, rows.count)])
                try waiting.enqueueScenes(losingLinksIn: some, now: now, in: transaction)
                formerOwners.formUnion(try SceneIndex.put(some, paths: paths, in: transaction))
            }
            return formerOwners.subtracting(rows.map(\.id))
        }
    }

    func put(_ scenes: [Scene], requestedAt: Instant) async throws -> Set<Scene.ID> {
        try await put(rows(of: scenes, requestedAt: requestedAt))
    }

    /// Reads scenes by id, puts them in, and goes on with former owners of their paths; those that are gone are removed.
    /// - Returns: Everything that was read or found gone, and what could not be understood.
    func read(_ ids: Set<Scene.ID>, requestedAt: Instant) async throws -> (
        read: Set<Scene.ID>, unreadable: Set<Scene.ID>
    ) {
        var (done, unreadable): (Set<Scene.ID>, Set<Scene.ID>) = ([], [])
        var next = ids
        while !next.isEmpty {
            let asked = next.sorted()
            let answer = try await reading { () async throws(StashError) in
                try await engine.stash.sceneReading(asked, selection: selection)
            }
            done.formUnion(asked)
            unreadable.formUnion(answer.unreadable)
            let formerOwners = try await put(answer.scenes, requestedAt: requestedAt)
            let absent = answer.absent
            if !absent.isEmpty { try await engine.store.write { try SceneIndex.remove(absent, in: $0) } }
            next = formerOwners.subtracting(done)
        }
        return (done, unreadable)
    }
}
