import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel

/// Brings each scene of a batch to its outcome, as a reconciliation does: only a gap is delivered.
struct Deciding: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        if work.rows.isEmpty { return }
        let servers = work.known.servers
        let (known, ids, now) = (work.known, Set(work.rows.map(\.id)), engine.now())
        let knowledge = try await engine.store.read {
            try known.sceneKnowledge(readNow: ids, at: now, in: $0)
        }
        let (scanned, coverFailures) = try await compare(work, knowledge)
        // A scene may have vanished while it was looked at.
        for id in ids.subtracting(scanned.map(\.verdict.scene)) { work.settle(id, .done("gone")) }
        var missing: [ScannedScene] = []
        for one in scanned {
            if let row = work.rows.first(where: { $0.id == one.verdict.scene }), let job = work.jobOfScene[row.id] {
                work.marks[job.id] =
                    one.verdict.gap == nil
                    ? stateMark(of: row, targets: one.match.targets, under: servers.fingerprint) : one.mark
            }
            if let saved = batch.saved, one.verdict.outcome == .gap {
                let targets = one.comparisons.map(\.target).filter { saved.entry(one.verdict.scene, $0) != nil }
                work.planned += targets.map { ItemPlan(scene: one.verdict.scene, target: $0) }
                if targets.isEmpty { work.settle(one.verdict.scene, .done()) }
            } else if one.verdict.gap?.types.contains(.missing) == true {
                missing.append(one)
            } else if let error = coverFailures[one.verdict.scene], one.verdict.gap?.wouldWriteNothing ?? true {
                let failure = try await batch.gates.judged(Failure(error))
                if failure.stopsBatch { throw failure }
                work.settle(one.verdict.scene, .end(failure.ending(mark: one.mark)))
            } else if let fate = fate(of: one, work) {
                work.settle(one.verdict.scene, fate)
            } else {
                let coverFailure = coverFailures[one.verdict.scene].map { Failure($0).asOwnFault.ending() }
                work.planned += one.comparisons.map { comparison in
                    var plan = ItemPlan(scene: one.verdict.scene, target: comparison.target)
                    plan.coverFailure = coverFailure
                    return plan
                }
            }
        }
        try await FolderScans(batch: batch).work(missing, &work)
    }

    /// What others learn of Plex meanwhile may take an item that we have just read out of the index again; then it is
    /// read anew. Once or twice is chance, a third time its answer is not to be understood.
    private func compare(
        _ work: BatchWork, _ knowledge: SceneKnowledge
    ) async throws -> ([ScannedScene], coverFailures: [Scene.ID: StashError]) {
        let servers = work.known.servers
        let failed = Set(work.items.failed.keys)
        var (rows, ends, coverFailures) = (work.rows, [ScannedScene](), [Scene.ID: StashError]())
        for isLast in [false, false, true] where !rows.isEmpty {
            let comparing = PageComparing(
                engine: engine, servers: servers, chosen: Set(servers.libraries.map(\.key)),
                libraries: work.known.libraries, scenes: knowledge, settles: true,
                asked: Asked(unreadableItems: failed), clears: batch.clears)
            let found: [ScannedScene]
            do { found = try await comparing.compare(IndexedPage(rows: rows)) } catch {
                guard let failure = Failure(error) else { throw error }
                throw try await batch.gates.judged(failure)
            }
            coverFailures.merge(await comparing.coverFailures) { $1 }
            let lost = found.filter { one in
                !isLast && one.verdict.outcome == .unreadable && !one.match.targets.isEmpty
                    && one.match.targets.allSatisfy { !failed.contains($0.ratingKey) }
            }
            let again = Set(lost.map(\.verdict.scene))
            ends += found.filter { !again.contains($0.verdict.scene) }
            rows = rows.filter { again.contains($0.id) }
        }
        return (ends, coverFailures)
    }

    /// `nil` where there is something to deliver.
    private func fate(of scanned: ScannedScene, _ work: BatchWork) -> JobFate? {
        let scene = scanned.verdict.scene
        switch scanned.verdict.outcome {
        case .gap:
            guard let gap = scanned.verdict.gap, gap.wouldWriteNothing else { return nil }
            return .done(scanned.comparisons.contains(where: \.differs) ? "kept" : "in_sync")
        case .unreadable:
            let mark = work.jobOfScene[scene].flatMap { work.marks[$0.id] }
            let failure = scanned.match.targets.lazy.compactMap { work.items.failed[$0.ratingKey] ?? nil }.first
            if let failure { return .end(failure.ending(mark: mark)) }
            let error = "Scene \(scene.rawValue), its item, or the listing of its library could not be read."
            return .end(Ending(.tryAgain(), error: error, code: "unreadable", mark: mark))
        case .inSync, .kept, .noFile, .noMetadata, .ambiguous, .unmapped, .otherLibrary:
            return .done(scanned.verdict.outcome.rawValue)
        }
    }
}
