import Database
import Ledger
import PlexAPI
import Queue
import SyncModel

/// Reads all items of a batch back, in one request: a job is done when Plex shows it, not when it said 200.
struct ReadingBack: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        let keys = work.planned.filter { $0.state == .sent }.map(\.target.ratingKey)
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            let full: FullItems
            do { full = try await engine.plex.items(some) } catch .cancelled { throw CancellationError() } catch {
                let judged = try await batch.gates.judged(Failure(error))
                if judged.stopsBatch { throw judged }
                work.note(judged)
                for place in work.planned.indices where some.contains(work.planned[place].target.ratingKey) {
                    work.planned[place].failure = judged.ending()
                }
                continue
            }
            work.answered(.plex)
            var uploadNames: [PictureKind: String] = [:]
            let byKey = Dictionary(full.items.map { ($0.ratingKey, $0) }, uniquingKeysWith: { first, _ in first })
            for place in work.planned.indices where work.planned[place].state == .sent {
                guard some.contains(work.planned[place].target.ratingKey) else { continue }
                work.planned[place].after = byKey[work.planned[place].target.ratingKey]
                work.planned[place].state = .readBack
                try await confirmPictures(&work.planned[place], &uploadNames)
            }
        }
    }

    /// The item itself shows an address that moves with any edit; only the list of its pictures says which one is shown.
    /// That is a request of its own, so it is made once in a batch: where it shows an upload under the hash of its bytes,
    /// the others are believed if their address has moved.
    ///
    /// - Parameter uploadNames: What stands before the hash in the names that Plex gives uploads, as it was seen.
    private func confirmPictures(_ plan: inout ItemPlan, _ uploadNames: inout [PictureKind: String]) async throws {
        for (kind, sha1, before) in plan.pictures where plan.uploaded.contains(kind.field) {
            if let start = uploadNames[kind], plan.hasMoved(kind.field) {
                plan.uploads[kind.field] = Upload(name: start + sha1, sha1: sha1)
                continue
            }
            let candidates: [PictureCandidate]
            do {
                candidates = try await engine.plex.pictures(kind, of: plan.target.ratingKey)
            } catch .cancelled {
                throw CancellationError()
            } catch .notFound { continue } catch {
                plan.uploaded.remove(kind.field)
                continue
            }
            // A release that does not say which one is shown has to be believed.
            guard candidates.contains(where: \.isSelected) else { continue }
            let shown = ShownPicture(candidates)
            // Another upload than our last is the new one, by whatever name.
            if case .upload(let name) = shown,
                name.hasSuffix("/\(sha1)") || name != before?.name || sha1 == before?.sha1
            {
                plan.uploads[kind.field] = Upload(name: name, sha1: sha1)
                if name.hasSuffix("/\(sha1)") { uploadNames[kind] = String(name.dropLast(sha1.count)) }
            } else {
                plan.uploaded.remove(kind.field)
            }
        }
    }
}

extension ItemPlan {
    /// Whether Plex shows another address for it than before the write.
    fileprivate func hasMoved(_ field: Field) -> Bool {
        guard let now = after?.condensed.values[field] else { return false }
        return now != before?.values[field]
    }
}
