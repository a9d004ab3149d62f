import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel

/// Uploads the pictures of a plan, one at a time: bytes, never an address, since Stash's would need a key. Their locks go
/// with the item's other edits.
struct PictureUpload: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    /// - Returns: What is to be sent now.
    func work(_ place: Int, _ work: inout BatchWork) async throws -> [EditRequest] {
        let plan = work.planned[place]
        for (kind, sha1, _) in plan.pictures {
            guard let (bytes, type) = try await cover(sha1, place, &work) else { continue }
            do {
                try await engine.plex.upload(bytes, contentType: type.rawValue, as: kind, to: plan.target.ratingKey)
                work.answered(.plex)
                work.planned[place].uploaded.insert(kind.field)
            } catch .cancelled { throw CancellationError() } catch {
                try await note(Failure(error), place, &work)
            }
        }
        let uploaded = work.planned[place].uploaded
        if uploaded.count == plan.pictures.count { return plan.requestsWithLocks }
        // What was not replaced is not locked.
        let locks = uploaded.sorted().map { FieldChange($0, .lockOnly) }
        do throws(EditFault) { return plan.requests + (try EditRequests(for: plan.target, locks).requests) } catch {
            return plan.requests
        }
    }

    /// The bytes that were planned; `nil` where they cannot be had.
    private func cover(
        _ planned: String, _ place: Int, _ work: inout BatchWork
    ) async throws -> ([UInt8], PictureType)? {
        let scene = work.planned[place].scene
        let picture: Picture
        do { picture = try await engine.stash.picture(of: scene, etag: nil) } catch .cancelled {
            throw CancellationError()
        } catch {
            try await note(Failure(error), place, &work)
            return nil
        }
        work.answered(.stash)
        if case .bytes(let bytes, let type, _) = picture, CoverReading.canBeSent(bytes, type),
            sha1(of: bytes) == planned
        {
            return (bytes, type)
        }
        try await engine.store.write { transaction in
            guard var cover = try Covers.find(scene, in: transaction) else { return }
            cover.askedFor = ""
            try Covers.put(cover, of: scene, in: transaction)
        }
        work.planned[place].failure = Ending(
            .tryAgain(), error: "Its cover changed in Stash while it was written.", code: "cover-changed")
        return nil
    }

    private func note(_ failure: Failure, _ place: Int, _ work: inout BatchWork) async throws {
        let judged = try await batch.gates.judged(failure)
        if judged.stopsBatch { throw judged }
        work.note(judged)
        work.planned[place].failure = judged.ending()
    }
}
