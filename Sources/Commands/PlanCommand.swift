public import CommandSyntax
import JSON
import SyncEngine
public import SyncModel
import Terminal

/// Shows the edits that delivery would make, and what it would keep.
public struct PlanCommand: Command {
    public static let name = "plan"
    public static let summary = "Show the exact edits that scenes would get."
    public static let details = """
        Reads the scenes and their items anew and compares them with what is remembered; writes nothing.

        Each row is one field: what Plex has, what Stash wants, and why it is written or kept.
        """
    public static let examples = [Example("plan 12 15", "the edits of two scenes")]
    public let scenes = Operand(each: "SCENE", .scene, "Scenes, by their number in Stash.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        app.willFind(by: "plan")
        let (engine, _) = try await app.engine()
        let report = try await engine.plan(given.scenes)
        app.memory.remember(report.libraries)
        let titles = LibraryTitles(report.libraries)
        if app.choices.format == .jsonl {
            for plan in report.plans { try app.writeLine(json: { $0.plan(plan, libraries: titles) }) }
        } else if app.choices.format == .json {
            try app.write(json: { writer in
                writer.object { $0.array("plans") { for plan in report.plans { $0.plan(plan, libraries: titles) } } }
            })
        } else if report.plans.contains(where: { !$0.plan.edits.isEmpty || !$0.plan.kept.isEmpty }) {
            try await app.show(PlanTable.table(report.plans, titles))
        }
        for (scene, outcome) in report.others {
            app.tell("Scene \(scene.rawValue): \(outcome.rawValue.replacing("_", with: " ")), nothing to plan.")
        }
        for scene in report.outOfScope {
            app.tell("Scene \(scene.rawValue): left out by 'sync.only', nothing is written of it.")
        }
        for plan in report.plans where plan.plan.edits.isEmpty && plan.plan.kept.isEmpty {
            app.tell("Scene \(plan.plan.scene.rawValue): nothing to write.")
        }
        app.found(report.plans.map(\.plan.scene), by: "plan")
        if !report.absent.isEmpty {
            let names = report.absent.map { String($0.rawValue) }.joined(separator: ", ")
            throw CommandEnd.failed("Stash has no scene \(names).")
        }
    }
}
