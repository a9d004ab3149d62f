import Database
import Ledger
import SyncModel

/// How far the scene index can be trusted. It exists only after an uninterrupted pass over all scenes.
struct IndexMark: Hashable, Sendable {
    var fingerprint: String
    /// Changes are asked for from here on, by Stash's clock.
    var watermark: Instant
    /// The scene with the highest `updated_at` and that text: if it no longer comes back with it, a database was restored.
    var newest: (id: Scene.ID, updatedAt: String)?
    /// When the last full pass began, by our clock.
    var fullPassAt: Instant

    static func == (one: Self, other: Self) -> Bool {
        one.fingerprint == other.fingerprint && one.watermark == other.watermark && one.newest?.id == other.newest?.id
            && one.newest?.updatedAt == other.newest?.updatedAt && one.fullPassAt == other.fullPassAt
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
        hasher.combine(watermark)
    }

    static func load(in transaction: ReadTransaction) throws -> IndexMark? {
        guard let fingerprint = try Marks.get(.sceneIndex, in: transaction),
            let watermark = try Marks.get(.sceneWatermark, in: transaction).flatMap({ Int($0) }),
            let fullPassAt = try Marks.get(.sceneFullPass, in: transaction).flatMap({ Int($0) })
        else { return nil }
        let row = try Marks.get(.sceneWatermarkRow, in: transaction)?.split(separator: " ", maxSplits: 1)
        let newest = row.flatMap { parts in
            parts.count == 2 ? Int(parts[0]).map { (id: Scene.ID(rawValue: $0), updatedAt: String(parts[1])) } : nil
        }
        return IndexMark(
            fingerprint: fingerprint, watermark: Instant(rawValue: watermark), newest: newest,
            fullPassAt: Instant(rawValue: fullPassAt))
    }

    func save(in transaction: WriteTransaction) throws {
        try Marks.set(.sceneIndex, to: fingerprint, in: transaction)
        try Marks.set(.sceneWatermark, to: String(watermark.rawValue), in: transaction)
        try Marks.set(.sceneFullPass, to: String(fullPassAt.rawValue), in: transaction)
        try Marks.set(
            .sceneWatermarkRow, to: newest.map { "\($0.id.rawValue) \($0.updatedAt)" }, in: transaction)
    }

    /// Takes the claim away from an index made under another configuration, whose rows are about to be mixed with ours.
    static func clear(unlessOf fingerprint: String, in transaction: WriteTransaction) throws {
        let kept = try Marks.get(.sceneIndex, in: transaction)
        if kept != nil, kept != fingerprint { try clear(in: transaction) }
    }

    /// Takes the claim away before anything is changed that would make it untrue. Verdicts would go one by one.
    static func clear(in transaction: WriteTransaction) throws {
        try KeptVerdicts.clear(in: transaction)
        try Marks.set(.sceneIndex, to: nil, in: transaction)
    }
}

/// The latest of the times read, by instant: Stash's texts have several offsets.
struct NewestScene: Sendable {
    private(set) var row: (id: Scene.ID, updatedAt: String, instant: Instant)?

    mutating func see(_ id: Scene.ID, _ updatedAt: Timestamp) {
        guard let instant = updatedAt.instant else { return }
        if let row, (row.instant, row.id) >= (instant, id) { return }
        row = (id, updatedAt.text, instant)
    }

    /// The lesser of the highest time read and the request's own.
    func watermark(requestedAt: Instant) -> Instant { min(row?.instant ?? requestedAt, requestedAt) }
}

extension IndexMark {
    /// The latest scene of the index, now that `touched` were read anew. As long as the one that was the latest is there
    /// unchanged, only these can be later.
    func newestScene(afterReading touched: Set<Scene.ID>, in transaction: ReadTransaction) throws -> NewestScene {
        var scene = NewestScene()
        if let newest, try SceneIndex.time(of: newest.id, in: transaction)?.text == newest.updatedAt {
            scene.see(newest.id, Timestamp(newest.updatedAt))
            for id in touched {
                if let time = try SceneIndex.time(of: id, in: transaction) { scene.see(id, time) }
            }
        } else {
            try SceneIndex.eachTime(in: transaction) { scene.see($0, $1) }
        }
        return scene
    }
}
