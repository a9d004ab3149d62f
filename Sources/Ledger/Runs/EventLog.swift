public import Database
public import SyncModel

/// Events that rules wait for, and what was seen last of the servers that they come from. Kept in the database, so that of
/// several hosts that see the same thing one tells it.
public enum EventLog {
    private static let kept = 1000

    /// Notes an event at an instant of its own.
    ///
    /// - Parameter key: What it is known by; an event of a key that was noted before is not noted again.
    /// - Returns: When it is noted as having happened; `nil` where it was noted before.
    @discardableResult
    public static func note(
        _ kind: String, key: String? = nil, now: Instant, in transaction: WriteTransaction
    ) throws -> Instant? {
        if let key, try isNoted(key: key, in: transaction) { return nil }
        var at = now.rawValue
        while try transaction.first("SELECT 1 FROM hostEvent WHERE at = ?", at, row: { try $0[0] as Int }) != nil {
            at += 1
        }
        try transaction.run("INSERT INTO hostEvent (at, kind, key) VALUES (?, ?, ?)", at, kind, key)
        try transaction.run(
            "DELETE FROM hostEvent WHERE id <= (SELECT max(id) FROM hostEvent) - ?", Self.kept)
        return Instant(rawValue: at)
    }

    public static func isNoted(key: String, in transaction: ReadTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM hostEvent WHERE key = ?", key) { try $0[0] as Int } != nil
    }

    /// When each kind of event was noted last.
    public static func latest(in transaction: ReadTransaction) throws -> [String: Instant] {
        let rows = try transaction.map(
            "SELECT kind, at FROM hostEvent WHERE id IN (SELECT max(id) FROM hostEvent GROUP BY kind)"
        ) {
            (try $0[0] as String, Instant(rawValue: try $0[1]))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// What was seen last of a server, and when that had been asked.
    public static func seen(
        of server: String, in transaction: ReadTransaction
    ) throws -> (at: Instant, seen: String)? {
        try transaction.first("SELECT seenAt, seen FROM serverWatch WHERE server = ?", server) {
            (Instant(rawValue: try $0[0]), try $0[1])
        }
    }

    public static func setSeen(
        _ seen: String, of server: String, at: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO serverWatch (server, seenAt, seen) VALUES (?1, ?2, ?3)
            ON CONFLICT (server) DO UPDATE SET seenAt = ?2, seen = ?3
            """, server, at.rawValue, seen)
    }

    /// Has the next look be the first.
    public static func forget(_ server: String, in transaction: WriteTransaction) throws {
        try transaction.run("DELETE FROM serverWatch WHERE server = ?", server)
    }
}
