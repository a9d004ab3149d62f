import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// One reconciliation at work.
struct Reconciling: Sendable {
    let engine: Engine
    let request: ReconcileRequest
    /// Its number; `nil` in a dry run.
    let run: Int?

    /// A gap that shall be queued.
    private struct Candidate: Sendable {
        let scene: Scene.ID
        let types: [GapType]
        var job: NewJob
    }

    func work(_ visit: (FoundGap) async throws -> Void) async throws -> ReconcileReport {
        let servers = try await engine.probe()
        var search = request.query.search
        search.settles = !request.isDryRun && request.action == .enqueue
        // Plans, what a run would empty, and whether a job gave up on just that, are told by what a gap rests on.
        if !request.isDryRun { search.reuse = search.settles ? .settled : .gapless }
        var report = ReconcileReport(
            scope: search.scope.resolved(now: servers.stashTime(at: engine.now()), zone: engine.settings.zone))
        report.run = run
        var candidates: [Candidate] = []
        var admission = Admission(
            missing: engine.settings.missing, action: request.action, limit: request.limit)
        let steps = request.query.filter.steps
        var left = steps.map { _ in 0 }
        let end = try await engine.search(search, servers) { page in
            let givenUp = try await givenUpScenes(in: page)
            let queued = request.limit == nil ? [] : try await queuedScenes(in: page)
            for scanned in page {
                report.tally.count(scanned.verdict)
                guard let gap = scanned.verdict.gap else { continue }
                for index in 0..<scanned.passed(steps) { left[index] += 1 }
                guard
                    let found = scanned.kept(
                        by: request.query.filter, engine.settings.missing, servers.plex.libraries)
                else {
                    report.leave(gap.types, .filtered)
                    continue
                }
                report.tally.count(found.gap)
                try await visit(found)
                if let reason = admission.take(
                    gap, isGivenUp: givenUp.contains(gap.scene), isQueued: queued.contains(gap.scene))
                {
                    report.leave(gap.types, reason)
                } else {
                    report.emptied += scanned.emptiedFields
                    candidates.append(Candidate(scene: gap.scene, types: gap.types, job: job(for: gap)))
                }
            }
        }
        report.scope = end.scope
        report.doubts = end.doubts
        report.steps = zip(steps, left).map { RunSummary.Step(key: $0.key, left: $1) }
        try await conclude(&report, candidates, servers)
        if !report.isComplete, report.result == .ok { report.result = .incomplete }
        return report
    }

    private func job(for gap: Gap) -> NewJob {
        NewJob(
            key: "scene:\(gap.scene.rawValue)", payload: run.map { Array(String($0).utf8) } ?? [],
            priority: request.priority,
            why: gap.types.map(\.rawValue) + (request.mayEmpty == nil ? [] : [EmptyingJudge.approved]))
    }

    /// Scenes whose job died of just the state that is found again.
    private func givenUpScenes(in page: [ScannedScene]) async throws -> Set<Scene.ID> {
        let gaps = page.filter { $0.verdict.gap != nil }
        if gaps.isEmpty { return [] }
        return try await engine.store.read { [jobs = engine.jobs] transaction in
            Set(
                try gaps.filter { scanned in
                    let key = "scene:\(scanned.verdict.scene.rawValue)"
                    return try jobs.markAtDeath(of: key, in: transaction) == scanned.mark
                }.map(\.verdict.scene))
        }
    }

    private func queuedScenes(in page: [ScannedScene]) async throws -> Set<Scene.ID> {
        let scenes = page.compactMap(\.verdict.gap).map { (scene: $0.scene, key: job(for: $0).key) }
        return try await engine.store.read { [jobs = engine.jobs] transaction in
            Set(try scenes.filter { try jobs.liveJob($0.key, in: transaction) != nil }.map(\.scene))
        }
    }

    // MARK: Queueing

    private func conclude(
        _ report: inout ReconcileReport, _ candidates: [Candidate], _ servers: ProbedServers
    ) async throws {
        if request.isDryRun {
            let waiting = try await waitingScenes(candidates)
            for candidate in candidates {
                report.leave(candidate.types, waiting.contains(candidate.scene) ? .alreadyQueued : .dryRun)
            }
            return
        }
        if try await isHeld(report, servers) {
            for candidate in candidates { report.leave(candidate.types, .held) }
            report.result = .held
            report.heldScenes = candidates.map(\.scene)
            return
        }
        try await enqueue(candidates, &report)
    }

    private func isHeld(_ report: ReconcileReport, _ servers: ProbedServers) async throws -> Bool {
        let settings = engine.settings
        if let allowed = request.mayEmpty, report.emptied <= allowed { return false }
        guard report.emptied > settings.blastGuard.fields else { return false }
        let filled = try await engine.store.read {
            try ItemIndex.filledFields(settings.fields.enabled, servers.server, in: $0)
        }
        return settings.blastGuard.holds(emptied: report.emptied, ofFilled: filled)
    }

    private func waitingScenes(_ candidates: [Candidate]) async throws -> Set<Scene.ID> {
        try await engine.store.read { [jobs = engine.jobs] transaction in
            Set(try candidates.filter { try jobs.liveJob($0.job.key, in: transaction) != nil }.map(\.scene))
        }
    }

    private func enqueue(_ candidates: [Candidate], _ report: inout ReconcileReport) async throws {
        let size = 1000
        for start in stride(from: 0, to: candidates.count, by: size) {
            let batch = Array(candidates[start..<min(start + size, candidates.count)])
            let now = engine.now().rawValue
            let results = try await engine.store.write { [jobs = engine.jobs] in
                try jobs.enqueue(batch.map(\.job), now: now, in: $0)
            }
            for (candidate, result) in zip(batch, results) {
                switch result {
                case .added: report.queued.count(candidate.types)
                case .merged, .again: report.leave(candidate.types, .alreadyQueued)
                case .full: report.leave(candidate.types, .queueFull)
                }
            }
            engine.activity.progress(Step(.queueing, done: start + batch.count, total: candidates.count))
        }
    }
}

extension ReconcileReport {
    mutating func leave(_ types: [GapType], _ reason: NotQueuedReason) {
        notQueued.count(types)
        reasons[reason, default: 0] += 1
    }
}
