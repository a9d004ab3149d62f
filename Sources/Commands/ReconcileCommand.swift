public import CommandSyntax
import JSON
import SyncEngine
import SyncModel
import Terminal

/// Looks, and puts what it finds into the queue.
public struct ReconcileCommand: Command {
    public static let name = "reconcile"
    public static let summary = "Find gaps and queue them for repair."
    public static let details = """
        Looks as 'gaps' does, notes what needs no repair as done, and queues the rest; 'queue drain' delivers it.

        With --dry-run nothing is queued: the exact edits are shown instead, and with --plan saved besides, for \
        'sync --plan FILE' to make just those.
        """
    public static let examples = [
        Example("reconcile --scope 24h", "what changed in a day"),
        Example("reconcile --dry-run --type stale --limit 20", "what would be written for stale scenes"),
    ]

    public let scope = ScopeOptions()
    public let filter = GapFilterOptions()
    public let limit = Option("limit", short: "n", .count(), "Queue at most so many scenes.")
    public let dryRun = Option(flag: "dry-run", "Show gaps and edits, write nothing.")
    public let plan = Option("plan", .file, "With --dry-run: save the edits in this file.")
    public let exitCode = Option(flag: "exit-code", "Exit 3 if there are gaps.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        if !given.dryRun { try app.willChange("queue scenes") }
        if given.plan != nil, !given.dryRun {
            throw CommandEnd.usage("--plan saves what a dry run shows; give --dry-run too.")
        }
        let (engine, _) = try await app.engine()
        let search = try app.search(given.scope, given.filter)
        var request = ReconcileRequest(query: GapQuery(search: search, filter: given.filter.filter()))
        request.limit = given.limit
        request.isDryRun = given.dryRun
        if app.choices.yes { request.mayEmpty = .max }
        app.willFind(by: "reconcile")
        let collected = Collected(keepsGaps: app.choices.format == .json || given.dryRun)
        let report = try await engine.reconcile(request) { await collected.take($0) }
        var plans: [PlanReport]?
        if let path = given.plan {
            let made = try await engine.plan(await collected.gaps.map(\.scene))
            plans = made.plans
            let saved = SavedPlan(made, madeAt: app.wiring.now())
            try PlanFile.write(saved, to: path)
            app.tell("Saved the edits of \(counted(saved.entries.count, "item")) in \(path).")
        } else if given.dryRun {
            plans = try await engine.plans(for: await collected.gaps.map(\.scene))
        }
        try await Self.show(report, collected, plans, app)
        app.found(await collected.scenes, by: "reconcile")
        if report.result == .held || !report.isComplete { throw CommandEnd.failed() }
        if given.exitCode, report.tally.gaps > 0 { throw CommandEnd.gapsFound }
    }

    /// Shows what a reconciliation came to, as 'reconcile' and 'rules run' do.
    static func show(
        _ report: ReconcileReport, _ collected: Collected, _ plans: [PlanReport]?, _ app: App
    ) async throws {
        let gaps = await collected.gaps
        let titles = LibraryTitles(await collected.libraries)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                writer.object { writer in
                    writer.totals(report.tally, scope: report.scope, isComplete: report.isComplete)
                    if app.choices.format == .json {
                        writer.array("gaps") { for gap in gaps { $0.gap(gap, libraries: titles) } }
                    }
                    if let run = report.run { writer.write("run", String(run)) }
                    writer.write("result", report.result.rawValue)
                    writer.gapCount("queued", report.queued)
                    writer.gapCount("not_queued", report.notQueued, reasons: report.reasons)
                    if let plans { writer.array("plans") { for plan in plans { $0.plan(plan, libraries: titles) } } }
                }
            })
            return
        }
        if let plans {
            try await app.show(PlanTable.table(plans, titles))
        } else {
            try await app.show(ReconcileText.table(report))
        }
        for line in TallyText.lines(report.tally, shown: report.tally.gaps) { app.tell(line) }
        for line in ReconcileText.lines(report, isDryRun: plans != nil) { app.tell(line) }
        for doubt in report.doubts { app.tell("Incomplete: \(doubt)") }
    }
}

/// Gaps as they are found, for output that comes at the end.
actor Collected {
    private let keepsGaps: Bool
    private(set) var gaps: [Gap] = []
    private(set) var scenes: [Scene.ID] = []
    private(set) var libraries: [Library] = []

    init(keepsGaps: Bool) { self.keepsGaps = keepsGaps }

    func take(_ found: FoundGap) {
        libraries = found.libraries
        scenes.append(found.gap.scene)
        if keepsGaps { gaps.append(found.gap) }
    }
}
