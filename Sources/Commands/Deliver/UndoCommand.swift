public import CommandSyntax
import JSON
public import Queue
import SyncEngine
import SyncModel
import Terminal

/// Takes back what a run wrote.
public struct UndoCommand: Command {
    public static let name = "undo"
    public static let summary = "Restore what Plex had before a run's jobs wrote to it."
    public static let details = """
        Restores value and lock of every field that the run's jobs wrote and nobody has touched since. It is then kept \
        as a person's edit would be, until Stash's value changes.

        A job that several runs asked for belongs to the last of them. What came from a hook or from 'sync' is taken back \
        by the number of its job. What was written is remembered for 90 days.
        """
    public static let examples = [
        Example("undo 7 --dry-run", "what would be restored"), Example("undo 7 --yes", "restore it"),
        Example("undo --job 41", "what one job wrote"),
    ]
    public let run = Operand(optional: "RUN", .run, "The run, as 'runs list' shows it.")
    public let job = Option("job", .job, "A job instead of a run.")
    public let dryRun = Option(flag: "dry-run", "Show what would be restored, write nothing.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let subject: UndoSubject
        switch (given.run, given.job) {
        case (let run?, nil): subject = .run(run)
        case (nil, let job?): subject = .job(job.rawValue)
        default: throw CommandEnd.usage("Give a run, or a job with --job.")
        }
        if !given.dryRun { try app.willChange("write to Plex") }
        let (engine, _) = try await app.engine()
        if !given.dryRun {
            let before = try await engine.undo(subject, isDryRun: true)
            if before.fields == 0 {
                try await show(before, isDryRun: true, app)
                return
            }
            try await app.confirm(
                "Restore \(counted(before.fields, "field")) of \(counted(before.plans.count, "item"))?")
        }
        let report = try await engine.undo(subject, isDryRun: given.dryRun)
        try await show(report, isDryRun: given.dryRun, app)
        if !given.dryRun, report.left.contains(where: { $0.why == .notTaken }) { throw CommandEnd.failed() }
    }

    private func show(_ report: UndoReport, isDryRun: Bool, _ app: App) async throws {
        let titles = LibraryTitles(report.libraries)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                writer.object { writer in
                    writer.array("plans") { for plan in report.plans { $0.plan(plan, libraries: titles) } }
                    writer.array("left") { for left in report.left { $0.left(left, titles) } }
                    writer.write("restored", report.restored)
                }
            })
            return
        }
        if isDryRun, !report.plans.isEmpty {
            try await app.show(PlanTable.table(report.plans, titles, wanted: "Value"))
        }
        for (why, group) in Dictionary(grouping: report.left, by: \.why).sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            app.tell(
                "Left as \(group.count == 1 ? "it is" : "they are"): \(counted(group.count, "field")), \(why.rawValue)."
            )
        }
        if isDryRun {
            app.tell(
                report.plans.isEmpty
                    ? "Nothing to restore." : "\(counted(report.fields, "field")) would be restored.")
        } else {
            app.tell("Restored \(counted(report.restored, "field")).")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func left(_ left: UndoReport.Left, _ titles: LibraryTitles) {
        object { writer in
            writer.write("scene", String(left.scene.rawValue))
            writer.target(left.target, as: "target", libraries: titles)
            writer.write("field", left.field.rawValue)
            writer.write("why", left.why.rawValue)
        }
    }
}
