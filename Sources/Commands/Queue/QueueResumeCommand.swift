public import CommandSyntax
import Database
import Queue

public struct QueueResumeCommand: Command {
    public static let name = "resume"
    public static let summary = "Hand out jobs again."
    public static let details = """
        Ends 'queue pause', and the pause that a refused key or token began. If key or token is still refused, the queue \
        stops again at the first job.
        """
    public static let examples = [Example("queue resume", "after 'queue pause'")]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("resume the queue")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let (wasPaused, waiting) = try await store.write { transaction in
            let before = try JobStore().pauses(in: transaction).isPaused
            try JobStore().resume(in: transaction)
            return (before, try JobStore().counts(in: transaction).ready)
        }
        let sentence = wasPaused ? "Resumed; \(counted(waiting, "job")) waiting." : "The queue was not paused."
        try await app.report(changed: wasPaused ? 1 : 0, sentence)
    }
}
