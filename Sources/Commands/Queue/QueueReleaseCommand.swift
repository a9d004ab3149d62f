public import CommandSyntax
import Database
public import Queue
import SyncModel

public struct QueueReleaseCommand: Command {
    public static let name = "release"
    public static let summary = "Let held jobs through."
    public static let details = """
        A job is held where it would empty fields in Plex and all jobs together would empty too many (the blast guard). \
        Look at 'plan' first: what a released job empties can be taken back by 'undo' only.
        """
    public static let examples = [
        Example("queue release 9", "one job"), Example("queue release --yes", "all that are held"),
    ]
    public let ids = Operand(each: "ID", .job, least: 0, "The jobs' numbers; all held ones unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("release jobs")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let (ids, now) = (given.ids, app.wiring.now().rawValue)
        let held = try await store.read { transaction in
            try JobStore().jobs(JobFilter(hold: .held), in: transaction)
                .filter { ids.isEmpty || ids.contains($0.id) }
        }
        if !held.isEmpty {
            try await app.confirm("Let \(counted(held.count, "job")) empty fields in Plex (\(app.sample(of: held)))?")
            let released = try await store.write { transaction in
                try held.reduce(0) { sum, job in
                    try sum + JobStore().release(JobFilter(key: job.key, hold: .held), now: now, in: transaction)
                }
            }
            try await app.report(changed: released, "Released \(counted(released, "job")).")
        } else if ids.isEmpty {
            try await app.report(changed: 0, "No job is held.")
        }
        let others = ids.filter { id in !held.contains { $0.id == id } }
        if !others.isEmpty {
            throw CommandEnd.failed(
                others.map { "Job \($0.rawValue) is not held." }.joined(separator: "\n"))
        }
    }
}
