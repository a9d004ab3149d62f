import Database
import JSON
import Ledger
import Queue
import StashAPI
import SyncEngine
import SyncModel
import Terminal

/// The plugin's tasks. Each ends with a few log lines, its headline last: Stash shows the newest line first.
struct PluginTasks: Sendable {
    let app: App
    let log: PluginLog

    /// Looks, queues, and delivers what is due unless another process does.
    func reconcile(_ scope: Scope, isDryRun: Bool) async throws -> PluginAnswer {
        let (engine, settings) = try await app.engine()
        if !isDryRun { try await app.pluginRules(engine, settings, log).runDue() }
        var request = ReconcileRequest(query: GapQuery(search: SearchRequest(scope: scope), filter: GapFilter()))
        request.isDryRun = isDryRun
        request.trigger = "plugin"
        log.begin(.reconciliation(gapShare: isDryRun ? 0 : try await gapShare(engine)))
        let report = try await patiently { try await engine.reconcile(request) { _ in if !isDryRun { log.found() } } }
        var lines = PluginReconcileText.lines(report, isDryRun: isDryRun)
        for doubt in report.doubts { log.warn("Incomplete: \(doubt)") }
        if !isDryRun { lines += try await deliver(engine) }
        log.end(lines)
        let output = try json { writer in
            writer.object { writer in
                writer.totals(report.tally, scope: report.scope, isComplete: report.isComplete)
                writer.write("result", report.result.rawValue)
                writer.gapCount("queued", report.queued)
                writer.gapCount("not_queued", report.notQueued, reasons: report.reasons)
            }
        }
        return PluginAnswer(output, shortfall: Self.shortfall(of: report))
    }

    private static func shortfall(of report: ReconcileReport) -> String? {
        if report.result == .held {
            return "Nothing was queued: it would empty \(grouped(report.emptied)) fields that are filled in Plex."
        }
        if report.isComplete { return nil }
        let unreadable = counted(report.tally.outcomes[.unreadable] ?? 0, "scene")
        return "It is incomplete: \(report.doubts.first ?? "\(unreadable) could not be read.")"
    }

    /// Which part of the scenes the last run queued, `0...1`; all of them where there was none.
    private func gapShare(_ engine: Engine) async throws -> Double {
        guard let run = try await engine.store.read({ try RunLog.list(limit: 1, in: $0).first }) else { return 1 }
        let summary = try RunSummary(decoding: run.summary)
        return summary.scanned > 0 ? min(1, Double(summary.queuedScenes) / Double(summary.scanned)) : 0
    }

    /// A task waits until no other reconciliation is at work (`DESIGN.md` 12).
    private func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
        var isTold = false
        while true {
            do { return try await body() } catch EngineError.busy {
                if !isTold { log.say(.info, "Another reconciliation is at work; this one waits for its end.") }
                isTold = true
            }
        }
    }

    /// Delivers what is due, beside the worker of a hook if there is one. What is queued is safe, so that a server that is
    /// down is no failure of the task.
    func deliver(_ given: Engine? = nil) async throws -> [String] {
        let engine: Engine
        if let given { engine = given } else { engine = try await app.engine().0 }
        let lock = try PluginDrainer.lock(in: engine.stateFolder)
        defer { lock?.release() }
        do {
            let lines = DrainText.lines(try await engine.drain(), now: app.wiring.now())
            let running = try await engine.store.read { [jobs = engine.jobs] in try jobs.counts(in: $0).running }
            return lines
                + (running == 0 ? [] : ["A worker is at it: it sees to another \(counted(running, "job"))."])
        } catch let error as EngineError {
            return ["What is queued waits: \(error)"]
        }
    }

    func drain(isDryRun: Bool) async throws -> PluginAnswer {
        if isDryRun {
            log.end(["Dry run is on in Settings > Plugins > plexsync: nothing was delivered."])
            return PluginAnswer(.null)
        }
        let (engine, settings) = try await app.engine()
        try await app.pluginRules(engine, settings, log).runDue()
        log.begin(.delivery)
        let report = try await engine.drain()
        let held = try await engine.store.read { [jobs = engine.jobs] in try jobs.counts(in: $0).held }
        log.end(DrainText.lines(report, now: app.wiring.now()) + (held > 0 ? PluginStatusText.ofHeld : []))
        let died = "\(counted(report.died, "job")) gave up; 'Retry Dead Letters' brings back what did."
        return PluginAnswer(
            try json { $0.drain(report) },
            shortfall: report.died > 0 ? died : report.pauses.isPaused ? "The queue is paused." : nil)
    }

    /// Last run, what it found and queued, the queue, breakers; as JSON for whoever asks as an operation.
    ///
    /// - Parameter knowsRules: Else nothing is said about the next run.
    func status(knowsRules: Bool) async throws -> JSONTree {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let now = app.wiring.now()
        var status = try await store.read { try Status(in: $0, now: now) }
        if knowsRules { status.next = try await app.nextStarts(in: store) }
        log.end(try PluginStatusText.lines(status, knowsRules: knowsRules, now: now))
        return try json { try $0.status(status) }
    }

    /// - Returns: How many dead letters are jobs again.
    func retry() async throws -> Int {
        let store = try await app.workspace.store(app.choices)
        let now = app.wiring.now().rawValue
        return try await store.write { try JobStore().retry(JobFilter(), now: now, in: $0) }
    }

    func clear() async throws -> JSONTree {
        let store = try await app.workspace.store(app.choices)
        let count = try await store.write { try JobStore().drop(JobFilter(states: [.ready]), in: $0) }
        log.end(["Dropped \(counted(count, "waiting job")); 'Reconcile Library' finds gaps anew."])
        return ["changed": .int(count)]
    }

    /// What `doctor` looks at.
    func check() async throws -> JSONTree {
        let findings = try await Examination(app: app).findings()
        let troubles = findings.filter { $0.remedy != nil }
        for finding in troubles {
            let text = finding.text.hasSuffix(".") ? finding.text : finding.text + "."
            log.say(finding.state == .fault ? .error : .warning, "\(text) \(finding.remedy ?? "")")
        }
        let faults = findings.count { $0.state == .fault }
        log.end([
            faults == 0
                ? "Both servers can be used; \(counted(troubles.count, "warning"))." : "\(counted(faults, "fault"))."
        ])
        return try json { writer in
            writer.object { writer in
                writer.write("ok", faults == 0)
                writer.array("checks") { for finding in findings { $0.finding(finding) } }
            }
        }
    }

    private func json(_ body: (inout JSONWriter) throws -> Void) throws -> JSONTree {
        var writer = JSONWriter()
        try body(&writer)
        return try JSONTree(parsing: writer.bytes)
    }
}

/// A hook that came here instead of to `plexsync-plugin`.
struct PluginHookJob: Sendable {
    let app: App

    func run(_ input: PluginInput) async throws -> JSONTree {
        guard let hook = input.hook else { throw PluginFault.noHook }
        let isScene = hook.subject == "scene"
        let isWanted =
            switch (hook.subject, hook.action) {
            case ("scene", "create"), ("scene", "update"), ("scene", "destroy"), ("tag", "merge"): true
            case ("tag", let action), ("performer", let action), ("studio", let action), ("group", let action):
                action == "update" || action == "destroy"
            default: false
            }
        guard isWanted else { return .null }
        guard let id = hook.id, id > 0 else { throw PluginFault.noHook }
        let key = "\(hook.subject):\(id)"
        let isGone = isScene && hook.action == "destroy"
        let now = app.wiring.now().rawValue
        try await app.workspace.store(app.choices).write { transaction in
            if isGone {
                if let job = try JobStore().liveJob(key, in: transaction) {
                    _ = try JobStore().drop(job.id, in: transaction)
                }
            } else {
                let job = NewJob(key: key, priority: .hook, why: ["hook"])
                _ = try JobStore().enqueue(job, now: now, in: transaction)
            }
        }
        return .null
    }
}
