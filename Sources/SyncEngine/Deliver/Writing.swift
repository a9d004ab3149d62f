import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// Sends what was planned, item by item: the values first, then what is taken out of sets.
struct Writing: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        if work.planned.isEmpty { return }
        work.planned = try await Planning(batch: batch, work: work).planned()
        // Reading may have taken long, and somebody else may have our jobs by now.
        var renewedAt = work.startedAt
        let renewal = Int(batch.renewal / .milliseconds(1))
        for place in work.planned.indices where work.planned[place].state == .open {
            let now = engine.now()
            // Also where the clock jumped: we may have been stopped for longer than a lease.
            if abs(now.rawValue - renewedAt.rawValue) > renewal {
                try await renew(&work)
                renewedAt = now
            }
            guard work.planned[place].state == .open else { continue }
            try await send(place, &work)
        }
    }

    private func renew(_ work: inout BatchWork) async throws {
        let ours = try await batch.renew(work.openFences)
        for place in work.planned.indices where work.planned[place].state == .open {
            guard let job = work.jobOfScene[work.planned[place].scene], !ours.contains(job.id) else { continue }
            work.planned[place].state = .failed  // its ending will be refused
        }
    }

    private func send(_ place: Int, _ work: inout BatchWork) async throws {
        for request in try await PictureUpload(batch: batch).work(place, &work) {
            let failure: Failure
            do {
                try await engine.plex.edit(request)
                work.answered(.plex)
                continue
            } catch .cancelled { throw CancellationError() } catch { failure = Failure(error) }
            let judged = try await batch.gates.judged(failure)
            if judged.stopsBatch { throw judged }
            work.note(judged)
            // It may have arrived for all we know: the read-back tells. Until then this is why not.
            work.planned[place].failure = judged.ending()
            if case .giveUp = judged.verdict { break }
        }
        work.planned[place].state = .sent
    }
}
