public import Database
public import SyncModel

/// Gathers what the match ladder needs, from the two indexes.
public struct CandidateLookup: Sendable {
    public let server: PlexServerID
    public let paths: PathMap
    /// As ``SyncModel/CandidateSearch/trusted``.
    public let trusted: Set<Scene.ID>?

    public init(server: PlexServerID, paths: PathMap, trusted: Set<Scene.ID>? = nil) {
        (self.server, self.paths, self.trusted) = (server, paths, trusted)
    }

    /// The files of these scenes with their candidates, as ``SyncModel/CandidateSearch`` finds them.
    public func files(
        of rows: some Collection<SceneRow>, everyRung: Bool = false, in transaction: ReadTransaction
    ) throws -> [[MatchFile]] {
        var search = CandidateSearch(
            StoredFiles(server: server, transaction: transaction), paths: paths, trusted: trusted)
        var found: [[MatchFile]] = []
        for row in rows { found.append(try search.files(of: row.id, row.files, everyRung: everyRung)) }
        return found
    }
}

/// The files of both indexes at one moment. Keys are stored as hashes, so a few files too many may come back.
private struct StoredFiles: FileIndex {
    let server: PlexServerID
    let transaction: ReadTransaction

    func itemFiles(exactKey: String) throws -> [IndexedFile] {
        try ofServer(
            transaction.map(
                """
                SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
                FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.exactKey = ?
                """, stableHash(exactKey), row: Hit.init))
    }

    func itemFiles(foldedKey: String) throws -> [IndexedFile] {
        try ofServer(
            transaction.map(
                """
                SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
                FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.foldedKey = ?
                """, stableHash(foldedKey), row: Hit.init))
    }

    func itemFiles(baseNameKey: String) throws -> [IndexedFile] {
        try ofServer(
            transaction.map(
                """
                SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
                FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.nameKey = ? LIMIT 50
                """, stableHash(baseNameKey), row: Hit.init))
    }

    private func ofServer(_ hits: [Hit]) -> [IndexedFile] {
        hits.filter { $0.server == server.rawValue }.map(\.file)
    }

    func sceneFiles(foldedKey: String) throws -> [SceneFile] {
        try transaction.map(
            """
            SELECT scene, file, path, isRepaired, size, duration, createdAt, updatedAt
            FROM sceneFile WHERE foldedKey = ?
            """, stableHash(foldedKey)
        ) { SceneFile(scene: Scene.ID(rawValue: try $0[0]), file: try SceneIndex.decodeFile($0)) }
    }

    func owners(ofItem item: Int) throws -> [FileOwner] {
        try transaction.map(
            """
            SELECT f.path, s.scene, s.path, s.isRepaired FROM itemFile f
            LEFT JOIN sceneFile s ON s.exactKey = f.exactKey WHERE f.item = ?
            """, item
        ) { row in
            let scene: Int? = try row[1]
            let claim = try scene.map {
                FileOwner.Claim(scene: Scene.ID(rawValue: $0), stashPath: try row[2], isRepaired: try row[3])
            }
            return FileOwner(plexPath: try row[0], claim: claim)
        }
    }
}

private struct Hit: Sendable {
    let server: Int
    let file: IndexedFile

    init(_ row: Row) throws {
        server = try row[6]
        let target = Target(ratingKey: RatingKey(rawValue: try row[1]), library: Library.Key(rawValue: try row[2]))
        file = IndexedFile(
            item: try row[0], target: target, path: try row[3], size: try row[4], duration: try row[5])
    }
}
