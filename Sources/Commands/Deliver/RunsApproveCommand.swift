public import CommandSyntax
import JSON
import SyncEngine
import SyncModel
import Terminal

/// Lets a run through that the blast guard held.
public struct RunsApproveCommand: Command {
    public static let name = "approve"
    public static let summary = "Queue what a held run found."
    public static let details = """
        A run is held where it would empty too many fields in Plex (the blast guard). Its scenes are looked at anew; if \
        more fields would be emptied by now than the run showed, it is held again.
        """
    public static let examples = [Example("runs approve 7", "after a look at 'runs show 7'")]
    public let id = Operand("RUN", .run, "Its number, as 'runs list' shows it.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("queue scenes")
        let (engine, _) = try await app.engine()
        let summary = try await engine.heldRun(given.id)
        try await app.confirm(
            "Queue \(counted(summary.heldScenes.count, "scene")), which empties \(counted(summary.emptied, "field"))?")
        let report = try await engine.approve(given.id)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                writer.object { writer in
                    if let run = report.run { writer.write("run", String(run)) }
                    writer.write("result", report.result.rawValue)
                    writer.gapCount("queued", report.queued)
                    writer.gapCount("not_queued", report.notQueued, reasons: report.reasons)
                }
            })
        } else {
            for line in ReconcileText.lines(report, isDryRun: false) { app.tell(line) }
        }
        if report.result == .held || !report.isComplete { throw CommandEnd.failed() }
    }
}
