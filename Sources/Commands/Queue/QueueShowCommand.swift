public import CommandSyntax
import Database
public import Queue

public struct QueueShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one job with every try that failed."
    public static let examples = [Example("queue show 9", "job 9, as 'queue list' numbers it")]
    public let id = Operand("ID", .job, "The job's number.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        guard let found = try await app.jobWithAttempts(given.id) else { throw CommandEnd.failed(noJob(given.id)) }
        try await app.show(found.job, found.attempts)
    }
}

/// What is said where nothing has that number.
func noJob(_ id: Job.ID) -> String {
    "There is no job \(id.rawValue); 'queue list --state all' shows which there are."
}

extension App {
    /// A job and every try of it that failed; `nil` where none has that number.
    func jobWithAttempts(_ id: Job.ID) async throws -> (job: Job, attempts: [Attempt])? {
        try await workspace.storeOfJobs(choices).read { transaction in
            try JobStore().job(id, in: transaction).map { ($0, try JobStore().attempts(of: id, in: transaction)) }
        }
    }
}
