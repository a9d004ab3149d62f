import Database
import Ledger
import PlexAPI
import StashAPI
import SyncModel

/// What a worker knows of Plex between batches.
struct KnownPlex: Sendable {
    let servers: ProbedServers
    var libraries: [Library.Key: LibraryKnowledge]
    var refreshedAt: Instant
}

/// Brings the item index up to date for a worker: before its first batch, and at most once a minute while unmatched jobs
/// are due (`DESIGN.md` 7).
struct KnownPlexRefresh: Sendable {
    let engine: Engine
    let gates: Gates

    private static let interval = 60

    /// Waits for the index lock as long as it takes.
    func first(_ servers: ProbedServers) async throws -> KnownPlex {
        while true {
            if let lock = try await IndexLock.take(in: engine.stateFolder, within: Engine.patience) {
                defer { lock.release() }
                // Who held it before us may have found Plex down.
                if let resting = try await gates.resting(.plex) { throw resting.error }
                return try await refresh(servers)
            }
            engine.activity.warn("A reconciliation is at work; delivery goes on when it is done.")
        }
    }

    /// The same for jobs that have no item yet; what is known, where the last refresh is too young or somebody else
    /// holds the lock.
    func again(_ known: KnownPlex) async throws -> KnownPlex {
        let now = engine.now()
        let isYoung = known.refreshedAt.advanced(seconds: Self.interval) > now && known.refreshedAt <= now
        guard !isYoung, let lock = try await IndexLock.take(in: engine.stateFolder, within: .seconds(1)) else {
            return known
        }
        defer { lock.release() }
        return try await refresh(try await withFreshLibraries(known.servers))
    }

    private func refresh(_ servers: ProbedServers) async throws -> KnownPlex {
        let at = engine.now()
        let libraries = try await ItemIndexing(engine: engine, servers: servers, isFull: false).refresh()
        if libraries.values.contains(where: { $0.doubt != nil }), let failure = try await gates.look(at: .plex) {
            throw failure.asServerDown.error  // the listing is not doubtful, the server is down
        }
        let looking = PageComparing(
            engine: engine, servers: servers, chosen: Set(servers.libraries.map(\.key)), libraries: libraries,
            scenes: SceneKnowledge(isComplete: false, readNow: []), settles: false)
        try await looking.begin()
        return KnownPlex(servers: servers, libraries: await looking.libraries, refreshedAt: at)
    }

    /// When a library was last scanned decides whether something is missing; that moves.
    private func withFreshLibraries(_ servers: ProbedServers) async throws -> ProbedServers {
        let libraries: [Library]
        do { libraries = try await engine.plex.libraries() } catch .cancelled { throw CancellationError() } catch {
            throw EngineError.plexRead(error)
        }
        return servers.with(libraries: libraries)
    }
}

extension KnownPlex {
    /// How far the scene index can be trusted without asking Stash anew.
    func sceneKnowledge(readNow: Set<Scene.ID>, at now: Instant, in transaction: ReadTransaction) throws
        -> SceneKnowledge
    {
        let mark = try IndexMark.load(in: transaction)
        let isComplete = mark.map { $0.fingerprint == servers.fingerprint } ?? false
        return SceneKnowledge(isComplete: isComplete, looked: Array(readNow), readNow: readNow)
    }
}
