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

        With --outages the times in which a server gave no answers, as the workers met them, and what share of the time \
        each was there.
        """
    public static let examples = [
        Example("status", "at a glance"), Example("status --format json", "for a script or a monitor"),
        Example("status --outages --since 7d", "the outages of a week"),
    ]
    public let outages = Option(flag: "outages", "Show outages and availability of both servers.")
    public let since = Option("since", .edge, "Outages from then on; 30 days unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let now = app.wiring.now()
        if given.outages { return try await showOutages(since: given.since, store, now, app) }
        if given.since != nil { throw CommandEnd.usage("--since says from when --outages counts; give that too.") }
        var status = try await store.read { try Status(in: $0, now: now) }
        status.next = try await app.nextStarts(in: store)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { try $0.status(status) })
        } else {
            try await app.show(try StatusTable.table(status, now: now), isWhole: true)
        }
    }

    private func showOutages(since edge: ScopeEdge?, _ store: Store, _ now: Instant, _ app: App) async throws {
        let asked = edge?.instant(before: now) ?? now.advanced(seconds: -30 * 86_400)
        let report = try await store.read { try OutageReport(from: asked, to: now, in: $0) }
        switch app.choices.format {
        case .json: try app.write(json: { $0.outages(report) })
        case .jsonl: for outage in report.outages { try app.writeLine(json: { $0.outage(outage) }) }
        case .table, .csv, .markdown:
            try await app.show(OutageTable.table(report, now: now))
            for line in OutageTable.lines(report) { app.tell(line) }
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
