public import Database
public import SyncModel

/// What is remembered of one target, field by field, with the version that a later write must find.
public struct TargetLedger: Hashable, Sendable {
    public var fields: [Field: FieldLedger]
    /// 0 where nothing is remembered yet.
    public let version: Int
    /// When a job last wrote the item: a read before that is older than what Plex has.
    public let writtenAt: Instant

    public init(fields: [Field: FieldLedger] = [:], version: Int = 0, writtenAt: Instant = Instant(rawValue: 0)) {
        (self.fields, self.version, self.writtenAt) = (fields, version, writtenAt)
    }
}

public enum TargetLedgers {
    public static func ledger(
        of key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> TargetLedger {
        try transaction.first(
            "SELECT fields, version, writtenAt FROM targetLedger WHERE server = ? AND ratingKey = ?", server.rawValue,
            key.rawValue
        ) {
            TargetLedger(
                fields: try decodedLedger(try $0[0]), version: try $0[1], writtenAt: Instant(rawValue: try $0[2]))
        } ?? TargetLedger()
    }

    /// Writes what a comparison or a job learned, if the row is still the one it started from.
    ///
    /// - Parameters:
    ///   - version: That of the ``TargetLedger`` the change was worked out from.
    ///   - writtenAt: When the item was written to, by a job; `nil` for what a comparison learned.
    /// - Returns: Whether it was written; not where somebody else was faster.
    @discardableResult
    public static func put(
        _ fields: [Field: FieldLedger], of key: RatingKey, server: PlexServerID, over version: Int,
        writtenAt: Instant? = nil, in transaction: WriteTransaction
    ) throws -> Bool {
        if version == 0 {
            return try transaction.run(
                """
                INSERT INTO targetLedger (server, ratingKey, version, writtenAt, fields) VALUES (?, ?, 1, ?, ?)
                ON CONFLICT DO NOTHING
                """, server.rawValue, key.rawValue, writtenAt?.rawValue ?? 0, encoded(fields)) == 1
        }
        return try transaction.run(
            """
            UPDATE targetLedger SET fields = ?, version = version + 1, writtenAt = coalesce(?, writtenAt)
            WHERE server = ? AND ratingKey = ? AND version = ?
            """, encoded(fields), writtenAt?.rawValue, server.rawValue, key.rawValue, version) == 1
    }
}
