import Database
import PlexAPI
import Queue
public import SyncModel

/// What became of one item of a saved plan.
public struct AppliedEntry: Sendable {
    public let entry: SavedPlan.Entry
    /// Why it was not done; then nothing of it is known to be written.
    public internal(set) var failure: String?
    /// Fields that Plex now has as planned, and those that were left alone.
    public internal(set) var written: [Field] = []
    public internal(set) var skipped: [(field: Field, why: SavedPlan.Why)] = []

    /// Whether Plex says all that was planned.
    public var isGood: Bool { failure == nil && skipped.allSatisfy { $0.why == .inSync } }
}

public struct AppliedPlan: Sendable {
    public internal(set) var entries: [AppliedEntry] = []
    public internal(set) var libraries: [Library] = []
}

extension Engine {
    /// Makes the edits of a saved plan, and no others. What has moved since is left alone, with the reason.
    ///
    /// The queue goes on as it was: a job that waited for one of the scenes waits again, and none is left behind.
    /// - Throws: ``SavedPlanFault`` where it is for another Plex; ``EngineError``.
    public func apply(_ plan: SavedPlan) async throws -> AppliedPlan {
        let servers = try await probe()
        guard plan.plex == servers.plex.machineIdentifier else {
            throw SavedPlanFault(
                "The plan is for another Plex server; make a new one with 'reconcile --dry-run --plan FILE'.",
                code: "plan-other-server")
        }
        let leases = self.leases
        let lease = try leases.take()
        defer { lease.end() }
        let gates = Gates(engine: self, lease: lease, leases: leases)
        try await gates.answeredByHand()
        var known = try await KnownPlexRefresh(engine: self, gates: gates).first(servers)
        var applied = AppliedPlan()
        applied.libraries = servers.plex.libraries
        let scenes = Set(plan.entries.map(\.scene)).sorted()
        for start in stride(from: 0, to: scenes.count, by: Worker.batchSize) {
            let some = Array(scenes[start..<min(start + Worker.batchSize, scenes.count)])
            let waiting = try await waitingJobs(of: some)
            let claimed = try await claim(some, lease, leases)
            var batch = Batch(engine: self, gates: gates, known: known, jitter: { Double.random(in: 0...1) })
            (batch.isByHand, batch.saved) = (true, plan)
            let end = try await batch.work(claimed)
            known = end.known
            try await restore(waiting, of: some)
            applied.entries += plan.entries.filter { some.contains($0.scene) }.map { AppliedEntry($0, end) }
            activity.progress(Step(.delivering, done: min(start + some.count, scenes.count), total: scenes.count))
        }
        return applied
    }

    private func waitingJobs(of scenes: [Scene.ID]) async throws -> [Job] {
        try await store.read { [jobs] transaction in
            try scenes.compactMap { try jobs.liveJob("scene:\($0.rawValue)", in: transaction) }
        }
    }

    /// What waited waits again; what only we asked for and could not do is not tried later behind a person's back.
    private func restore(_ waiting: [Job], of scenes: [Scene.ID]) async throws {
        let now = self.now().rawValue
        var jobs = self.jobs
        jobs.maxWaiting = .max
        try await store.write { [jobs] transaction in
            _ = try jobs.enqueue(
                waiting.map { NewJob(key: $0.key, payload: $0.payload, priority: $0.priority, why: $0.why) }, now: now,
                in: transaction)
            let others = Set(scenes.map { "scene:\($0.rawValue)" }).subtracting(waiting.map(\.key))
            for key in others {
                guard let job = try jobs.liveJob(key, in: transaction), job.state == .ready, job.why == ["sync"] else {
                    continue
                }
                _ = try jobs.drop(job.id, in: transaction)
            }
        }
    }
}

extension AppliedEntry {
    init(_ entry: SavedPlan.Entry, _ end: BatchEnd) {
        self.entry = entry
        func skip(_ why: SavedPlan.Why) { skipped = entry.edits.map { ($0.field, why) } }
        switch end.scenes[entry.scene] {
        case .retry(let error), .dead(let error): failure = error
        case .lost, nil: failure = "Another worker is at it."
        case .other("gone"): skip(.sceneGone)
        case .other(let note):
            if let choice = end.choices[entry] {
                take(choice)
            } else {
                skip(note == Outcome.inSync.rawValue ? .inSync : note == Outcome.kept.rawValue ? .kept : .notNow)
            }
        case .delivered, .fannedOut, .held:
            if let choice = end.choices[entry] { take(choice) } else { skip(.itemGone) }
        }
    }

    private mutating func take(_ choice: SavedChoice) {
        skipped = choice.skipped
        written = Set(choice.edits.map(\.field)).sorted()
    }
}
