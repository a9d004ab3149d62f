public import CommandSyntax
import Database
import Queue

/// The states by which jobs can be listed.
public enum JobStateChoice: String, CaseIterable, Hashable, Sendable { case ready, running, done, dead, all }

public struct QueueListCommand: Command {
    public static let name = "list"
    public static let summary = "List jobs, the oldest first."
    public static let details = """
        Without --state, jobs that wait and jobs that run. 'Due' says when a waiting one is tried; a held one waits for \
        'queue release'.
        """
    public static let examples = [
        Example("queue list", "what waits and runs"), Example("queue list --state dead", "jobs that gave up"),
        Example("queue list --format jsonl | head -n 5", "the five oldest, for a script"),
    ]
    public let states = Option(
        "job-state", each: .oneOf(JobStateChoice.self), standingFor: "state",
        "Jobs of these states: ready and running unless given. '--state dead' means the same.")
    public let limit = Option("limit", short: "n", .count(), "How many to list; in a table 100 unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfJobs(app.choices)
        let states = given.states.isEmpty ? [JobStateChoice.ready, .running] : given.states
        let wanted =
            states.contains(.all) ? Set(JobState.allCases) : Set(states.compactMap { JobState(rawValue: $0.rawValue) })
        let limit = given.limit ?? (app.choices.format == .table ? 100 : Int.max)
        let jobs = try await store.read { try JobStore().jobs(JobFilter(states: wanted), limit: limit, in: $0) }
        try await app.show(jobs, orTell: "No such jobs.")
        if given.limit == nil, jobs.count == limit { app.tell("The first \(limit) are listed; --limit shows more.") }
    }
}
