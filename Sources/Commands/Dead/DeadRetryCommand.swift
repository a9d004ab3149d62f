public import CommandSyntax
import Database
public import Queue
import SyncModel

public struct DeadRetryCommand: Command {
    public static let name = "retry"
    public static let summary = "Bring dead letters back into the queue."
    public static let details = "They are due now and may fail as often as a new job; their tries so far are kept."
    public static let examples = [
        Example("dead retry", "all of them"), Example("dead retry 9 11", "two"),
        Example("dead retry --code plex-not-found", "those of one error"),
    ]
    public let ids = Operand(each: "ID", .job, least: 0, "The jobs' numbers; all unless given.")
    public let which = DeadLetterOptions()
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("bring dead letters back")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let letters = try await given.which.letters(given.ids, in: store)
        let now = app.wiring.now().rawValue
        let count = try await store.write { transaction in
            try letters.count { try JobStore().retry($0.id, now: now, in: transaction) }
        }
        let left = letters.count - count
        let rest = left > 0 ? "; \(counted(left, "other")) has a later job that waits or runs" : ""
        let sentence = letters.isEmpty ? "No dead letters." : "Brought back \(counted(count, "dead letter"))\(rest)."
        if count > 0 || given.ids.isEmpty { try await app.report(changed: count, sentence) }
        try complain(about: given.ids, butFor: letters)
    }
}
