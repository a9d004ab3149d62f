public import CommandSyntax
import Database
public import Queue

public struct QueueDropCommand: Command {
    public static let name = "drop"
    public static let summary = "Take waiting jobs out of the queue."
    public static let details = """
        Only a job that waits can be dropped; one that runs is finished by its worker. The gap itself stays: the next \
        'reconcile' queues its scene again.
        """
    public static let examples = [Example("queue drop 9 11 --yes", "two jobs, without a question")]
    public let ids = Operand(each: "ID", .job, "The jobs' numbers.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("drop jobs")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let ids = given.ids
        let found = try await store.read { transaction in
            try ids.compactMap { try JobStore().job($0, in: transaction) }
        }
        let waiting = found.filter { $0.state == .ready }
        if !waiting.isEmpty {
            try await app.confirm("Drop \(counted(waiting.count, "job")) (\(app.sample(of: waiting)))?")
            let dropped = try await store.write { transaction in
                try waiting.count { try JobStore().drop($0.id, in: transaction) }
            }
            try await app.report(changed: dropped, "Dropped \(counted(dropped, "job")).")
        }
        try complain(about: ids, found)
    }

    private func complain(about ids: [Job.ID], _ found: [Job]) throws {
        var complaints = ids.filter { id in !found.contains { $0.id == id } }.map(noJob)
        complaints += found.filter { $0.state != .ready }.map { job in
            "Job \(job.id.rawValue) does not wait (\(job.state.rawValue))"
                + (job.state == .dead ? "; 'dead drop' removes it." : ".")
        }
        if !complaints.isEmpty { throw CommandEnd.failed(complaints.joined(separator: "\n")) }
    }
}
