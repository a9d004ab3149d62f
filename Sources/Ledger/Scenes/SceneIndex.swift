public import Database
public import SyncModel

/// The scene index: what is kept of every scene between runs, so that a second look at an unchanged library does not
/// read it again (`DESIGN.md` 4.3).
public enum SceneIndex {
    /// Puts scenes in, over what is there of them.
    ///
    /// - Parameter paths: How a path is mapped to Plex; a part of the index's fingerprint.
    /// - Returns: Scenes, not among these, that the index has as owners of one of their paths: they are to be read too.
    public static func put(
        _ rows: [SceneRow], paths: PathMap, in transaction: WriteTransaction
    ) throws -> Set<Scene.ID> {
        var formerOwners: Set<Int> = []
        for row in rows {
            let isNew = try insertScene(row, in: transaction)
            if !isNew {
                try updateScene(row, in: transaction)
                try transaction.run("DELETE FROM sceneFile WHERE scene = ?", row.id.rawValue)
            }
            for (position, file) in row.files.enumerated() {
                let exact = exactPathKey(paths.toPlex(file.path).path)
                let key = stableHash(exact)
                formerOwners.formUnion(
                    try transaction.map(
                        "SELECT scene FROM sceneFile WHERE exactKey = ? AND path = ?", key, file.path
                    ) { try $0[0] as Int })
                try transaction.run(
                    """
                    INSERT INTO sceneFile
                        (scene, position, file, path, isRepaired, size, duration, createdAt, updatedAt, exactKey, foldedKey)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, row.id.rawValue, position, file.id, file.path, file.isPathRepaired, file.size, file.duration,
                    file.createdAt.text, file.updatedAt.text, key, stableHash(foldedPathKey(exact)))
            }
        }
        return Set(formerOwners.map(Scene.ID.init(rawValue:))).subtracting(rows.map(\.id))
    }

    /// - Returns: Whether the scene was not there.
    private static func insertScene(_ row: SceneRow, in transaction: WriteTransaction) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO scene
                (id, createdAt, updatedAt, isYoung, title, date, rating, isOrganized, hasMetadata, wants, links)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, row.id.rawValue, row.createdAt.text, row.updatedAt.text, row.isYoung, row.title, row.date?.text,
            row.rating, row.isOrganized, row.wants.hasMetadata, encoded(row.wants.values), row.links.encoded) == 1
    }

    private static func updateScene(_ row: SceneRow, in transaction: WriteTransaction) throws {
        try transaction.run(
            """
            UPDATE scene SET createdAt = ?, updatedAt = ?, isYoung = ?, title = ?, date = ?, rating = ?,
                isOrganized = ?, hasMetadata = ?, wants = ?, links = ?
            WHERE id = ?
            """, row.createdAt.text, row.updatedAt.text, row.isYoung, row.title, row.date?.text, row.rating,
            row.isOrganized, row.wants.hasMetadata, encoded(row.wants.values), row.links.encoded, row.id.rawValue)
    }

    public static func remove(_ ids: some Sequence<Scene.ID>, in transaction: WriteTransaction) throws {
        for id in ids {
            try transaction.run("DELETE FROM scene WHERE id = ?", id.rawValue)
            try transaction.run("DELETE FROM sceneFile WHERE scene = ?", id.rawValue)
        }
    }

    /// Removes every scene that is not among `ids`; O(scenes).
    public static func keepOnly(_ ids: Set<Scene.ID>, in transaction: WriteTransaction) throws {
        try remove(try allIDs(in: transaction).subtracting(ids), in: transaction)
    }

    public static func allIDs(in transaction: ReadTransaction) throws -> Set<Scene.ID> {
        Set(try transaction.map("SELECT id FROM scene") { Scene.ID(rawValue: try $0[0]) })
    }

    public static func highestID(in transaction: ReadTransaction) throws -> Scene.ID? {
        try transaction.first("SELECT id FROM scene ORDER BY id DESC LIMIT 1") { Scene.ID(rawValue: try $0[0]) }
    }

    public static func count(in transaction: ReadTransaction) throws -> Int {
        try transaction.first("SELECT count(*) FROM scene") { try $0[0] } ?? 0
    }

    /// Of scenes and times as Stash lists them, those that the index does not have in just that state.
    public static func changed(
        among rows: [(id: Scene.ID, updatedAt: Timestamp)], in transaction: ReadTransaction
    ) throws -> Set<Scene.ID> {
        Set(
            try rows.filter { row in
                let kept = try transaction.first(
                    "SELECT updatedAt, isYoung FROM scene WHERE id = ?", row.id.rawValue
                ) { (try $0[0] as String, try $0[1] as Bool) }
                return kept.map { $0.0 != row.updatedAt.text || $0.1 } ?? true
            }.map(\.id))
    }

    /// Scenes whose time is a greater text, with that time; O(scenes).
    public static func saved(
        after text: String, in transaction: ReadTransaction
    ) throws -> [(id: Scene.ID, updatedAt: Timestamp)] {
        try transaction.map("SELECT id, updatedAt FROM scene WHERE updatedAt > ? AND isYoung = 0", text) {
            (Scene.ID(rawValue: try $0[0]), Timestamp(try $0[1]))
        }
    }

    /// The same for their files; a path that is another counts whatever the times say.
    public static func moved(
        among files: [(scene: Scene.ID, file: Scene.File)], in transaction: ReadTransaction
    ) throws -> Set<Scene.ID> {
        Set(
            try files.filter { entry in
                let kept = try transaction.first(
                    "SELECT updatedAt, path FROM sceneFile WHERE scene = ? AND file = ?", entry.scene.rawValue,
                    entry.file.id
                ) { (try $0[0] as String, try $0[1] as String) }
                return kept.map { $0.0 != entry.file.updatedAt.text || !sameBytes($0.1, entry.file.path) } ?? true
            }.map(\.scene))
    }

    /// Rows of the scenes after `id` in ascending order, with their files.
    ///
    /// - Parameter isDecided: Tells scenes that are not compared any more: they come without what they want.
    public static func page(
        after id: Scene.ID?, limit: Int, isDecided: (Scene.ID) -> Bool = { _ in false },
        in transaction: ReadTransaction
    ) throws -> [SceneRow] {
        let rows = try transaction.map(
            """
            SELECT id, createdAt, updatedAt, isYoung, title, date, rating, isOrganized, hasMetadata, wants, links
            FROM scene WHERE id > ? ORDER BY id LIMIT ?
            """, id?.rawValue ?? Int.min, limit
        ) { try decodeScene($0, isDecided: isDecided) }
        return try addFiles(to: rows, in: transaction)
    }

    /// The rows of these scenes that the index has, ascending.
    public static func rows(_ ids: some Sequence<Scene.ID>, in transaction: ReadTransaction) throws -> [SceneRow] {
        try ids.sorted().compactMap { id in
            let row = try transaction.first(
                """
                SELECT id, createdAt, updatedAt, isYoung, title, date, rating, isOrganized, hasMetadata, wants, links
                FROM scene WHERE id = ?
                """, id.rawValue
            ) { try decodeScene($0) }
            return try row.map { try addFiles(to: [$0], in: transaction) }?.first
        }
    }

    private static func addFiles(to rows: [SceneRow], in transaction: ReadTransaction) throws -> [SceneRow] {
        guard let first = rows.first, let last = rows.last else { return [] }
        var rows = rows
        var place = 0
        try transaction.each(
            """
            SELECT scene, file, path, isRepaired, size, duration, createdAt, updatedAt
            FROM sceneFile WHERE scene BETWEEN ? AND ? ORDER BY scene, position
            """, first.id.rawValue, last.id.rawValue
        ) { row in
            let scene: Int = try row[0]
            while place < rows.count, rows[place].id.rawValue < scene { place += 1 }
            guard place < rows.count, rows[place].id.rawValue == scene else { return }
            rows[place].files.append(try decodeFile(row))
        }
        return rows
    }

    static func decodeFile(_ row: Row) throws -> Scene.File {
        Scene.File(
            id: try row[1], path: try row[2], isPathRepaired: try row[3], size: try row[4], duration: try row[5],
            createdAt: Timestamp(try row[6]), updatedAt: Timestamp(try row[7]))
    }

    private static func decodeScene(
        _ row: Row, isDecided: (Scene.ID) -> Bool = { _ in false }
    ) throws -> SceneRow {
        let id = Scene.ID(rawValue: try row[0])
        let date = (try row[5] as String?).flatMap(PartialDate.init(text:))
        let wants = Wants(
            values: isDecided(id) ? [:] : try decodedValues(try row[9]),
            partialDate: date.flatMap { $0.day == nil ? $0 : nil },
            hasMetadata: try row[8])
        return SceneRow(
            id: id, createdAt: Timestamp(try row[1]), updatedAt: Timestamp(try row[2]),
            isYoung: try row[3], title: try row[4], date: date, rating: try row[6], isOrganized: try row[7],
            wants: wants, links: try SceneRow.Links(decoding: try row[10]))
    }
}

extension SceneIndex {
    /// Visits the path of every file of every scene; O(files).
    public static func eachPath(in transaction: ReadTransaction, _ body: (String) throws -> Void) throws {
        try transaction.each("SELECT path FROM sceneFile") { try body(try $0[0]) }
    }

    /// The `updated_at` of one scene.
    public static func time(of id: Scene.ID, in transaction: ReadTransaction) throws -> Timestamp? {
        try transaction.first("SELECT updatedAt FROM scene WHERE id = ?", id.rawValue) { Timestamp(try $0[0]) }
    }

    /// Visits the `updated_at` of every scene; O(scenes), in no order.
    public static func eachTime(
        in transaction: ReadTransaction, _ body: (Scene.ID, Timestamp) throws -> Void
    ) throws {
        try transaction.each("SELECT id, updatedAt FROM scene") {
            try body(Scene.ID(rawValue: try $0[0]), Timestamp(try $0[1]))
        }
    }
}
