public import CommandSyntax
import Database
import Queue
public import SyncModel

/// Queues scenes by hand.
public struct QueueAddCommand: Command {
    public static let name = "add"
    public static let summary = "Queue scenes for repair, whatever a search would say."
    public static let details = """
        The job looks at the scene when it runs, so a scene that needs nothing is done at once. Needs no server.

        A scene that waits already keeps its job, which then counts as asked for by hand.
        """
    public static let examples = [
        Example("queue add 12 15", "two scenes"), Example("queue add 12,15,18", "the same with commas"),
        Example("queue add $last", "in the shell: the scenes that 'gaps', 'plan' or 'match' has just shown"),
    ]
    public let scenes = Operand(each: "SCENE", .scene, "Scenes, by their number in Stash.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("queue scenes")
        let (store, jobs) = (
            try await app.workspace.storeOfJobs(app.choices), try await app.workspace.jobs(app.choices)
        )
        let wanted = given.scenes.map {
            NewJob(key: "scene:\($0.rawValue)", priority: .command, why: ["manual"])
        }
        let now = app.wiring.now().rawValue
        let (results, queued) = try await store.write { transaction in
            let results = try jobs.enqueue(wanted, now: now, in: transaction)
            let ids = results.compactMap(\.id)
            return (results, try Array(Set(ids)).sorted().compactMap { try jobs.job($0, in: transaction) })
        }
        if app.choices.format == .table {
            tell(results, app)
        } else {
            try await app.show(queued, orTell: "")
        }
        let refused = results.count { $0 == .full }
        if refused > 0 {
            throw CommandEnd.failed(
                "\(counted(refused, "scene")) not queued: \(jobs.maxWaiting) jobs wait, which is all that "
                    + "'queue.max_waiting' allows.")
        }
    }

    private func tell(_ results: [EnqueueResult], _ app: App) {
        var parts: [String] = []
        func add(_ count: Int, _ what: String) { if count > 0 { parts.append("\(counted(count, "scene")) \(what)") } }
        add(results.count { if case .added = $0 { true } else { false } }, "queued")
        add(results.count { if case .merged = $0 { true } else { false } }, "queued already")
        add(results.count { if case .again = $0 { true } else { false } }, "running, and will run once more")
        if !parts.isEmpty { app.tell(parts.joined(separator: "; ") + ".") }
    }
}

extension EnqueueResult {
    /// The job that will do it; `nil` where the queue was full.
    var id: Job.ID? {
        switch self {
        case .added(let id), .merged(let id), .again(let id): id
        case .full: nil
        }
    }
}
