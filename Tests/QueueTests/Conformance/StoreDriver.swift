import Database
import Queue
import TestSupport

/// ``JobStore`` on a file of its own.
struct StoreDriver: QueueDriver {
    let folder: TemporaryFolder
    let store: Store
    let queue: JobStore

    init(_ queue: JobStore = JobStore(), inMemory: Bool = false) throws {
        try self.init(queue, in: TemporaryFolder(inMemory: inMemory))
    }

    private init(_ queue: JobStore, in folder: TemporaryFolder) throws {
        self.folder = folder
        store = try Store.open(at: folder("queue.db"), schemas: [QueueSchema.schema])
        self.queue = queue
    }

    func reopened() async throws -> any QueueDriver { try StoreDriver(queue, in: folder) }

    func enqueue(_ jobs: [NewJob], now: Int) async throws -> [EnqueueResult] {
        try await store.write { try queue.enqueue(jobs, now: now, in: $0) }
    }
    func claim(upTo limit: Int, by owner: String, now: Int, alive: Set<String>) async throws -> [Job] {
        try await store.write { try queue.claim(upTo: limit, by: owner, now: now, in: $0, isAlive: alive.contains) }
    }
    func claim(keys: [String], by owner: String, now: Int, alive: Set<String>) async throws -> [Job] {
        try await store.write { try queue.claim(keys: keys, by: owner, now: now, in: $0, isAlive: alive.contains) }
    }
    func hasAbandoned(now: Int, alive: Set<String>) async throws -> Bool {
        try await store.read { try queue.hasAbandoned(now: now, in: $0, isAlive: alive.contains) }
    }
    func freeAbandoned(now: Int, alive: Set<String>) async throws {
        try await store.write { try queue.freeAbandoned(now: now, in: $0, isAlive: alive.contains) }
    }
    func renew(_ fences: [Fence], now: Int) async throws -> [Fence] {
        try await store.write { try queue.renew(fences, now: now, in: $0) }
    }
    func end(_ fence: Fence, _ ending: Ending, now: Int, jitter: Double) async throws -> Aftermath {
        try await store.write { try queue.end(fence, ending, now: now, jitter: jitter, in: $0) }
    }
    func hold(_ fence: Fence, why: String, now: Int) async throws -> Bool {
        try await store.write { try queue.hold(fence, why: why, now: now, in: $0) }
    }

    func release(_ filter: JobFilter, now: Int) async throws -> Int {
        try await store.write { try queue.release(filter, now: now, in: $0) }
    }
    func retry(_ filter: JobFilter, now: Int) async throws -> Int {
        try await store.write { try queue.retry(filter, now: now, in: $0) }
    }
    func drop(_ filter: JobFilter) async throws -> Int { try await store.write { try queue.drop(filter, in: $0) } }
    func dropDead(_ filter: JobFilter) async throws -> Int {
        try await store.write { try queue.dropDead(filter, in: $0) }
    }
    func purgeDead(before instant: Int) async throws -> Int {
        try await store.write { try queue.purgeDead(before: instant, in: $0) }
    }
    func prune(endedBefore instant: Int, limit: Int) async throws -> Int {
        try await store.write { try queue.prune(endedBefore: instant, limit: limit, in: $0) }
    }
    func pause(now: Int) async throws { try await store.write { try queue.pause(now: now, in: $0) } }
    func resume() async throws { try await store.write { try queue.resume(in: $0) } }
    func endRefusal() async throws { try await store.write { try queue.endRefusal(in: $0) } }

    func pauses() async throws -> Pauses { try await store.read { try queue.pauses(in: $0) } }
    func jobs(_ filter: JobFilter, after: Job.ID?, limit: Int) async throws -> [Job] {
        try await store.read { try queue.jobs(filter, after: after, limit: limit, in: $0) }
    }
    func attempts(of id: Job.ID) async throws -> [Attempt] {
        try await store.read { try queue.attempts(of: id, in: $0) }
    }
    func counts() async throws -> QueueCounts { try await store.read { try queue.counts(in: $0) } }
    func nextDue() async throws -> Int? { try await store.read { try queue.nextDue(in: $0) } }
    func markAtDeath(of key: String) async throws -> [UInt8]? {
        try await store.read { try queue.markAtDeath(of: key, in: $0) }
    }

    func admit(to server: String, by owner: String, byHand: Bool, now: Int, alive: Set<String>) async throws
        -> CircuitBreaker.Admission
    {
        try await store.write {
            try queue.admit(to: server, by: owner, byHand: byHand, now: now, in: $0, isAlive: alive.contains)
        }
    }
    func record(_ call: CircuitBreaker.Call, of pass: CircuitBreaker.Pass, to server: String, cause: String, now: Int)
        async throws -> CircuitBreaker.Change?
    {
        try await store.write { try queue.record(call, of: pass, to: server, cause: cause, now: now, in: $0) }
    }
    func breaker(for server: String, now: Int) async throws -> CircuitBreaker {
        try await store.read { try queue.breaker(for: server, now: now, in: $0) }
    }
    func outages(of server: String?, since instant: Int) async throws -> [Outage] {
        try await store.read { try queue.outages(of: server, since: instant, in: $0) }
    }
    func mayAsk(_ subject: String, every interval: Duration, now: Int) async throws -> Bool {
        try await store.write { try queue.mayAsk(subject, every: interval, now: now, in: $0) }
    }

    func takeBack(asking subject: String) async throws {
        try await store.write { try queue.takeBack(asking: subject, in: $0) }
    }
}
