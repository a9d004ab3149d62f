public import Database
public import Queue
public import SyncModel

/// Jobs whose worker ended without ending them.
public enum AbandonedJobs {
    /// Frees them, so that they wait again. Writes nothing where there is none.
    public static func free(
        in store: Store, stateFolder: String, _ jobs: JobStore = JobStore(), now: Instant
    ) async throws {
        let leases = WorkerLeases(folder: stateFolder + "/workers")
        let isAlive: @Sendable (String) throws -> Bool = { try leases.isHeld($0) }
        guard try await store.read({ try jobs.hasAbandoned(now: now.rawValue, in: $0, isAlive: isAlive) }) else {
            return
        }
        try await store.write { try jobs.freeAbandoned(now: now.rawValue, in: $0, isAlive: isAlive) }
    }
}
