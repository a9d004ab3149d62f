import Database

/// The one lock under which the indexes are brought up to date. Runs hold it from their beginning to their end, so a run
/// that is noted as running while somebody else gets the lock was interrupted.
enum IndexLock {
    /// The name under which runs say who they belong to.
    static let name = "index.lock"

    static func path(in folder: String) -> String { folder + "/" + name }

    /// - Returns: `nil` where somebody else holds it for all of `limit`.
    static func take(in folder: String, within limit: Duration) async throws -> OSLock? {
        try await OSLock.take(at: path(in: folder), within: limit)
    }
}

extension Engine {
    /// How long a command waits for another reconciliation (`DESIGN.md` 12).
    static let patience = Duration.seconds(10)

    /// Runs `body` on the shared state, or, where another reconciliation holds that, on a private copy of it that is
    /// dropped afterwards: looking never waits for long, and then writes nothing.
    func looking<Result>(_ body: (Engine) async throws -> Result) async throws -> Result {
        if let lock = try await IndexLock.take(in: stateFolder, within: Self.patience) {
            defer { lock.release() }
            return try await body(self)
        }
        activity.warn("Another reconciliation is at work; this one compares on a copy and keeps nothing of it.")
        return try await body(with(store: try await store.privateCopy()))
    }
}
