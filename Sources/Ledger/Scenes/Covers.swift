public import Database
public import SyncModel

/// What is known of a scene's cover, so that it is fetched again only after a change.
public struct Cover: Hashable, Sendable {
    /// By which Stash tells whether it is still the same.
    public var etag: String?
    /// Of its bytes, in hexadecimal digits; `nil` where Stash has none that Plex could show.
    public var sha1: String?
    /// The scene's `updated_at` when it was asked for.
    public var askedFor: String

    public init(etag: String?, sha1: String?, askedFor: String) {
        (self.etag, self.sha1, self.askedFor) = (etag, sha1, askedFor)
    }

    /// Whether the cover was looked at in just this state of the scene.
    public func isCurrent(for row: SceneRow) -> Bool { !row.isYoung && askedFor == row.updatedAt.text }
}

public enum Covers {
    public static func find(_ scene: Scene.ID, in transaction: ReadTransaction) throws -> Cover? {
        try transaction.first("SELECT etag, sha1, askedFor FROM cover WHERE scene = ?", scene.rawValue) {
            Cover(etag: try $0[0], sha1: try $0[1], askedFor: try $0[2])
        }
    }

    public static func put(_ cover: Cover, of scene: Scene.ID, in transaction: WriteTransaction) throws {
        try transaction.run(
            """
            INSERT INTO cover (scene, etag, sha1, askedFor) VALUES (?, ?, ?, ?)
            ON CONFLICT (scene) DO UPDATE SET etag = excluded.etag, sha1 = excluded.sha1, askedFor = excluded.askedFor
            """, scene.rawValue, cover.etag, cover.sha1, cover.askedFor)
    }

    /// Every cover is asked for once more: Stash makes covers without touching their scenes.
    public static func doubtAll(in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE cover SET askedFor = '' WHERE askedFor != ''")
    }

    /// The scene's wants with its cover among them, as far as that is known.
    public static func complete(
        _ wants: inout Wants, of scene: Scene.ID, _ fields: [Field], in transaction: ReadTransaction
    ) throws {
        let pictures = fields.filter(\.isPicture)
        if pictures.isEmpty { return }
        let value = try find(scene, in: transaction)?.sha1.map(FieldValue.digest)
        for field in pictures { wants.values[field] = value }
    }
}
