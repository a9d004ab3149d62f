public import CommandSyntax
import Database
import Queue
import SyncModel

public struct QueuePauseCommand: Command {
    public static let name = "pause"
    public static let summary = "Stop handing out jobs until 'queue resume'."
    public static let details = "What runs is finished. Jobs can still be queued, by hand, by rules and by hooks."
    public static let examples = [Example("queue pause", "while Plex is being moved, say")]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("pause the queue")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let now = app.wiring.now().rawValue
        let wasPaused = try await store.write { transaction in
            let before = try JobStore().pauses(in: transaction).byPerson != nil
            try JobStore().pause(now: now, in: transaction)
            return before
        }
        try await app.report(changed: wasPaused ? 0 : 1, wasPaused ? "The queue was paused already." : "Paused.")
    }
}
