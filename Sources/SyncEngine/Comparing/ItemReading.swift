import Database
import Ledger
import PlexAPI
import SyncModel

/// Reads items in full into the index: 50 a request, a few requests side by side (`DESIGN.md` 4.5, 7).
struct ItemReading: Sendable {
    let engine: Engine
    let servers: ProbedServers

    private static let inFlight = 4

    struct Result: Sendable {
        /// Items that are there and could not be read, or whose request failed.
        var unreadable: Set<RatingKey> = []
        /// The first failure of a request.
        var failure: PlexError?
        /// Whether Plex knew nothing of a whole request for items that it lists.
        var isDenied = false
    }

    /// - Throws: `CancellationError`; a request that fails makes its items unreadable, not the run impossible.
    func read(_ keys: [RatingKey]) async throws -> Result {
        let size = PlexClient.mostItemsAtOnce
        let batches = stride(from: 0, to: keys.count, by: size).map { Array(keys[$0..<min($0 + size, keys.count)]) }
        var result = Result()
        try await withThrowingTaskGroup(of: Result.self) { group in
            for (index, batch) in batches.enumerated() {
                if index >= Self.inFlight, let part = try await group.next() { result.merge(part) }
                group.addTask { try await readBatch(batch) }
            }
            for try await part in group { result.merge(part) }
        }
        return result
    }

    private func readBatch(_ keys: [RatingKey]) async throws -> Result {
        let full: FullItems
        do { full = try await engine.plex.items(keys) } catch .cancelled { throw CancellationError() } catch {
            return Result(unreadable: Set(keys), failure: error)
        }
        let at = engine.now()
        let moment = ReadMoment(at: at, plexSeconds: servers.plexSeconds(at: at))
        let gone = Set(keys).subtracting(full.items.map(\.ratingKey)).subtracting(full.unreadable)
        if gone.count == keys.count, gone.count > 1 { return try await denied(gone) }
        try await engine.store.write { [server = servers.server] transaction in
            try ItemIndex.putFull(full.items, server: server, moment: moment, in: transaction)
            try ItemIndex.remove(gone, server: server, in: transaction)
        }
        return Result(unreadable: Set(full.unreadable))
    }

    /// Single items go while one looks; that all of several went which were listed a moment ago is a proxy that refuses
    /// such addresses, or another library under the same name. No scene is called missing for it, and the libraries are
    /// listed anew at the next look.
    private func denied(_ keys: Set<RatingKey>) async throws -> Result {
        try await engine.store.write { [servers] transaction in
            for library in servers.libraries {
                try Listings.forget(library.key, server: servers.server, in: transaction)
            }
        }
        return Result(unreadable: keys, isDenied: true)
    }
}

extension ItemReading.Result {
    fileprivate mutating func merge(_ other: Self) {
        unreadable.formUnion(other.unreadable)
        failure = failure ?? other.failure
        isDenied = isDenied || other.isDenied
    }
}
