public import CommandSyntax
import Database
import Queue
import Terminal

public struct QueueClearCommand: Command {
    public static let name = "clear"
    public static let summary = "Take every waiting job out of the queue."
    public static let details = """
        Jobs that run are finished, dead letters stay ('dead purge' removes those). The gaps themselves stay too: the next \
        'reconcile' finds and queues them again.
        """
    public static let examples = [Example("queue clear --yes", "all that wait, without a question")]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("clear the queue")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let waiting = JobFilter(states: [.ready])
        let (count, first) = try await store.read { transaction in
            (
                try JobStore().counts(in: transaction).ready,
                try JobStore().jobs(waiting, limit: 5, in: transaction)
            )
        }
        guard count > 0 else { return try await app.report(changed: 0, "No job waits.") }
        let names = first.map { $0.key.replacing(":", with: " ") }.joined(separator: ", ")
        let more = count > first.count ? ", and \(grouped(count - first.count)) more" : ""
        try await app.confirm("Drop all \(counted(count, "waiting job")) (\(names)\(more))?")
        let dropped = try await store.write { try JobStore().drop(waiting, in: $0) }
        try await app.report(changed: dropped, "Dropped \(counted(dropped, "job")).")
    }
}
