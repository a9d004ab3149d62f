import Database
import JSON
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
    func reconcile(_ scope: Scope, isDryRun: Bool) async throws -> JSONTree {
        let (engine, settings) = try await app.engine()
        if !isDryRun { _ = try await app.pluginRules(engine, settings, log).runDue() }
        var request = ReconcileRequest(query: GapQuery(search: SearchRequest(scope: scope), filter: GapFilter()))
        request.isDryRun = isDryRun
        request.trigger = "plugin"
        let report = try await engine.reconcile(request) { _ in }
        var lines = TallyText.lines(report.tally, shown: report.tally.gaps)
        lines += ReconcileText.lines(report, isDryRun: isDryRun)
        if isDryRun { lines.append("Dry run: nothing was queued.") }
        for doubt in report.doubts { log.warn("Incomplete: \(doubt)") }
        if !isDryRun { lines += try await deliver(engine) }
        finish(lines)
        return try json { writer in
            writer.object { $0.totals(report.tally, scope: report.scope, isComplete: report.isComplete) }
        }
    }

    /// Where the drainer of a hook is at work, it takes these along.
    private func deliver(_ engine: Engine) async throws -> [String] {
        guard let lock = try PluginDrainer.lock(in: engine.stateFolder) else { return [] }
        defer { lock.release() }
        return DrainText.lines(try await engine.drain(), now: app.wiring.now())
    }

    func drain(isDryRun: Bool) async throws -> JSONTree {
        if isDryRun {
            finish(["Dry run is on in Settings > Plugins > plexsync: nothing was delivered."])
            return .null
        }
        let (engine, settings) = try await app.engine()
        _ = try await app.pluginRules(engine, settings, log).runDue()
        let report = try await engine.drain()
        finish(DrainText.lines(report, now: app.wiring.now()))
        return try json { $0.drain(report) }
    }

    /// Last run, what it found and queued, the queue, breakers; as JSON for whoever asks as an operation.
    func status() async throws -> JSONTree {
        let store = try await app.workspace.storeOfRuns(app.choices)
        let now = app.wiring.now()
        let status = try await store.read { try Status(in: $0, now: now) }
        let facts = try StatusTable.table(status, now: now).rows.map { row in
            row.map(\.text).joined(separator: ": ")
        }
        let counts = status.queue
        finish(
            [
                "Queue: \(grouped(counts.ready)) waiting, \(grouped(counts.running)) running, \(grouped(counts.dead)) dead."
            ] + facts)
        return try json { try $0.status(status) }
    }

    func retry() async throws -> JSONTree {
        let store = try await app.workspace.store(app.choices)
        let now = app.wiring.now().rawValue
        let count = try await store.write { try JobStore().retry(JobFilter(), now: now, in: $0) }
        finish(["Brought back \(counted(count, "dead letter"))."])
        return ["changed": .int(count)]
    }

    func clear() async throws -> JSONTree {
        let store = try await app.workspace.store(app.choices)
        let count = try await store.write { try JobStore().drop(JobFilter(states: [.ready]), in: $0) }
        finish(["Dropped \(counted(count, "waiting job")). 'Reconcile Library' finds the gaps again."])
        return ["changed": .int(count)]
    }

    /// What `doctor` looks at.
    func check() async throws -> JSONTree {
        let findings = try await Examination(app: app).findings()
        let troubles = findings.filter { $0.remedy != nil }
        for finding in troubles {
            let line = "\(finding.text) \(finding.remedy ?? "")"
            log.say(finding.state == .fault ? .error : .warning, line)
        }
        let faults = findings.count { $0.state == .fault }
        finish([
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

    /// - Parameter lines: The headline first.
    private func finish(_ lines: [String]) {
        log.finish()
        for line in lines.reversed() { log.say(.info, line) }
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
