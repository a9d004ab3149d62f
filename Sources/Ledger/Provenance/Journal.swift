public import Database
public import SyncModel

/// What a job changed, field by field, with what was there before: the ground for `undo` and for the blast guard.
public enum Journal {
    /// One field of one item, as a job was about to write it.
    public struct Entry: Hashable, Sendable {
        /// The reconciliation that asked for it last.
        public var run: Int?
        public var job: Int
        public var scene: Scene.ID
        public var target: Target
        public var field: Field
        /// What Plex had, in full.
        public var prior: FieldValue?
        public var wasLocked: Bool
        /// What the ledger said of the field before.
        public var known: FieldLedger
        /// What Stash wanted, condensed; an empty value for a field that was cleared.
        public var sent: FieldValue
        /// Whether it leaves a filled field empty, without a person having agreed to just that.
        public var empties: Bool

        public init(
            run: Int?, job: Int, scene: Scene.ID, target: Target, field: Field, prior: FieldValue?, wasLocked: Bool,
            known: FieldLedger, sent: FieldValue, empties: Bool
        ) {
            (self.run, self.job, self.scene, self.target, self.field) = (run, job, scene, target, field)
            (self.prior, self.wasLocked, self.known, self.sent) = (prior, wasLocked, known, sent)
            self.empties = empties
        }
    }

    /// An entry with what became of it.
    public struct Row: Hashable, Sendable, Identifiable {
        public let id: Int
        public let at: Instant
        public let entry: Entry
        /// Whether the write was read back; what was found then, condensed.
        public let wasReadBack: Bool
        public let found: FieldValue?
    }

    /// Notes a write before it is sent.
    /// - Returns: The entry's number, for ``complete(_:found:in:)``.
    public static func begin(
        _ entry: Entry, server: PlexServerID, at: Instant, in transaction: WriteTransaction
    ) throws -> Int {
        try transaction.run(
            """
            INSERT INTO journal
                (at, run, job, scene, server, ratingKey, library, field, prior, wasLocked, known, sent, empties)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, at.rawValue, entry.run, entry.job, entry.scene.rawValue, server.rawValue,
            entry.target.ratingKey.rawValue, entry.target.library.rawValue, entry.field.ordinal,
            encodedOne(entry.prior), entry.wasLocked, encoded([entry.field: entry.known]), encodedOne(entry.sent),
            entry.empties)
        return transaction.lastInsertedRow
    }

    /// Notes what the read-back showed.
    public static func complete(_ id: Int, found: FieldValue?, in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE journal SET found = ? WHERE id = ?", encodedOne(found), id)
    }

    public static func markUndone(_ ids: [Int], at: Instant, in transaction: WriteTransaction) throws {
        for id in ids { try transaction.run("UPDATE journal SET undoneAt = ? WHERE id = ?", at.rawValue, id) }
    }

    /// What jobs of a run wrote and nobody has undone, the oldest first.
    public static func rows(
        ofRun run: Int, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> [Row] {
        try transaction.map(
            """
            SELECT id, at, run, job, scene, ratingKey, library, field, prior, wasLocked, known, sent, found, empties
            FROM journal WHERE run = ? AND server = ? AND undoneAt IS NULL ORDER BY id
            """, run, server.rawValue, row: decode)
    }

    /// The same for one job.
    public static func rows(
        ofJob job: Int, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> [Row] {
        try transaction.map(
            """
            SELECT id, at, run, job, scene, ratingKey, library, field, prior, wasLocked, known, sent, found, empties
            FROM journal WHERE job = ? AND server = ? AND undoneAt IS NULL ORDER BY id
            """, job, server.rawValue, row: decode)
    }

    /// Whether the field was written again after entry `id`.
    public static func wasWritten(
        _ field: Field, of key: RatingKey, server: PlexServerID, after id: Int, in transaction: ReadTransaction
    ) throws -> Bool {
        try transaction.first(
            """
            SELECT 1 FROM journal WHERE server = ? AND ratingKey = ? AND field = ? AND id > ? AND undoneAt IS NULL LIMIT 1
            """, server.rawValue, key.rawValue, field.ordinal, id
        ) { try $0[0] as Int } != nil
    }

    /// Whether the last write of the field was never read back: who made it ended before, or Plex did.
    public static func isUnseen(
        _ field: Field, of key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> Bool {
        try transaction.first(
            """
            SELECT found IS NULL FROM journal WHERE server = ? AND ratingKey = ? AND field = ? ORDER BY id DESC LIMIT 1
            """, server.rawValue, key.rawValue, field.ordinal
        ) { try $0[0] } ?? false
    }

    /// One field of one item.
    public struct Place: Hashable, Sendable {
        public let server: PlexServerID
        public let key: RatingKey
        public let field: Field

        public init(server: PlexServerID, key: RatingKey, field: Field) {
            (self.server, self.key, self.field) = (server, key, field)
        }
    }

    /// Fields that all jobs together have emptied since then, or tried to, without a person having agreed. A job that
    /// tries again empties the same ones.
    public static func emptied(since: Instant, in transaction: ReadTransaction) throws -> Set<Place> {
        let rows = try transaction.map(
            "SELECT server, ratingKey, field FROM journal WHERE empties = 1 AND at >= ?", since.rawValue
        ) { row in
            Place(
                server: PlexServerID(rawValue: try row[0]), key: RatingKey(rawValue: try row[1]),
                field: try field(ordinal: try row[2]))
        }
        return Set(rows)
    }

    /// Whether ``prune(before:limit:in:)`` would forget anything: a look without a write.
    public static func hasRows(before: Instant, in transaction: ReadTransaction) throws -> Bool {
        // Rows are numbered in the order of their time.
        try transaction.first("SELECT at < ? FROM journal ORDER BY id LIMIT 1", before.rawValue) { try $0[0] } ?? false
    }

    /// Forgets what is older; undoing it is not possible any more.
    ///
    /// - Parameter limit: At most so many rows, so that the transaction stays short.
    public static func prune(before: Instant, limit: Int = 5000, in transaction: WriteTransaction) throws {
        try transaction.run(
            "DELETE FROM journal WHERE id IN (SELECT id FROM journal ORDER BY id LIMIT ?) AND at < ?", limit,
            before.rawValue)
    }

    private static func field(ordinal: Int) throws -> Field {
        guard let field = Field.allCases.first(where: { $0.ordinal == ordinal }) else { throw DamagedValue() }
        return field
    }

    private static func decode(_ row: Database.Row) throws -> Row {
        let field = try field(ordinal: try row[7])
        let target = Target(ratingKey: RatingKey(rawValue: try row[5]), library: Library.Key(rawValue: try row[6]))
        let found: [UInt8]? = try row[12]
        return Row(
            id: try row[0], at: Instant(rawValue: try row[1]),
            entry: Entry(
                run: try row[2], job: try row[3], scene: Scene.ID(rawValue: try row[4]), target: target, field: field,
                prior: try decodedOne(try row[8]), wasLocked: try row[9],
                known: try decodedLedger(try row[10])[field] ?? FieldLedger(),
                sent: try decodedOne(try row[11]) ?? .text(""), empties: try row[13]),
            wasReadBack: found != nil, found: try found.flatMap(decodedOne))
    }
}

private func encodedOne(_ value: FieldValue?) -> [UInt8] {
    guard let value else { return [] }
    var writer = ByteWriter()
    writer.value(value)
    return writer.bytes
}

private func decodedOne(_ bytes: [UInt8]) throws -> FieldValue? {
    if bytes.isEmpty { return nil }
    var reader = ByteReader(bytes)
    return try reader.value()
}
