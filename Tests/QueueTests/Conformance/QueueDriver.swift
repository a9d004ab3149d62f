import Queue

/// What a driver of the queue is held to: ``JobStore``, with each call a transaction of its own. Whoever conforms a second
/// driver to it (another database) runs the whole of ``Conformance`` on it.
protocol QueueDriver: Sendable {
    /// The same queue as another process finds it that opens it now.
    func reopened() async throws -> any QueueDriver
    func enqueue(_ jobs: [NewJob], now: Int) async throws -> [EnqueueResult]
    func claim(upTo limit: Int, by owner: String, now: Int, alive: Set<String>) async throws -> [Job]
    func claim(keys: [String], by owner: String, now: Int, alive: Set<String>) async throws -> [Job]
    func hasAbandoned(now: Int, alive: Set<String>) async throws -> Bool
    func freeAbandoned(now: Int, alive: Set<String>) async throws
    func renew(_ fences: [Fence], now: Int) async throws -> [Fence]
    func end(_ fence: Fence, _ ending: Ending, now: Int, jitter: Double) async throws -> Aftermath
    func hold(_ fence: Fence, why: String, now: Int) async throws -> Bool

    func release(_ filter: JobFilter, now: Int) async throws -> Int
    func retry(_ filter: JobFilter, now: Int) async throws -> Int
    func drop(_ filter: JobFilter) async throws -> Int
    func dropDead(_ filter: JobFilter) async throws -> Int
    func purgeDead(before instant: Int) async throws -> Int
    func prune(endedBefore instant: Int, limit: Int) async throws -> Int
    func pause(now: Int) async throws
    func resume() async throws
    func endRefusal() async throws

    func pauses() async throws -> Pauses
    func jobs(_ filter: JobFilter, after: Job.ID?, limit: Int) async throws -> [Job]
    func attempts(of id: Job.ID) async throws -> [Attempt]
    func counts() async throws -> QueueCounts
    func nextDue() async throws -> Int?
    func markAtDeath(of key: String) async throws -> [UInt8]?

    func admit(to server: String, by owner: String, byHand: Bool, now: Int, alive: Set<String>) async throws
        -> CircuitBreaker.Admission
    func record(_ call: CircuitBreaker.Call, of pass: CircuitBreaker.Pass, to server: String, cause: String, now: Int)
        async throws -> CircuitBreaker.Change?
    func breaker(for server: String, now: Int) async throws -> CircuitBreaker
    func outages(of server: String?, since instant: Int) async throws -> [Outage]
    func mayAsk(_ subject: String, every interval: Duration, now: Int) async throws -> Bool
    func takeBack(asking subject: String) async throws
}

extension QueueDriver {
    func enqueue(_ job: NewJob, now: Int) async throws -> EnqueueResult { try await enqueue([job], now: now)[0] }

    func jobs(_ filter: JobFilter = JobFilter()) async throws -> [Job] {
        try await jobs(filter, after: nil, limit: .max)
    }

    func claim(_ limit: Int = 50, by owner: String = "w1", now: Int) async throws -> [Job] {
        try await claim(upTo: limit, by: owner, now: now, alive: ["w1", "w2"])
    }

    func end(_ job: Job, _ verdict: Verdict, error: String? = nil, now: Int, jitter: Double = 1) async throws
        -> Aftermath
    {
        try await end(job.fence, Ending(verdict, error: error), now: now, jitter: jitter)
    }
}

extension NewJob {
    static func rule(_ key: String, why: [String] = ["stale"], runAt: Int? = nil) -> NewJob {
        NewJob(key: key, priority: .rule, why: why, runAt: runAt)
    }
    static func command(_ key: String, why: [String] = ["asked"]) -> NewJob {
        NewJob(key: key, priority: .command, why: why)
    }
    static func hook(_ key: String, why: [String] = ["hook"]) -> NewJob {
        NewJob(key: key, priority: .hook, why: why)
    }
}
