public import Database
public import SyncModel

/// "Last synced" and "said", kept for each scene and target; and what was imported of another program's syncs.
public enum SyncRecords {
    public static func record(
        of scene: Scene.ID, to key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> SyncRecord? {
        try transaction.first(
            "SELECT lastSynced, said FROM sync WHERE scene = ? AND server = ? AND ratingKey = ?", scene.rawValue,
            server.rawValue, key.rawValue
        ) { row in
            let said: [UInt8]? = try row[1]
            return SyncRecord(lastSynced: Timestamp(try row[0]), said: try said.map(decodedValues))
        }
    }

    /// Writes only what changes.
    public static func put(
        _ record: SyncRecord, of scene: Scene.ID, to key: RatingKey, server: PlexServerID,
        in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO sync (scene, server, ratingKey, lastSynced, said) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (scene, server, ratingKey) DO UPDATE SET lastSynced = excluded.lastSynced, said = excluded.said
            WHERE lastSynced != excluded.lastSynced OR said IS NOT excluded.said
            """, scene.rawValue, server.rawValue, key.rawValue, record.lastSynced.text, record.said.map(encoded))
    }

    /// The record that a scene without one of its own takes over: that of a scene which played the same item and is gone.
    /// Stash gives a scene a new id when it was cleaned away and its file comes back.
    public static func inherited(
        to key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> SyncRecord? {
        try transaction.first(
            """
            SELECT lastSynced, said FROM sync WHERE server = ? AND ratingKey = ?
                AND NOT EXISTS (SELECT 1 FROM scene WHERE scene.id = sync.scene) ORDER BY scene DESC LIMIT 1
            """, server.rawValue, key.rawValue
        ) { row in
            let said: [UInt8]? = try row[1]
            return SyncRecord(lastSynced: Timestamp(try row[0]), said: try said.map(decodedValues))
        }
    }

    /// Whether the scene was ever synced to any target of this server.
    public static func hasAny(
        of scene: Scene.ID, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM sync WHERE scene = ? AND server = ? LIMIT 1", scene.rawValue, server.rawValue
        ) { try $0[0] as Int } != nil
    }
}

public enum ImportedSyncs {
    /// The imported sync of a scene, if there is one.
    public static func find(_ scene: Scene.ID, in transaction: ReadTransaction) throws -> ImportedSync? {
        try transaction.first("SELECT at, claims, ignoresLocks FROM importedSync WHERE scene = ?", scene.rawValue) {
            ImportedSync(at: Instant(rawValue: try $0[0]), claims: try $0[1], ignoresLocks: try $0[2])
        }
    }

    public static func isEmpty(in transaction: ReadTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM importedSync LIMIT 1") { try $0[0] as Int } == nil
    }

    /// Takes a sync in; a scene that we have synced later keeps ours.
    /// - Returns: Whether it was new or other than before.
    public static func put(
        _ sync: ImportedSync, of scene: Scene.ID, in transaction: WriteTransaction
    ) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO importedSync (scene, at, claims, ignoresLocks) VALUES (?, ?, ?, ?)
            ON CONFLICT (scene) DO UPDATE SET at = excluded.at, claims = excluded.claims,
                ignoresLocks = excluded.ignoresLocks
            WHERE (at, claims, ignoresLocks) != (excluded.at, excluded.claims, excluded.ignoresLocks)
            """, scene.rawValue, sync.at.rawValue, sync.claims, sync.ignoresLocks) == 1
    }
}

public enum Pins {
    public static func targets(
        of scene: Scene.ID, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> [Target] {
        try transaction.map(
            "SELECT ratingKey, library FROM pin WHERE scene = ? AND server = ?", scene.rawValue, server.rawValue
        ) { Target(ratingKey: RatingKey(rawValue: try $0[0]), library: Library.Key(rawValue: try $0[1])) }
    }
}
