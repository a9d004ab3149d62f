import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel

/// How a try of a job ended, for counts and for `sync`.
enum JobEnd: Hashable, Sendable {
    case delivered
    /// Nothing was to be delivered: an outcome's word, `gone`, or `out_of_scope`.
    case other(String)
    case fannedOut
    case retry(String)
    case dead(String)
    case held
    /// Another worker has it.
    case lost
}

/// What became of a batch.
struct BatchEnd: Sendable {
    var known: KnownPlex
    var ends: [JobEnd] = []
    /// By scene, for who asked for some.
    var scenes: [Scene.ID: JobEnd] = [:]
    /// What held of a saved plan.
    var choices: [SavedPlan.Entry: SavedChoice] = [:]
    var stoppedBy: Failure?
}

/// What is decided of a job before the transaction that ends it.
enum JobFate: Hashable, Sendable {
    case end(Ending)
    case hold(String)

    static func done(_ note: String? = nil) -> JobFate { .end(Ending(.done(note: note))) }
}

/// Up to fifty jobs on their way: one question to Stash, one to Plex, a write for each item, one read-back, and one
/// transaction that ends them all (`DESIGN.md` 7).
struct Batch: Sendable {
    let engine: Engine
    let gates: Gates
    let known: KnownPlex
    let jitter: @Sendable () -> Double
    /// A person asked for just these scenes: nothing is held, and `clears` may empty what Stash knows nothing of.
    var isByHand = false
    var clears = false
    /// Only these edits are made, of those that would be.
    var saved: SavedPlan?

    /// Tells now and then that we live, for as long as the batch takes: servers may be slow.
    func work(_ jobs: [Job]) async throws -> BatchEnd {
        let fences = jobs.map(\.fence)
        return try await withThrowingTaskGroup(of: BatchEnd?.self) { group in
            group.addTask {
                while true {
                    do { try await Task.sleep(for: renewal, clock: .suspending) } catch { return nil }
                    try await engine.patiently { _ = try await renew(fences) }
                }
            }
            group.addTask { try await workOff(jobs) }
            defer { group.cancelAll() }
            for try await end in group { if let end { return end } }
            throw CancellationError()
        }
    }

    /// How long after the last sign of life the next is due; far below a lease.
    var renewal: Duration { engine.jobs.lease / 5 }

    private func workOff(_ jobs: [Job]) async throws -> BatchEnd {
        var work = BatchWork(jobs: jobs, known: known, startedAt: engine.now())
        do {
            try await FanOut(batch: self).work(&work)
            try await ReadingScenes(batch: self).work(&work)
            if !work.rows.isEmpty { try await writeToPlex(&work) }
        } catch let failure as Failure {
            work.stop(failure)
        } catch StoreError.busy(let path, let seconds) {
            // Nobody's fault: what is still on its way is given back.
            work.interrupt(by: StoreError.busy(path: path, seconds: seconds))
        } catch is CancellationError {
            work.interrupt()
            _ = try await BatchEnding(batch: self).end(work)
            throw CancellationError()
        }
        return try await BatchEnding(batch: self).end(work)
    }

    private func writeToPlex(_ work: inout BatchWork) async throws {
        let lock = try await writerLock(work)
        defer { lock.release() }
        // Who wrote before us may have found Plex down.
        if !isByHand, let resting = try await gates.resting(.plex) { throw resting }
        let items = ItemMatching(batch: self)
        try await items.work(&work)
        try await Deciding(batch: self).work(&work)
        try await Writing(batch: self).work(&work)
        try await ReadingBack(batch: self).work(&work)
    }

    private func writerLock(_ work: BatchWork) async throws -> OSLock {
        while true {
            let taken = try await engine.takeWriterLock(
                known.servers, as: .worker(gates.lease.name), within: .seconds(30))
            if let taken { return taken }
            try await renew(work.openFences)
        }
    }

    /// Says that we live.
    /// - Returns: The jobs that are still ours.
    @discardableResult
    func renew(_ fences: [Fence]) async throws -> Set<Job.ID> {
        let now = engine.now().rawValue
        let held = try await engine.store.write { [jobs = engine.jobs] in try jobs.renew(fences, now: now, in: $0) }
        return Set(held.map(\.id))
    }
}

/// The state of a batch on its way through the stages.
struct BatchWork: Sendable {
    let jobs: [Job]
    let startedAt: Instant
    var known: KnownPlex
    /// Fates known so far. A job without one is still on its way.
    var fates: [Job.ID: JobFate] = [:]
    /// Jobs that have ended already, in a transaction of their own.
    var ended: [Job.ID: JobEnd] = [:]
    var jobOfScene: [Scene.ID: Job] = [:]
    /// Scenes as read, and as the index has them now.
    var scenes: [Scene.ID: Scene] = [:]
    var rows: [SceneRow] = []
    var items = FreshItems()
    var planned: [ItemPlan] = []
    /// What a death would be remembered by.
    var marks: [Job.ID: [UInt8]] = [:]
    /// How calls ended, to be told the breakers with the jobs' results.
    var calls: [(server: ServerName, call: CircuitBreaker.Call, cause: String)] = []
    var stoppedBy: Failure?

    init(jobs: [Job], known: KnownPlex, startedAt: Instant) {
        (self.jobs, self.known, self.startedAt) = (jobs, known, startedAt)
    }

    var openFences: [Fence] { jobs.filter { fates[$0.id] == nil && ended[$0.id] == nil }.map(\.fence) }

    mutating func settle(_ scene: Scene.ID, _ fate: JobFate) {
        if let job = jobOfScene[scene], fates[job.id] == nil { fates[job.id] = fate }
        rows.removeAll { $0.id == scene }
    }

    mutating func note(_ failure: Failure) { calls.append((failure.server, failure.call, failure.error.description)) }
    mutating func answered(_ server: ServerName) { calls.append((server, .answered, "")) }

    /// What is still on its way fares as the failure says.
    mutating func stop(_ failure: Failure) {
        note(failure)
        stoppedBy = failure
        for job in jobs where fates[job.id] == nil && ended[job.id] == nil {
            fates[job.id] = .end(failure.ending(mark: marks[job.id]))
        }
        planned.removeAll { $0.state != .readBack }
    }

    /// We end: what is still on its way is given back, at no cost.
    mutating func interrupt(by error: StoreError? = nil) {
        let error = (text: error?.description ?? "Its worker was interrupted.", code: error?.code ?? "interrupted")
        for job in jobs where fates[job.id] == nil && ended[job.id] == nil {
            fates[job.id] = .end(Ending(.serverDown(), error: error.text, code: error.code))
        }
        planned.removeAll { $0.state != .readBack }
    }
}
