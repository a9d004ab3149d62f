import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel

/// One worker: takes jobs that are due, a batch at a time, and brings them to an end. An actor for its own bookkeeping;
/// what is shared with other workers is in the database.
actor Worker {
    let engine: Engine
    let options: DrainOptions
    let lease: WorkerLease
    let gates: Gates
    private(set) var report = DrainReport()
    private var plex: KnownPlex?
    private var downSince: Instant?
    private var lastFailure: Failure?
    private var mayForce: Set<ServerName>
    /// Whether it was this worker whose key or token was refused last: it does not ask again at once.
    private var wasRefused = false

    private var ramp = BatchRamp()

    static let batchSize = BatchRamp.full

    init(engine: Engine, options: DrainOptions) throws {
        self.options = options
        let leases = engine.leases
        lease = try leases.take()
        gates = Gates(engine: engine, lease: lease, leases: leases)
        self.engine = gates.watchedEngine
        mayForce = options.isByHand ? Set(ServerName.allCases) : []
    }

    func drain() async throws -> DrainReport {
        defer { lease.end() }
        while try await patientStep() { try Task.checkCancellation() }
        let left = try await left()
        report.waiting = left.waiting
        report.nextDue = left.due
        return report
    }

    /// One that stays waits for as long as another program keeps the state locked.
    private func patientStep() async throws -> Bool {
        do { return try await step() } catch let error as StoreError {
            guard case .busy = error, options.waits else { throw error }
            engine.activity.warn("\(error) The worker goes on when it is free.")
            return true
        }
    }

    /// - Returns: Whether to go on.
    private func step() async throws -> Bool {
        try await prune()
        let left = try await left()
        report.pauses = left.pauses
        if left.pauses.byPerson != nil { return try await waitOrEnd(nil, left) }
        if left.pauses.refusal != nil, wasRefused {
            wasRefused = false
            guard options.waits else { return false }
            try await options.sleep(Self.refusalRest)
        }
        guard let due = left.due else { return try await waitOrEnd(nil, left) }
        if due > engine.now() { return try await waitOrEnd(due, left) }
        if left.opens > engine.now() {
            try await options.sleep(.milliseconds(left.opens.rawValue - engine.now().rawValue))
            return true
        }
        for server in ServerName.allCases {
            let byHand = mayForce.remove(server) != nil
            if case .wait(let until, let failure) = try await gates.admit(to: server, byHand: byHand) {
                return try await rest(server, until: until, failure)
            }
        }
        do {
            let known = try await knownPlex(isPaused: left.pauses.refusal != nil)
            try await workOff(known)
        } catch {
            guard let failure = Failure(error) else { throw error }
            return try await met(failure)
        }
        return true
    }

    private struct Left: Sendable {
        let pauses: Pauses
        let due: Instant?
        let waiting: Int
        /// When the rate lets the next job begin.
        let opens: Instant
        /// Jobs that another worker has, which may die.
        let running: Int
    }

    private func left() async throws -> Left {
        try await AbandonedJobs.free(in: engine.store, stateFolder: engine.stateFolder, engine.jobs, now: engine.now())
        let now = engine.now().rawValue
        return try await engine.store.read { [jobs = engine.jobs] transaction in
            let counts = try jobs.counts(in: transaction)
            return Left(
                pauses: try jobs.pauses(in: transaction),
                due: try jobs.nextDue(in: transaction).map(Instant.init(rawValue:)), waiting: counts.ready,
                opens: Instant(rawValue: try jobs.paceOpens(now: now, in: transaction)), running: counts.running)
        }
    }

    /// For so many seconds what has ended can be looked at, jobs and outages, and what was written can be taken back.
    private static let kept = 90 * 86_400
    private var prunedAt: Instant?

    /// Once a day and worker, in transactions that stay short.
    private func prune() async throws {
        let now = engine.now()
        if let prunedAt, prunedAt <= now, prunedAt.advanced(seconds: 86_400) > now { return }
        prunedAt = now
        let before = now.advanced(seconds: -Self.kept).rawValue
        while try await engine.store.read({ [jobs = engine.jobs] in try jobs.hasEnded(before: before, in: $0) }) {
            _ = try await engine.store.write { [jobs = engine.jobs] in try jobs.prune(endedBefore: before, in: $0) }
        }
        let oldest = Instant(rawValue: before)
        while try await engine.store.read({ try Journal.hasRows(before: oldest, in: $0) }) {
            try await engine.store.write { try Journal.prune(before: oldest, in: $0) }
        }
    }

    // MARK: Waiting

    /// How often a worker that stays looks for new jobs.
    private static let idle = Duration.seconds(1)
    /// How often one that waits for jobs looks whether the workers of those that run live.
    private static let otherWorkers = Duration.seconds(5)
    /// How often one that stays tries a refused token again; it may have been allowed meanwhile.
    private static let refusalRest = Duration.seconds(60)

    private func waitOrEnd(_ due: Instant?, _ left: Left) async throws -> Bool {
        guard options.waits else { return false }
        let until = due.map { Duration.milliseconds($0.rawValue - engine.now().rawValue) }
        if let awaitJobs = options.awaitJobs {
            // Nobody tells when another worker dies.
            let death = left.running > 0 ? Self.otherWorkers : nil
            try await awaitJobs([until, death].compactMap { $0 }.min())
        } else {
            try await options.sleep(min(until ?? Self.idle, Self.idle))
        }
        return true
    }

    /// The server rests. A drain that does not stay gives it 30 s in all.
    private func rest(_ server: ServerName, until: Instant, _ failure: Failure?) async throws -> Bool {
        ramp.stopped()
        let now = engine.now()
        lastFailure = failure ?? lastFailure
        let since = downSince ?? now
        downSince = since
        var until = until
        if !options.waits {
            let end = since.advanced(seconds: Engine.outagePatience)
            if now >= end {
                if let lastFailure { throw lastFailure.error }
                throw (try await gates.resting(server))?.error ?? .resting(server, cause: "It asked for that.")
            }
            until = min(until, end)
        }
        try await wait(for: server, since: since, until: until)
        return true
    }

    /// A person who waits for it sees for how long.
    private func wait(for server: ServerName, since: Instant, until: Instant) async throws {
        var left = max(1, until.rawValue - engine.now().rawValue)
        while left > 0 {
            let total = options.waits ? nil : Engine.outagePatience
            let done = max(0, engine.now().rawValue - since.rawValue) / 1000
            engine.activity.progress(Step(.waiting, server.title, done: done, total: total))
            let part = options.waits ? left : min(left, 1000)
            try await options.sleep(.milliseconds(part))
            left -= part
        }
    }

    /// A call outside a batch failed.
    private func met(_ failure: Failure) async throws -> Bool {
        try await gates.record(failure)
        lastFailure = failure
        if failure.verdict == .pauseQueue {
            try await pause(failure)
            if options.waits {
                try await options.sleep(Self.refusalRest)
                return true
            }
        }
        if failure.call == .answered { throw failure.error }  // it is there, and does not do what is needed
        let judged = failure.asServerDown
        downSince = downSince ?? engine.now()
        guard case .serverDown(let wait?) = judged.verdict else { return true }
        let until = engine.now().advanced(milliseconds: Int(wait / .milliseconds(1)))
        return try await rest(judged.server, until: until, judged)
    }

    /// Stops the queue for everybody: the refusal is told with the ending of a job.
    private func pause(_ failure: Failure) async throws {
        let now = engine.now().rawValue
        let jitter = options.jitter()
        try await engine.store.write { [jobs = engine.jobs, lease, leases = gates.leases] transaction in
            let taken = try jobs.claim(upTo: 1, by: lease.name, now: now, in: transaction) { try leases.isHeld($0) }
            for job in taken {
                _ = try jobs.end(job.fence, failure.ending(), now: now, jitter: jitter, in: transaction)
            }
        }
    }

    // MARK: Working

    private func workOff(_ known: KnownPlex) async throws {
        let now = engine.now().rawValue
        let jobs = try await engine.store.write {
            [jobs = engine.jobs, lease, leases = gates.leases, size = ramp.size] in
            try jobs.claim(upTo: size, by: lease.name, now: now, in: $0) { try leases.isHeld($0) }
        }
        if jobs.isEmpty { return }
        let batch = Batch(engine: engine, gates: gates, known: known, jitter: options.jitter)
        let end = try await batch.work(jobs)
        plex = end.known
        report.add(end.ends)
        if let failure = end.stoppedBy {
            lastFailure = failure
            wasRefused = failure.verdict == .pauseQueue
            if !wasRefused { downSince = downSince ?? engine.now() }
            ramp.stopped()
        } else {
            downSince = nil
            ramp.wentWell()
        }
        let waiting = try await left().waiting
        engine.activity.progress(Step(.delivering, done: report.tries, total: report.tries + waiting))
    }

    /// Who Plex is and what it has: asked before the first batch, and anew after a failure.
    private func knownPlex(isPaused: Bool) async throws -> KnownPlex {
        if let plex, !isPaused { return plex }
        let servers = try await engine.probe()
        if isPaused { try await engine.store.write { [jobs = engine.jobs] in try jobs.endRefusal(in: $0) } }
        let indexing = KnownPlexRefresh(engine: engine, gates: gates)
        let known = try await indexing.first(servers)
        plex = known
        downSince = nil
        return known
    }
}

extension DrainReport {
    mutating func add(_ ends: [JobEnd]) {
        for end in ends {
            switch end {
            case .delivered: delivered += 1
            case .other(let note): endedOtherwise[note, default: 0] += 1
            case .fannedOut: fannedOut += 1
            case .retry: retried += 1
            case .dead: died += 1
            case .held: held += 1
            case .lost: lost += 1
            }
        }
    }
}
