public import CommandSyntax
import Database
public import Queue
import SyncModel

/// Makes jobs due now that rest after a failure, and brings dead ones back.
public struct QueueRetryCommand: Command {
    public static let name = "retry"
    public static let summary = "Make jobs due now, dead ones too."
    public static let details = """
        A job that rests after a failed try is due at once; a dead one comes back with all its tries before it. Without \
        numbers, every job that rests: 'dead retry' brings all dead ones back.
        """
    public static let examples = [
        Example("queue retry", "all that rest"), Example("queue retry 9", "this job, be it resting or dead"),
    ]
    public let ids = Operand(each: "ID", .job, least: 0, "The jobs' numbers.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("change when jobs are tried")
        let store = try await app.workspace.storeOfJobs(app.choices)
        let (ids, now) = (given.ids, app.wiring.now().rawValue)
        let (changed, complaints) = try await store.write { transaction in
            let jobs =
                ids.isEmpty
                ? try JobStore().jobs(JobFilter(states: [.ready]), in: transaction)
                    .filter { $0.runAt.map { $0 > now } ?? false }
                : try ids.compactMap { try JobStore().job($0, in: transaction) }
            var (changed, complaints) = (0, ids.filter { id in !jobs.contains { $0.id == id } }.map(noJob))
            for job in jobs {
                if let complaint = try Self.retry(job, now, transaction) {
                    complaints.append(complaint)
                } else {
                    changed += 1
                }
            }
            return (changed, complaints)
        }
        if changed > 0 || complaints.isEmpty {
            try await app.report(
                changed: changed, changed == 0 ? "No job rests." : "\(counted(changed, "job")) due now.")
        }
        if !complaints.isEmpty { throw CommandEnd.failed(complaints.joined(separator: "\n")) }
    }

    /// - Returns: Why it could not be done.
    private static func retry(_ job: Job, _ now: Int, _ transaction: WriteTransaction) throws -> String? {
        let name = "Job \(job.id.rawValue)"
        switch job.state {
        case .running: return "\(name) runs just now."
        case .done: return "\(name) is done; 'queue add' queues its scene again."
        case .dead:
            return try JobStore().retry(job.id, now: now, in: transaction)
                ? nil : "\(name) can't come back: a later job of the same scene waits, runs, or has done its work."
        case .ready:
            if job.held { return "\(name) is held; 'queue release' lets it through." }
            // As a command, not with its own priority: a hook's would take its tries back.
            let same = NewJob(key: job.key, priority: .command, runAt: now)
            _ = try JobStore(maxWaiting: .max).enqueue(same, now: now, in: transaction)
            return nil
        }
    }
}
