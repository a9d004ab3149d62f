public import Database
public import Ledger
public import Queue
public import SyncEngine
public import SyncModel

/// All that the page and the metrics show, as it was at one moment. Holds no key and no token.
public struct StatusSnapshot: Sendable {
    /// A server's breaker and what is known of its outages.
    public struct Server: Sendable {
        public let name: String
        public let state: CircuitBreaker.State
        /// Why it rests; `nil` while it does not.
        public let cause: String?
        /// Milliseconds it was down within the last 24 hours.
        public let downTime: Int
    }

    /// A reconciliation with its counts; `nil` counts where they can't be read.
    public struct Run: Sendable {
        public let record: RunRecord
        public let summary: RunSummary?
    }

    /// What is counted of requests, by server.
    public typealias Requests = [(server: String, count: Int)]

    public let at: Instant
    public let queue: QueueCounts
    public let pauses: Pauses
    public let nextJob: Instant?
    public let servers: [Server]
    /// The latest first.
    public let runs: [Run]
    /// The latest run of each rule that ran lately, the latest first.
    public let latest: [Run]
    /// Runs over all scenes whose counts can be set beside one another, the earliest first: what the chart shows. Either
    /// those that left out no gap, or those of one rule, whichever are more.
    public let trend: [Run]
    /// When each rule that waits for the clock is due, the earliest first.
    public var next: [(rule: String, at: Instant)] = []
    public var version = ""
    public var startedAt: Instant?
    public var requests: Requests = []
    /// What the host told lately, the latest first.
    public var news: [(at: Instant, text: String)] = []

    private static let runsLookedAt = 500
    private static let runsShown = 15

    /// Reads the state; O(runs looked at), whatever waits in the queue.
    public init(in transaction: ReadTransaction, now: Instant) throws {
        let jobs = JobStore()
        at = now
        (queue, pauses) = (try jobs.counts(in: transaction), try jobs.pauses(in: transaction))
        nextJob = try jobs.nextDue(in: transaction).map(Instant.init(rawValue:))
        servers = try ["plex", "stash"].map { try Self.server($0, jobs, now, transaction) }
        let records = try RunLog.list(limit: Self.runsLookedAt, in: transaction)
        let all = records.map { record in
            // A run of another release may not be readable: it is shown without its counts.
            Run(record: record, summary: try? RunSummary(decoding: record.summary))
        }
        runs = Array(all.prefix(Self.runsShown))
        var seen: Set<String> = []
        latest = all.filter { run in run.record.rule.map { seen.insert($0).inserted } ?? false }
        trend = Self.trend(all)
    }

    private static func trend(_ runs: [Run]) -> [Run] {
        let whole = runs.filter { run in
            run.summary?.scope.kind == "all" && (run.record.result == .ok || run.record.result == .held)
        }
        let groups = Dictionary(grouping: whole) { run in
            run.summary?.steps.isEmpty == true ? "" : "rule \(run.record.rule ?? "")"
        }
        let most = groups.values.max { one, other in
            (one.count, one.first?.record.id ?? 0) < (other.count, other.first?.record.id ?? 0)
        }
        return (most ?? []).reversed()
    }

    private static func server(
        _ name: String, _ jobs: JobStore, _ now: Instant, _ transaction: ReadTransaction
    ) throws -> Server {
        let day = now.rawValue - 86_400_000..<now.rawValue
        let outages = try jobs.outages(of: name, since: day.lowerBound, in: transaction)
        return Server(
            name: name, state: try jobs.breaker(for: name, now: now.rawValue, in: transaction).state,
            cause: outages.last { $0.end == nil }?.cause, downTime: Outage.downTime(in: day, of: outages))
    }
}
