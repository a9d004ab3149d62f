import Database
import Ledger
import PlexAPI
import Queue
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
        let asked = Asked(items: work.items.asked, unreadableItems: Set(work.items.failed.keys))
        let comparing = PageComparing(
            engine: engine, servers: servers, chosen: Set(servers.libraries.map(\.key)), libraries: known.libraries,
            scenes: knowledge, settles: true, asked: asked, clears: batch.clears)
        let scanned: [ScannedScene]
        do { scanned = try await comparing.compare(work.rows) } catch {
            guard let failure = Failure(error) else { throw error }
            throw try await batch.gates.judged(failure)
        }
        // A scene may have vanished while it was looked at.
        for id in ids.subtracting(scanned.map(\.verdict.scene)) { work.settle(id, .done("gone")) }
        var missing: [ScannedScene] = []
        for one in scanned {
            if let row = work.rows.first(where: { $0.id == one.verdict.scene }), let job = work.jobOfScene[row.id] {
                work.marks[job.id] =
                    one.verdict.gap == nil
                    ? stateMark(of: row, targets: one.match.targets, under: servers.fingerprint) : one.mark
            }
            if one.verdict.gap?.types.contains(.missing) == true {
                missing.append(one)
            } else if let fate = fate(of: one, work) {
                work.settle(one.verdict.scene, fate)
            } else {
                work.planned += one.comparisons.map { ItemPlan(scene: one.verdict.scene, target: $0.target) }
            }
        }
        try await FolderScans(batch: batch).work(missing, &work)
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
