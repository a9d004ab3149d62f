import Database
import Ledger
import StashAPI
import SyncModel

/// Asks Stash for covers, each by one conditional request, a few side by side; what it finds is kept.
struct CoverReading: Sendable {
    let engine: Engine

    /// Bytes above which a cover is not sent: Plex would have to keep it.
    static let largest = 20 << 20
    private static let inFlight = 4

    /// - Returns: Covers that could not be had, with why.
    /// - Throws: `CancellationError`, and what the store throws.
    func read(_ rows: [SceneRow]) async throws -> [Scene.ID: StashError] {
        let known = try await engine.store.read { transaction in
            try rows.map { try Covers.find($0.id, in: transaction) }
        }
        var found: [(Scene.ID, Cover)] = []
        var failures: [Scene.ID: StashError] = [:]
        try await withThrowingTaskGroup(of: (Scene.ID, Result<Cover, StashError>).self) { group in
            func take(_ end: (Scene.ID, Result<Cover, StashError>)) {
                switch end.1 {
                case .success(let cover): found.append((end.0, cover))
                case .failure(let error): failures[end.0] = error
                }
            }
            for (place, (row, cover)) in zip(rows, known).enumerated() {
                if place >= Self.inFlight, let end = try await group.next() { take(end) }
                group.addTask { (row.id, try await look(row, cover)) }
            }
            for try await end in group { take(end) }
        }
        let covers = found
        try await engine.store.write { transaction in
            for (scene, cover) in covers { try Covers.put(cover, of: scene, in: transaction) }
        }
        return failures
    }

    private func look(_ row: SceneRow, _ known: Cover?) async throws -> Result<Cover, StashError> {
        var cover = Cover(etag: known?.etag, sha1: known?.sha1, askedFor: row.updatedAt.text)
        do {
            switch try await engine.stash.picture(of: row.id, etag: known?.etag) {
            case .unchanged: break
            case .none(let why):
                (cover.etag, cover.sha1) = (nil, nil)
                // A login page says nothing of the cover: it is asked for again.
                if why == .notAPicture { cover.askedFor = "" }
            case .bytes(let bytes, let type, let etag):
                (cover.etag, cover.sha1) = (etag, Self.canBeSent(bytes, type) ? sha1(of: bytes) : nil)
            }
            return .success(cover)
        } catch .cancelled { throw CancellationError() } catch .tooLarge {
            (cover.etag, cover.sha1) = (nil, nil)
            return .success(cover)
        } catch { return .failure(error) }
    }

    /// Plex shows JPEG and PNG, and in newer releases WebP.
    static func canBeSent(_ bytes: [UInt8], _ type: PictureType) -> Bool { type != .gif && bytes.count <= largest }
}
