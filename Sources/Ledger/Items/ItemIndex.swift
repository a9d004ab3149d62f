public import Database
public import SyncModel

/// The item index: what is kept of every Plex item between runs (`DESIGN.md` 4.2).
public enum ItemIndex {
    /// The number of a server, given at its first sight.
    public static func server(
        machineIdentifier: String, in transaction: WriteTransaction
    ) throws -> PlexServerID {
        try transaction.run(
            "INSERT INTO plexServer (machineIdentifier) VALUES (?) ON CONFLICT DO NOTHING", machineIdentifier)
        let id = try knownServer(machineIdentifier: machineIdentifier, in: transaction)
        guard let id else { throw DamagedValue() }
        return id
    }

    public static func knownServer(
        machineIdentifier: String, in transaction: ReadTransaction
    ) throws -> PlexServerID? {
        try transaction.first("SELECT id FROM plexServer WHERE machineIdentifier = ?", machineIdentifier) {
            PlexServerID(rawValue: try $0[0])
        }
    }

    /// Takes in rows of a listing. What is already known in this state is not written; an item that moved loses the
    /// values of its last full read.
    ///
    /// - Returns: The index's own numbers of these items, for ``removeUnseen(_:library:seen:in:)``, and which of them
    ///   had to leave a file to a newer item, with whether they are new or moved.
    public static func putListed(
        _ items: [Item], server: PlexServerID, moment: ReadMoment, in transaction: WriteTransaction
    ) throws -> (ids: [Int], refused: [(item: Item, isNews: Bool)]) {
        var refused: [(item: Item, isNews: Bool)] = []
        let ids = try items.map { listed in
            let item = listed.condensed
            guard let (id, kept) = try find(item.ratingKey, server: server, in: transaction) else {
                let id = try insert(item, server: server, moment: moment, in: transaction)
                if try takeFiles(of: id, from: item, isNew: true, server: server, in: transaction).isRefused {
                    refused.append((listed, true))
                }
                return id
            }
            let isSame =
                kept.item.updatedAt == item.updatedAt && kept.item.library == item.library
                && kept.item.duration == item.duration
                && (kept.item.isFull ? kept.item.agrees(withRow: item) : kept.item.values == item.values)
            if !isSame { try update(id, item, moment: moment, in: transaction) }
            let taken = try takeFiles(of: id, from: item, server: server, in: transaction)
            if taken.isOther {
                try transaction.run("UPDATE item SET isFull = 0 WHERE id = ? AND isFull = 1", id)
            }
            if taken.isRefused { refused.append((listed, !isSame)) }
            return id
        }
        return (ids, refused)
    }

    /// Takes in full reads.
    public static func putFull(
        _ items: [Item], server: PlexServerID, moment: ReadMoment, in transaction: WriteTransaction
    ) throws {
        for item in items {
            let item = item.condensed
            let id: Int
            if let known = try find(item.ratingKey, server: server, in: transaction)?.id {
                id = known
                try update(id, item, moment: moment, in: transaction)
            } else {
                id = try insert(item, server: server, moment: moment, in: transaction)
            }
            try takeFiles(of: id, from: item, server: server, in: transaction)
        }
    }

    /// Forgets items that Plex says it does not have.
    public static func remove(
        _ keys: some Sequence<RatingKey>, server: PlexServerID, in transaction: WriteTransaction
    ) throws {
        for key in keys {
            try transaction.run("DELETE FROM item WHERE server = ? AND ratingKey = ?", server.rawValue, key.rawValue)
        }
    }

    /// Forgets what a complete listing of `library` did not show. O(items of the library).
    /// - Returns: How many went.
    @discardableResult
    public static func removeUnseen(
        _ server: PlexServerID, library: Library.Key, seen: Set<Int>, in transaction: WriteTransaction
    ) throws -> Int {
        let kept = try transaction.map(
            "SELECT id FROM item WHERE server = ? AND library = ?", server.rawValue, library.rawValue
        ) { try $0[0] as Int }
        let gone = kept.filter { !seen.contains($0) }
        for id in gone { try transaction.run("DELETE FROM item WHERE id = ?", id) }
        return gone.count
    }

    /// Makes every item that was read too soon after its change one that must be read in full again.
    public static func expireYoung(in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE item SET isFull = 0, isYoung = 0 WHERE isYoung = 1")
    }

    public static func hasYoung(in transaction: ReadTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM item WHERE isYoung = 1 LIMIT 1") { try $0[0] as Int } != nil
    }

    /// Drops every value of a full read, for `--full`.
    public static func expireAll(_ server: PlexServerID, in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE item SET isFull = 0 WHERE server = ? AND isFull = 1", server.rawValue)
    }

    public static func count(
        _ server: PlexServerID, library: Library.Key, in transaction: ReadTransaction
    ) throws -> Int {
        try transaction.first(
            "SELECT count(*) FROM item WHERE server = ? AND library = ?", server.rawValue, library.rawValue
        ) { try $0[0] } ?? 0
    }

    /// - Parameter updatedAfter: Unix seconds by Plex's clock, themselves not among them. O(items of the library).
    public static func count(
        _ server: PlexServerID, library: Library.Key, updatedAfter: Int, in transaction: ReadTransaction
    ) throws -> Int {
        try transaction.first(
            "SELECT count(*) FROM item WHERE server = ? AND library = ? AND updatedAt > ?", server.rawValue,
            library.rawValue, updatedAfter
        ) { try $0[0] } ?? 0
    }

    /// - Parameter withParts: Whether its files are wanted; without, it has none.
    public static func row(
        _ key: RatingKey, server: PlexServerID, withParts: Bool = true, in transaction: ReadTransaction
    ) throws -> ItemRow? {
        guard case (let id, var row)? = try find(key, server: server, in: transaction) else { return nil }
        if withParts { row.item.parts = try parts(of: id, in: transaction) }
        return row
    }
}

// MARK: Rows

extension ItemIndex {
    static func find(
        _ key: RatingKey, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> (id: Int, row: ItemRow)? {
        try transaction.first(
            """
            SELECT id, ratingKey, library, updatedAt, title, duration, isFull, readAt, fieldValues, locks
            FROM item WHERE server = ? AND ratingKey = ?
            """, server.rawValue, key.rawValue
        ) { row in (try row[0], try decode(row)) }
    }

    static func decode(_ row: Row) throws -> ItemRow {
        let item = Item(
            ratingKey: RatingKey(rawValue: try row[1]), library: Library.Key(rawValue: try row[2]), title: try row[4],
            updatedAt: try row[3], duration: try row[5], values: try decodedValues(try row[8]),
            locked: fields(inBits: try row[9]), isFull: try row[6])
        return ItemRow(item: item, readAt: Instant(rawValue: try row[7]))
    }

    private static func insert(
        _ item: Item, server: PlexServerID, moment: ReadMoment, in transaction: WriteTransaction
    ) throws -> Int {
        try transaction.run(
            """
            INSERT INTO item
                (server, ratingKey, library, updatedAt, title, duration, isFull, isYoung, readAt, fieldValues, locks)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, server.rawValue, item.ratingKey.rawValue, item.library.rawValue, item.updatedAt, item.title,
            item.duration, item.isFull, moment.isYoung(item.updatedAt), moment.at.rawValue, encoded(item.values),
            bits(of: item.locked))
        return transaction.lastInsertedRow
    }

    private static func update(
        _ id: Int, _ item: Item, moment: ReadMoment, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            """
            UPDATE item SET library = ?, updatedAt = ?, title = ?, duration = ?, isFull = ?, isYoung = ?, readAt = ?,
                fieldValues = ?, locks = ?
            WHERE id = ?
            """, item.library.rawValue, item.updatedAt, item.title, item.duration, item.isFull,
            moment.isYoung(item.updatedAt), moment.at.rawValue, encoded(item.values), bits(of: item.locked), id)
    }

    static func parts(of id: Int, in transaction: ReadTransaction) throws -> [Item.Part] {
        try transaction.map(
            "SELECT path, isRepaired, size, duration FROM itemFile WHERE item = ? ORDER BY position", id
        ) {
            Item.Part(file: try $0[0], isPathRepaired: try $0[1], size: try $0[2], duration: try $0[3])
        }
    }

    private static func isSame(_ one: [Item.Part], _ other: [Item.Part]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { $0 == $1 && sameBytes($0.file, $1.file) }
    }

    /// A part of an item with the key of its path, and the older items of its library that are to lose it.
    private struct Claim {
        let position, key: Int
        let part: Item.Part
        let losers: [Int]
    }

    /// Makes the files of `item` those that are kept of it.
    /// - Returns: Whether others were kept before, and whether a newer item has one of them.
    @discardableResult
    private static func takeFiles(
        of id: Int, from item: Item, isNew: Bool = false, server: PlexServerID, in transaction: WriteTransaction
    ) throws -> (isOther: Bool, isRefused: Bool) {
        let kept = isNew ? [] : try parts(of: id, in: transaction)
        if isSame(kept, item.parts) { return (false, false) }
        let claims = try claims(of: id, item, server: server, in: transaction)
        let isRefused = claims.count < item.parts.count
        if isSame(kept, claims.map(\.part)) { return (false, isRefused) }
        if !kept.isEmpty { try transaction.run("DELETE FROM itemFile WHERE item = ?", id) }
        for claim in claims {
            for loser in claim.losers {
                try transaction.run("DELETE FROM itemFile WHERE item = ? AND path = ?", loser, claim.part.file)
                try transaction.run("UPDATE item SET isFull = 0 WHERE id = ?", loser)
            }
            let part = claim.part
            try transaction.run(
                """
                INSERT INTO itemFile (item, position, path, isRepaired, size, duration, exactKey, foldedKey, nameKey)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, id, claim.position, part.file, part.isPathRepaired, part.size, part.duration, claim.key,
                stableHash(foldedPathKey(exactPathKey(part.file))), stableHash(nameKey(baseName(of: part.file))))
        }
        return (true, isRefused)
    }

    /// A file belongs to one item of a library: one that a newer item has is not taken, and an older item loses it.
    private static func claims(
        of id: Int, _ item: Item, server: PlexServerID, in transaction: ReadTransaction
    ) throws -> [Claim] {
        try item.parts.enumerated().compactMap { position, part in
            let key = stableHash(exactPathKey(part.file))
            let rivals = try transaction.map(
                """
                SELECT i.id, i.ratingKey FROM itemFile f CROSS JOIN item i ON i.id = f.item  -- CROSS: the path first
                WHERE f.exactKey = ? AND f.path = ? AND i.server = ? AND i.library = ? AND i.id != ?
                """, key, part.file, server.rawValue, item.library.rawValue, id
            ) { (id: try $0[0] as Int, key: RatingKey(rawValue: try $0[1])) }
            if rivals.contains(where: { isNewer($0.key, than: item.ratingKey) }) { return nil }
            return Claim(position: position, key: key, part: part, losers: rivals.map(\.id))
        }
    }

    private static func isNewer(_ one: RatingKey, than other: RatingKey) -> Bool {
        guard let one = Int(one.rawValue), let other = Int(other.rawValue) else { return one.rawValue > other.rawValue }
        return one > other
    }
}

extension ItemIndex {
    /// How many of these fields hold something, over all items of a server; O(items).
    public static func filledFields(
        _ fields: [Field], _ server: PlexServerID, in transaction: ReadTransaction
    ) throws -> Int {
        var count = 0
        try transaction.each("SELECT fieldValues FROM item WHERE server = ?", server.rawValue) { row in
            let values = try decodedValues(try row[0])
            count += fields.count { values[$0] != nil }
        }
        return count
    }
}
