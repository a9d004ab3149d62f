import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// Sends what was planned, item by item: the values first, then what is taken out of sets.
struct Writing: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }
    /// So many writes in a row without an answer, and Plex takes none, though it answers questions: the rest would only
    /// wait as long.
    private static let mostUnanswered = 3

    func work(_ work: inout BatchWork) async throws {
        if work.planned.isEmpty { return }
        work.planned = try await Planning(batch: batch, work: work).planned()
        for plan in work.planned where plan.state == .open { warn(of: plan) }
        // Reading may have taken long, and somebody else may have our jobs by now.
        var renewedAt = work.startedAt
        let renewal = Int(batch.renewal / .milliseconds(1))
        var unanswered = 0
        for place in work.planned.indices where work.planned[place].state == .open {
            let now = engine.now()
            // Also where the clock jumped: we may have been stopped for longer than a lease.
            if abs(now.rawValue - renewedAt.rawValue) > renewal {
                try await renew(&work)
                renewedAt = now
            }
            guard work.planned[place].state == .open else { continue }
            let timeOut = try await send(place, &work)
            unanswered = timeOut == nil ? 0 : unanswered + 1
            if let timeOut, unanswered == Self.mostUnanswered { throw timeOut.asServerDown }
        }
    }

    private func warn(of plan: ItemPlan) {
        for (field, text) in plan.shortened.sorted(by: { $0.key < $1.key }) {
            engine.activity.warn(
                "The \(field.rawValue) of scene \(plan.scene.rawValue) is longer than one request to Plex can carry; "
                    + "its first \(text.count - 1) characters are written.")
        }
    }

    private func renew(_ work: inout BatchWork) async throws {
        let ours = try await batch.renew(work.openFences)
        for place in work.planned.indices where work.planned[place].state == .open {
            guard let job = work.jobOfScene[work.planned[place].scene], !ours.contains(job.id) else { continue }
            work.planned[place].state = .failed  // its ending will be refused
        }
    }

    /// - Returns: The last time-out, where there was one.
    private func send(_ place: Int, _ work: inout BatchWork) async throws -> Failure? {
        var timeOut: Failure?
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
            if case .plexProbe(.timedOut) = judged.error { timeOut = judged }
            // It may have arrived for all we know: the read-back tells. Until then this is why not.
            work.planned[place].failure = judged.ending()
            if case .giveUp = judged.verdict { break }
        }
        work.planned[place].state = .sent
        return timeOut
    }
}
