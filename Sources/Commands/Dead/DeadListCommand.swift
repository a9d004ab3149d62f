public import CommandSyntax
import Database
import Queue

public struct DeadListCommand: Command {
    public static let name = "list"
    public static let summary = "List jobs that gave up, the oldest first."
    public static let details = """
        A dead letter keeps every try with its error. It stays until 'dead retry', 'dead drop' or 'dead purge', or until a \
        later job of the same scene succeeds. A reconciliation does not queue its scene again unless something has changed.
        """
    public static let examples = [
        Example("dead list", "all of them"),
        Example("dead list --code plex-not-found --format json", "of one error, with all tries"),
    ]
    public let which = DeadLetterOptions()
    public let limit = Option("limit", short: "n", .count(), "How many to list; in a table 100 unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfJobs(app.choices)
        let limit = given.limit ?? (app.choices.format == .table ? 100 : Int.max)
        let filter = given.which.filter()
        let (jobs, attempts) = try await store.read { transaction in
            let jobs = try JobStore().jobs(filter, limit: limit, in: transaction)
            let attempts = try jobs.map { ($0.id, try JobStore().attempts(of: $0.id, in: transaction)) }
            return (jobs, Dictionary(uniqueKeysWithValues: attempts))
        }
        try await app.show(jobs, attempts: attempts, orTell: "No dead letters.")
        if given.limit == nil, jobs.count == limit { app.tell("The first \(limit) are listed; --limit shows more.") }
    }
}
