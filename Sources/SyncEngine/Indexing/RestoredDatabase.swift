import Database
import Ledger
import StashAPI
import SyncModel

/// Tells a database that was put back to an earlier state, beyond the scene that gave the watermark: where that scene was
/// new it is just gone, and where only entities had changed it is as it was.
struct RestoredDatabase: Sendable {
    let changes: StashChanges
    let watermark: Instant

    /// Whether an entity has an earlier time than it had, or one is there that is not known and not new.
    func hasOlderEntities(in transaction: ReadTransaction) throws -> Bool {
        for kind in EntityKind.allCases {
            guard let ids = changes.entityIDs[kind] else { continue }
            let told = Dictionary(
                (changes.entities[kind] ?? []).map { ($0.id, $0.updatedAt) }, uniquingKeysWith: { first, _ in first })
            let known = try EntityIndex.all(kind, in: transaction)
            for id in ids {
                guard let kept = known[id]?.updatedAt else {
                    if told[id] == nil { return true }
                    continue
                }
                // Only what is later than the watermark is told for sure, whatever the offset of its text.
                guard let before = kept.instant, before > watermark || told[id] != nil else { continue }
                if told[id].map({ ($0.instant ?? before) < before }) ?? true { return true }
            }
        }
        return false
    }

    /// Whether one of the scenes that are there has an earlier time than it had.
    func hasOlderScenes(among present: Set<Scene.ID>, in transaction: ReadTransaction) throws -> Bool {
        let told = Dictionary(changes.edited.map { ($0.id, $0.updatedAt) }, uniquingKeysWith: { first, _ in first })
        return try SceneIndex.saved(after: StashChanges.reach(since: watermark), in: transaction).contains { kept in
            guard present.contains(kept.id), let before = kept.updatedAt.instant else { return false }
            return told[kept.id].map { ($0.instant ?? before) < before } ?? true
        }
    }
}
