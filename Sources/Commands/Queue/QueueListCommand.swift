public import CommandSyntax
import Database
import JSON
import Queue
import SyncModel
import Terminal

/// The states by which jobs can be listed.
public enum JobStateChoice: String, CaseIterable, Hashable, Sendable { case ready, running, done, dead, all }

public struct QueueListCommand: Command {
    public static let name = "list"
    public static let summary = "List jobs, the oldest first."
    public static let examples = [Example("queue list --state dead", "jobs that gave up")]
    public let states = Option(
        "state", each: .oneOf(JobStateChoice.self), "Jobs of these states: ready and running unless given.")
    public let limit = Option("limit", short: "n", .count(), "How many to list; in a table 100 unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.store(app.choices)
        let states = given.states.isEmpty ? [JobStateChoice.ready, .running] : given.states
        let wanted =
            states.contains(.all) ? Set(JobState.allCases) : Set(states.compactMap { JobState(rawValue: $0.rawValue) })
        let limit = given.limit ?? (app.choices.format == .table ? 100 : Int.max)
        let jobs = try await store.read { try JobStore().jobs(JobFilter(states: wanted), limit: limit, in: $0) }
        switch app.choices.format {
        case .json: try app.write(json: { $0.object { $0.array("jobs") { for job in jobs { $0.job(job) } } } })
        case .jsonl: for job in jobs { try app.write(jsonLine: { $0.job(job) }) }
        case .table, .csv, .markdown:
            if jobs.isEmpty {
                app.tell("No such jobs.")
            } else {
                try await app.show(JobTable.table(jobs, now: app.wiring.now()))
            }
        }
    }
}
