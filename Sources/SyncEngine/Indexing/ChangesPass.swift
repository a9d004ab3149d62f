import Database
import Ledger
import StashAPI
import SyncModel

/// Finds what changed since the mark with one request, and reads only that; its requests do not grow with the library
/// (`apis/stash.md` 5.5).
struct ChangesPass: Sendable {
    let indexing: SceneIndexing
    let mark: IndexMark

    private var engine: Engine { indexing.engine }

    /// `nil` where the index can't be brought up to date so, and everything must be read anew.
    func run() async throws -> SceneKnowledge? {
        let highest = try await engine.store.read { try SceneIndex.highestID(in: $0) } ?? Scene.ID(rawValue: 0)
        let changes = try await reading { () async throws(StashError) in
            try await engine.stash.changes(since: mark.watermark, above: highest)
        }
        guard let deleted = try await deletedNewest(changes) else { return nil }
        let restored = RestoredDatabase(changes: changes, watermark: mark.watermark)
        let isRestored = try await engine.store.read { transaction in
            try restored.hasOlderEntities(in: transaction)
                || (!deleted.isEmpty && restored.hasOlderScenes(among: Set(deleted), in: transaction))
        }
        if isRestored { return nil }
        let news = try await engine.store.read { try News(changes, in: $0) }
        var toRead = news.scenes
        if !news.renamed.isEmpty {
            let renamed = news.renamed.mapValues { Array($0) }
            toRead.formUnion(
                try await reading { () async throws(StashError) in try await engine.stash.sceneIDs(of: renamed) })
        }
        let (read, unreadable) = try await indexing.read(toRead, requestedAt: changes.requestedAt)
        let (added, unreadableToo) = try await settleIDs(changes, known: deleted)
        let trouble = unreadable.union(unreadableToo)
        if trouble.isEmpty { try await finish(changes, news, touched: read.union(added)) }
        return SceneKnowledge(
            isComplete: trouble.isEmpty, looked: nil, readNow: read.union(added), unreadable: trouble)
    }

    /// Whether the scene that gave the watermark still fits: it comes back with its time or a later one, or it is gone.
    ///
    /// - Returns: `nil` where it is there with an earlier time: a database was restored. The ids of all scenes where
    ///   they had to be asked for, else an empty list.
    private func deletedNewest(_ changes: StashChanges) async throws -> [Scene.ID]? {
        guard let newest = mark.newest, let instant = Instant(rfc3339: newest.updatedAt) else { return [] }
        if let row = changes.edited.first(where: { $0.id == newest.id }) {
            return (row.updatedAt.instant ?? instant) >= instant ? [] : nil
        }
        let ids = try await reading { () async throws(StashError) in try await engine.stash.sceneIDs() }
        return ids.contains(newest.id) ? nil : ids
    }

    /// Makes the ids of the index those of Stash, where the counts disagree.
    private func settleIDs(
        _ changes: StashChanges, known: [Scene.ID]
    ) async throws -> (added: Set<Scene.ID>, unreadable: Set<Scene.ID>) {
        let kept = try await engine.store.read { try SceneIndex.count(in: $0) }
        if kept == changes.sceneCount { return ([], []) }
        let listed =
            known.isEmpty
            ? try await reading { () async throws(StashError) in try await engine.stash.sceneIDs() } : known
        let all = Set(listed)
        let missing = try await engine.store.write { transaction in
            try SceneIndex.keepOnly(all, in: transaction)
            return all.subtracting(try SceneIndex.allIDs(in: transaction))
        }
        let (added, unreadable) = try await indexing.read(missing, requestedAt: changes.requestedAt)
        return (added, unreadable)
    }

    private func finish(_ changes: StashChanges, _ news: News, touched: Set<Scene.ID>) async throws {
        let mark = self.mark
        try await engine.store.write { transaction in
            for kind in EntityKind.allCases {
                try EntityIndex.put(
                    (changes.entities[kind] ?? []).map { EntityIndex.Row(kind: kind, $0) }, in: transaction)
                try EntityIndex.remove(kind, news.vanished[kind] ?? [], in: transaction)
            }
            let newest = try mark.newestScene(afterReading: touched, in: transaction)
            var next = mark
            next.watermark = max(mark.watermark, newest.watermark(requestedAt: changes.requestedAt))
            next.newest = newest.row.map { ($0.id, $0.updatedAt) }
            try next.save(in: transaction)
        }
    }
}

/// What of a changes answer is new to the index.
private struct News: Sendable {
    /// Scenes to read: edited, moved, or of an entity that is gone or was renamed, as the index knows them.
    var scenes: Set<Scene.ID>
    /// Entities whose name is another now.
    var renamed: [EntityKind: Set<Int>] = [:]
    var vanished: [EntityKind: Set<Int>] = [:]

    init(_ changes: StashChanges, in transaction: ReadTransaction) throws {
        scenes = try SceneIndex.changed(
            among: changes.edited.map { (id: $0.id, updatedAt: $0.updatedAt) }, in: transaction)
        let files = (changes.moved ?? []).flatMap { row in
            row.files.map { (scene: row.id, file: Scene.File(id: $0.id, path: $0.path, updatedAt: $0.updatedAt)) }
        }
        scenes.formUnion(try SceneIndex.moved(among: files, in: transaction))
        for kind in EntityKind.allCases {
            let known = try EntityIndex.all(kind, in: transaction)
            if let ids = changes.entityIDs[kind] { vanished[kind] = Set(known.keys).subtracting(ids) }
            let rows = changes.entities[kind] ?? []
            renamed[kind] = Set(rows.filter { row in known[row.id].map { $0.name != row.name } ?? false }.map(\.id))
        }
        renamed = renamed.filter { !$0.value.isEmpty }
        vanished = vanished.filter { !$0.value.isEmpty }
        let touched = renamed.merging(vanished) { $0.union($1) }
        if !touched.isEmpty { scenes.formUnion(try EntityIndex.scenes(of: touched, in: transaction)) }
    }
}
