public import CommandSyntax
import Database
public import Queue

public struct DeadShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one dead letter with every try that failed."
    public static let examples = [Example("dead show 9", "job 9, as 'dead list' numbers it")]
    public let id = Operand("ID", .job, "The job's number.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let store = try await app.workspace.storeOfJobs(app.choices)
        let id = given.id
        let found = try await store.read { transaction in
            try JobStore().job(id, in: transaction).map {
                (job: $0, attempts: try JobStore().attempts(of: id, in: transaction))
            }
        }
        guard let found, found.job.state == .dead else { return try complain(about: [id], butFor: []) }
        try await app.show(found.job, found.attempts)
    }
}
