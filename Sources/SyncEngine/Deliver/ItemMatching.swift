import Database
import Ledger
import PlexAPI
import SyncModel

/// Items just read in full, with their texts whole.
struct FreshItems: Sendable {
    var items: [RatingKey: Item] = [:]
    var spellings: [RatingKey: Spellings] = [:]
    /// Those that are there and could not be read, with why.
    var failed: [RatingKey: Failure?] = [:]
    /// All that was asked for; what is in none of the others is not in Plex.
    var asked: Set<RatingKey> = []
}

/// Finds the items of a batch's scenes and reads them in full. A full read that no longer holds a file of its scene
/// corrects the index, and the scene is matched anew.
struct ItemMatching: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        var targets = try await self.targets(of: work)
        if targets.contains(where: \.value.isEmpty) {
            work.known = try await KnownPlexRefresh(engine: engine, gates: batch.gates).again(work.known)
            targets = try await self.targets(of: work)
        }
        for _ in 1...3 {
            let new = Set(targets.values.joined()).subtracting(work.items.asked)
            if new.isEmpty { return }
            try await read(new.sorted { $0.rawValue < $1.rawValue }, &work)
            targets = try await self.targets(of: work)
        }
    }

    /// By the same ladder as a reconciliation climbs.
    private func targets(of work: BatchWork) async throws -> [Scene.ID: [RatingKey]] {
        let servers = work.known.servers
        let lookup = CandidateLookup(server: servers.server, paths: PathMap(engine.settings.paths))
        let chosen = Set(servers.libraries.map(\.key))
        let (known, rows, now) = (work.known, work.rows, engine.now())
        return try await engine.store.read { transaction in
            let knowledge = try known.sceneKnowledge(readNow: Set(rows.map(\.id)), at: now, in: transaction)
            let ladder = MatchLadder(knowsAllScenes: knowledge.isComplete)
            let files = try lookup.files(of: rows, in: transaction)
            var targets: [Scene.ID: [RatingKey]] = [:]
            for (row, files) in zip(rows, files) {
                let pins = try Pins.targets(of: row.id, server: servers.server, in: transaction)
                let match = ladder.match(files.map { $0.within(chosen) }, pinned: pins)
                targets[row.id] = match.targets.filter { chosen.contains($0.library) }.map(\.ratingKey)
            }
            return targets
        }
    }

    private func read(_ keys: [RatingKey], _ work: inout BatchWork) async throws {
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            do {
                try await readTogether(some, &work)
                work.answered(.plex)
            } catch let failure as Failure {
                let judged = try await batch.gates.judged(failure)
                if judged.stopsBatch { throw judged }
                work.note(judged)
                try await readAlone(some, &work)
            }
        }
    }

    /// One item that Plex cannot show must not keep the others back.
    private func readAlone(_ keys: [RatingKey], _ work: inout BatchWork) async throws {
        for key in keys {
            do { try await readTogether([key], &work) } catch let failure as Failure {
                let judged = try await batch.gates.judged(failure)
                if judged.stopsBatch { throw judged }
                work.items.failed[key] = judged
            }
            work.items.asked.insert(key)
        }
    }

    private func readTogether(_ keys: [RatingKey], _ work: inout BatchWork) async throws {
        let full: FullItems
        do { full = try await engine.plex.items(keys) } catch .cancelled { throw CancellationError() } catch {
            throw Failure(error)
        }
        try await keep(full, asked: keys, work.known.servers)
        for item in full.items { work.items.items[item.ratingKey] = item }
        work.items.spellings.merge(full.spellings) { $1 }
        for key in full.unreadable { work.items.failed[key] = .some(nil) }
        work.items.asked.formUnion(keys)
    }

    private func keep(_ full: FullItems, asked: [RatingKey], _ servers: ProbedServers) async throws {
        let at = engine.now()
        let moment = ReadMoment(at: at, plexSeconds: servers.plexSeconds(at: at))
        let gone = Set(asked).subtracting(full.items.map(\.ratingKey)).subtracting(full.unreadable)
        try await engine.store.write { transaction in
            try ItemIndex.putFull(full.items, server: servers.server, moment: moment, in: transaction)
            try ItemIndex.remove(gone, server: servers.server, in: transaction)
        }
    }
}
