public import CommandSyntax
import Database
import Queue
public import SyncModel

public struct DeadPurgeCommand: Command {
    public static let name = "purge"
    public static let summary = "Remove dead letters that died long ago."
    public static let examples = [
        Example("dead purge", "older than 30 days"), Example("dead purge --older-than 7d --yes", "than a week"),
    ]
    public let age = Option("older-than", .span, "Only what died longer ago than this; 30d unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("remove dead letters")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let seconds = given.age?.seconds ?? 30 * 86_400
        let before = app.wiring.now().advanced(seconds: -seconds).rawValue
        let letters = try await store.read { try JobStore().jobs(JobFilter(states: [.dead]), in: $0) }
            .filter { $0.finishedAt.map { $0 < before } ?? false }
        guard !letters.isEmpty else {
            return try await app.report(changed: 0, "No dead letter is older than \(given.age?.text ?? "30d").")
        }
        try await app.confirm("Remove \(counted(letters.count, "dead letter")) (\(app.sample(of: letters)))?")
        let count = try await store.write { try JobStore().purgeDead(before: before, in: $0) }
        try await app.report(changed: count, "Removed \(counted(count, "dead letter")).")
    }
}
