import Database
import Queue
public import SyncModel

/// What became of one scene that a person asked to be synced.
public struct SceneSync: Hashable, Sendable {
    public enum End: Hashable, Sendable {
        case delivered
        /// Nothing was to be delivered: an outcome's word, or `gone`.
        case nothingToDo(String)
        /// It did not work and is tried again by the queue; why.
        case waits(String)
        case gaveUp(String)
        /// Another worker has it just now, and does it once more after that.
        case elsewhere
    }

    public let scene: Scene.ID
    public let end: End

    /// Whether Plex says what Stash says.
    public var isGood: Bool { end == .delivered || end == .nothingToDo(Outcome.inSync.rawValue) }
}

extension Engine {
    /// Delivers these scenes now, before all others, whatever the queue is doing: paused, held or waiting.
    ///
    /// A scene that fails stays in the queue.
    /// - Parameter clears: A scene of which Stash knows nothing but a name may empty what is ours.
    /// - Throws: ``EngineError`` where a server is of no use at the start; then nothing is queued.
    public func sync(_ scenes: [Scene.ID], clears: Bool = false) async throws -> [SceneSync] {
        let servers = try await probe()
        let leases = self.leases
        let lease = try leases.take()
        defer { lease.end() }
        let gates = Gates(engine: self, lease: lease, leases: leases)
        try await gates.answeredByHand()
        var known = try await KnownPlexRefresh(engine: self, gates: gates).first(servers)
        var results: [SceneSync] = []
        var seen: Set<Scene.ID> = []
        let asked = scenes.filter { seen.insert($0).inserted }
        for start in stride(from: 0, to: asked.count, by: Worker.batchSize) {
            let some = Array(asked[start..<min(start + Worker.batchSize, asked.count)])
            let claimed = try await claim(some, lease, leases)
            var batch = Batch(engine: self, gates: gates, known: known, jitter: { Double.random(in: 0...1) })
            (batch.isByHand, batch.clears) = (true, clears)
            let end = try await batch.work(claimed)
            known = end.known
            results += some.map { SceneSync(scene: $0, end: end.scenes[$0].map(SceneSync.End.init) ?? .elsewhere) }
            activity.progress(Step(.delivering, done: results.count, total: asked.count))
        }
        return results
    }

    func claim(_ scenes: [Scene.ID], _ lease: WorkerLease, _ leases: WorkerLeases) async throws -> [Job] {
        let now = self.now().rawValue
        let keys = scenes.map { "scene:\($0.rawValue)" }
        // A queue that is full must not keep a person from it.
        var jobs = self.jobs
        jobs.maxWaiting = .max
        return try await store.write { [jobs] transaction in
            _ = try jobs.enqueue(
                keys.map { NewJob(key: $0, priority: .command, why: ["sync"]) }, now: now, in: transaction)
            return try jobs.claim(keys: keys, by: lease.name, now: now, in: transaction) { try leases.isHeld($0) }
        }
    }
}

extension SceneSync.End {
    init(_ end: JobEnd) {
        switch end {
        case .delivered: self = .delivered
        case .other(let note): self = .nothingToDo(note)
        case .fannedOut: self = .nothingToDo("fanned_out")
        case .retry(let error): self = .waits(error)
        case .dead(let error): self = .gaveUp(error)
        case .held: self = .waits("it is held")
        case .lost: self = .elsewhere
        }
    }
}
