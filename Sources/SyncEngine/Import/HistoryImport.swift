public import Database
import Ledger
import SyncModel

/// Takes another tool's history over into the ledger. Needs no server.
public struct HistoryImport: Hashable, Sendable {
    /// What became of the entries; together they are all.
    public struct Counts: Hashable, Sendable {
        /// New, or other than what an earlier import left.
        public var imported = 0
        /// The same as an earlier import left, or earlier than that.
        public var unchanged = 0
        /// We have synced the scene ourselves, and not before that.
        public var ours = 0
        public init() {}
    }

    /// Set elements that only Plex holds count as the other tool's.
    public var claims = false
    /// Locks count as the other tool's even where the item is later than its sync.
    public var ignoresLocks = false
    /// Count, and write nothing.
    public var isDryRun = false

    /// So many entries a transaction, so that others can write in between.
    private static let batch = 5000

    public init(claims: Bool = false, ignoresLocks: Bool = false, isDryRun: Bool = false) {
        (self.claims, self.ignoresLocks, self.isDryRun) = (claims, ignoresLocks, isDryRun)
    }

    public func run(_ history: SyncHistory, into store: Store) async throws -> Counts {
        var counts = Counts()
        for start in stride(from: 0, to: history.entries.count, by: Self.batch) {
            try Task.checkCancellation()
            let some = history.entries[start..<min(start + Self.batch, history.entries.count)]
            let part: Counts
            if isDryRun {
                part = try await store.read { try take(some, from: $0) { _, _, _ in } }
            } else {
                part = try await store.write { transaction in
                    try take(some, from: transaction) { next, kept, scene in
                        _ = try ImportedSyncs.put(next, of: scene, in: transaction)
                        if let kept { try SyncRecords.forgetReadings(of: kept, scene, in: transaction) }
                    }
                }
            }
            counts.imported += part.imported
            counts.unchanged += part.unchanged
            counts.ours += part.ours
        }
        return counts
    }

    private func take(
        _ entries: ArraySlice<(scene: Scene.ID, at: Instant)>, from transaction: ReadTransaction,
        put: (_ next: ImportedSync, _ kept: ImportedSync?, Scene.ID) throws -> Void
    ) throws -> Counts {
        var counts = Counts()
        for (scene, at) in entries {
            let kept = try ImportedSyncs.find(scene, in: transaction)
            if let ours = try SyncRecords.latest(of: scene, butFor: kept, in: transaction), ours >= at {
                counts.ours += 1
                continue
            }
            let next = ImportedSync(at: max(kept?.at ?? at, at), claims: claims, ignoresLocks: ignoresLocks)
            if next == kept {
                counts.unchanged += 1
            } else {
                counts.imported += 1
                try put(next, kept, scene)
            }
        }
        return counts
    }
}
