public import Database
import Ledger
public import SyncModel

/// Runs whose process ended without saying so.
public enum AbandonedRuns {
    /// Notes as interrupted what is noted as running although nobody holds the index lock, as a run does from its
    /// beginning to its end. Writes nothing where there is nothing to note.
    public static func close(in store: Store, stateFolder: String, now: Instant) async throws {
        guard try await store.read({ try RunLog.hasRunning(in: $0) }) else { return }
        let lock = IndexLock.path(in: stateFolder)
        try await store.write { transaction in
            try RunLog.closeAbandoned(now: now, isAlive: { _ in try OSLock.isHeld(at: lock) }, in: transaction)
        }
    }
}
