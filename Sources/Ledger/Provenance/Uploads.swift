public import Database
public import SyncModel

/// The picture that we uploaded last for a field of an item, by the name that Plex gave it: so it is known again whatever
/// names a release gives.
public struct Upload: Hashable, Sendable {
    public var name: String
    /// Of its bytes.
    public var sha1: String

    public init(name: String, sha1: String) { (self.name, self.sha1) = (name, sha1) }
}

public enum Uploads {
    public static func find(
        _ field: Field, of key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> Upload? {
        try transaction.first(
            "SELECT name, sha1 FROM upload WHERE server = ? AND ratingKey = ? AND field = ?", server.rawValue,
            key.rawValue, field.ordinal
        ) { Upload(name: try $0[0], sha1: try $0[1]) }
    }

    public static func put(
        _ upload: Upload, _ field: Field, of key: RatingKey, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO upload (server, ratingKey, field, name, sha1) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, sha1 = excluded.sha1
            """, server.rawValue, key.rawValue, field.ordinal, upload.name, upload.sha1)
    }
}
