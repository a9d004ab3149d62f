import Database
import Ledger
import PlexAPI
import SyncModel

/// Reads items in full into the index: 50 a request, a few requests side by side (`DESIGN.md` 4.5, 7).
struct ItemReading: Sendable {
    let engine: Engine
    let servers: ProbedServers

    struct Result: Sendable {
        /// Items that are there and could not be read, or whose request failed.
        var unreadable: Set<RatingKey> = []
        /// The first failure of a request.
        var failure: PlexError?
        /// Whether Plex knew nothing of a whole request for items that it lists.
        var isDenied = false
    }

    /// What one request brought.
    private struct Batch: Sendable {
        let keys: [RatingKey]
        let outcome: Swift.Result<FullItems, PlexError>
        let moment: ReadMoment
    }

    /// Batches that are written together: each commit waits for the disk.
    private static let batchesToWrite = 20

    /// - Throws: `CancellationError`; a request that fails makes its items unreadable, not the run impossible.
    func read(_ keys: [RatingKey]) async throws -> Result {
        let size = PlexClient.mostItemsAtOnce
        let batches = stride(from: 0, to: keys.count, by: size).map { Array(keys[$0..<min($0 + size, keys.count)]) }
        var (result, waiting): (Result, [Batch]) = (Result(), [])
        try await withThrowingTaskGroup(of: Batch.self) { group in
            var (width, underWay) = (ReadWidth(), 0)
            for batch in batches {
                while underWay >= width.current, let done = try await group.next() {
                    width.learn(from: done.outcome, wasSaturated: underWay == width.current)
                    underWay -= 1
                    waiting.append(done)
                }
                group.addTask { try await readBatch(batch) }
                underWay += 1
                if waiting.count >= Self.batchesToWrite { try await write(&waiting, &result) }
            }
            for try await done in group { waiting.append(done) }
        }
        try await write(&waiting, &result)
        return result
    }

    private func readBatch(_ keys: [RatingKey]) async throws -> Batch {
        let outcome: Swift.Result<FullItems, PlexError>
        do { outcome = .success(try await items(keys)) } catch .cancelled {
            throw CancellationError()
        } catch { outcome = .failure(error) }
        let at = engine.now()
        return Batch(
            keys: keys, outcome: outcome, moment: ReadMoment(at: at, plexSeconds: servers.plexSeconds(at: at)))
    }

    /// What an answer leaves out was listed a moment ago, so it is asked for once more before it counts as gone.
    private func items(_ keys: [RatingKey]) async throws(PlexError) -> FullItems {
        var full = try await engine.plex.items(keys)
        let known = Set(full.items.map(\.ratingKey)).union(full.unreadable)
        let left = keys.filter { !known.contains($0) }
        if !left.isEmpty, left.count < keys.count { full.add(try await engine.plex.items(left)) }
        return full
    }

    /// What one answer means for the index.
    private struct Intake: Sendable {
        let full: FullItems
        let gone: Set<RatingKey>
        let moment: ReadMoment
    }

    /// Single items go while one looks; that all of several went which were listed a moment ago is a proxy that refuses
    /// such addresses, or another library under the same name. No scene is called missing for it, and the libraries are
    /// listed anew at the next look.
    private func write(_ waiting: inout [Batch], _ result: inout Result) async throws {
        let batches = waiting
        waiting = []
        var (intakes, isDenied): ([Intake], Bool) = ([], false)
        for batch in batches {
            switch batch.outcome {
            case .failure(let error):
                result.unreadable.formUnion(batch.keys)
                result.failure = result.failure ?? error
            case .success(let full):
                let gone = Set(batch.keys).subtracting(full.items.map(\.ratingKey)).subtracting(full.unreadable)
                if gone.count == batch.keys.count, gone.count > 1 {
                    result.unreadable.formUnion(gone)
                    isDenied = true
                } else {
                    result.unreadable.formUnion(full.unreadable)
                    intakes.append(Intake(full: full, gone: gone, moment: batch.moment))
                }
            }
        }
        result.isDenied = result.isDenied || isDenied
        if intakes.isEmpty, !isDenied { return }
        try await engine.store.write { [servers, intakes, isDenied] transaction in
            for intake in intakes {
                try ItemIndex.putFull(intake.full.items, server: servers.server, moment: intake.moment, in: transaction)
                try ItemIndex.remove(intake.gone, server: servers.server, in: transaction)
            }
            guard isDenied else { return }
            for library in servers.libraries {
                try Listings.forget(library.key, server: servers.server, in: transaction)
            }
        }
    }
}
