public import CommandSyntax
import Database
import JSON
import Ledger
import Queue
import SyncEngine
import SyncModel
import Terminal

/// The state of queue, servers and runs, from the state folder alone.
public struct StatusCommand: Command {
    public static let name = "status"
    public static let summary = "Show the queue, the servers' breakers and the last reconciliation."
    public static let details = """
        Reads the state folder only, so it works while both servers are down. What was found and queued is counted by \
        type; a scene of two types counts under both.
        """
    public static let examples = [
        Example("status", "at a glance"), Example("status --format json", "for a script or a monitor"),
    ]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let now = app.wiring.now()
        var status = try await store.read { try Status(in: $0, now: now) }
        status.next = try await app.nextStarts(in: store)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { try $0.status(status) })
        } else {
            try await app.show(try StatusTable.table(status, now: now), isWhole: true)
        }
    }
}

/// What `status` shows.
struct Status: Sendable {
    /// In the order of the output.
    static let servers = ["plex", "stash"]

    let queue: QueueCounts
    let pauses: Pauses
    let nextDue: Int?
    let breakers: [(server: String, breaker: CircuitBreaker)]
    /// Outages that go on.
    let outages: [Outage]
    let lastRun: RunRecord?
    /// When each rule that waits for the clock is due, the earliest first.
    var next: [(rule: String, at: Instant)] = []

    init(in transaction: ReadTransaction, now: Instant) throws {
        let jobs = JobStore()
        (queue, pauses) = (try jobs.counts(in: transaction), try jobs.pauses(in: transaction))
        nextDue = try jobs.nextDue(in: transaction)
        breakers = try Self.servers.map { server in
            (server, try jobs.breaker(for: server, now: now.rawValue, in: transaction))
        }
        outages = try jobs.outages(since: now.rawValue, in: transaction).filter { $0.end == nil }
        lastRun = try RunLog.list(limit: 1, in: transaction).first
    }
}
