public import CommandSyntax
public import Queue

public struct DeadShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one dead letter with every try that failed."
    public static let examples = [Example("dead show 9", "job 9, as 'dead list' numbers it")]
    public let id = Operand("ID", .job, "The job's number.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        guard let found = try await app.jobWithAttempts(given.id), found.job.state == .dead else {
            return try complain(about: [given.id], butFor: [])
        }
        try await app.show(found.job, found.attempts)
    }
}
