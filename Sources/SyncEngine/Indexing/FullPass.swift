import Database
import Ledger
import StashAPI
import SyncModel

/// Reads every scene, keyset by id, a page in flight while the one before is written; nothing holds all scenes.
struct FullPass: Sendable {
    let indexing: SceneIndexing

    private var engine: Engine { indexing.engine }

    func run() async throws -> SceneKnowledge {
        let started = engine.now()
        try await engine.store.write { transaction in
            try IndexMark.clear(in: transaction)
            try Covers.doubtAll(in: transaction)
        }
        let entities = try await reading { () async throws(StashError) in try await engine.stash.entities() }
        let requestedAt = indexing.servers.stashTime(at: started)
        let total = try await reading { () async throws(StashError) in try await engine.stash.sceneCount() }
        var (ids, newest, unreadable): (Set<Scene.ID>, NewestScene, Set<Scene.ID>) = ([], NewestScene(), [])
        var nameless = 0
        var waiting: [SceneRow] = []
        var page = try await self.page(after: nil)
        while true {
            let current = page
            async let next = following(current)
            waiting += indexing.rows(of: page.scenes, requestedAt: page.requestedAt)
            if waiting.count >= SceneIndexing.rowsToWrite {
                _ = try await indexing.put(waiting)
                waiting = []
            }
            for scene in page.scenes {
                ids.insert(scene.id)
                newest.see(scene.id, scene.updatedAt)
            }
            unreadable.formUnion(page.unreadable)
            nameless += page.nameless
            engine.activity.progress(Step(.readingStash, done: ids.count, total: max(total, ids.count)))
            guard let nextPage = try await next else { break }
            page = nextPage
        }
        _ = try await indexing.put(waiting)
        let isWhole = unreadable.isEmpty && nameless == 0
        try await finish(ids, newest, entities, started: started, requestedAt: requestedAt, isWhole: isWhole)
        return SceneKnowledge(isComplete: isWhole, looked: nil, readNow: nil, unreadable: unreadable)
    }

    private func following(_ page: ScenePage) async throws -> ScenePage? {
        guard let last = page.next else { return nil }
        return try await self.page(after: last)
    }

    private func page(after: Scene.ID?) async throws -> ScenePage {
        try await reading { () async throws(StashError) in
            try await engine.stash.scenePage(
                after: after, limit: SceneIndexing.pageSize, selection: indexing.selection, narrowedTo: nil)
        }
    }

    /// Scenes that were not seen go, and the mark is set in the same transaction.
    private func finish(
        _ ids: Set<Scene.ID>, _ newest: NewestScene, _ entities: [EntityKind: [EntityRow]], started: Instant,
        requestedAt: Instant, isWhole: Bool
    ) async throws {
        let mark = IndexMark(
            fingerprint: indexing.servers.fingerprint, watermark: newest.watermark(requestedAt: requestedAt),
            newest: newest.row.map { ($0.id, $0.updatedAt) }, fullPassAt: started)
        try await engine.store.write { transaction in
            try SceneIndex.keepOnly(ids, in: transaction)
            try EntityIndex.replace(with: entities, in: transaction)
            if isWhole { try mark.save(in: transaction) }
        }
    }
}

extension EntityIndex.Row {
    init(kind: EntityKind, _ row: EntityRow) {
        self.init(kind: kind, id: row.id, name: row.name, updatedAt: row.updatedAt)
    }
}

extension EntityIndex {
    /// Makes the names known those of Stash.
    static func replace(with entities: [EntityKind: [EntityRow]], in transaction: WriteTransaction) throws {
        for kind in EntityKind.allCases {
            let rows = entities[kind] ?? []
            try put(rows.map { Row(kind: kind, $0) }, in: transaction)
            let gone = Set(try all(kind, in: transaction).keys).subtracting(rows.map(\.id))
            try remove(kind, gone, in: transaction)
        }
    }
}
