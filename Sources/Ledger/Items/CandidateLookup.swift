public import Database
public import SyncModel

/// Gathers what the match ladder needs, from the two indexes.
public struct CandidateLookup: Sendable {
    public let server: PlexServerID
    public let paths: PathMap
    /// Scenes whose files are known as they are now; `nil` where that is all of the index. What it says of others may be
    /// old, and makes nobody a co-owner of an item.
    public let trusted: Set<Scene.ID>?

    public init(server: PlexServerID, paths: PathMap, trusted: Set<Scene.ID>? = nil) {
        (self.server, self.paths, self.trusted) = (server, paths, trusted)
    }

    /// The files of these scenes with their candidates. The folded rung and the names are looked up only for scenes
    /// without an exact candidate, or for all where `everyRung` says so (to explain a match).
    public func files(
        of rows: [SceneRow], everyRung: Bool = false, in transaction: ReadTransaction
    ) throws -> [[MatchFile]] {
        var owners = OwnerCache()
        return try rows.map { row in
            var files = try row.files.map { file in
                MatchFile(file, exact: try exact(file, of: row.id, &owners, in: transaction))
            }
            if everyRung || files.allSatisfy(\.exact.isEmpty) {
                for index in files.indices { try addLowerRungs(to: &files[index], of: row.id, &owners, transaction) }
            }
            return files
        }
    }

    private func exact(
        _ file: Scene.File, of scene: Scene.ID, _ owners: inout OwnerCache, in transaction: ReadTransaction
    ) throws -> [MatchCandidate] {
        let key = exactPathKey(paths.toPlex(file.path).path)
        let hits = try transaction.map(
            """
            SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
            FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.exactKey = ?
            """, stableHash(key), row: Hit.init)
        return try candidates(hits.filter { sameBytes(exactPathKey($0.path), key) }, scene, &owners, transaction)
    }

    private func addLowerRungs(
        to match: inout MatchFile, of scene: Scene.ID, _ owners: inout OwnerCache, _ transaction: ReadTransaction
    ) throws {
        let mapped = exactPathKey(paths.toPlex(match.file.path).path)
        let folded = foldedPathKey(mapped)
        let hits = try transaction.map(
            """
            SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
            FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.foldedKey = ?
            """, stableHash(folded), row: Hit.init)
        match.folded = try candidates(hits.filter { foldedPathKey($0.path) == folded }, scene, &owners, transaction)
        let rivals = try transaction.map(
            """
            SELECT scene, file, path, isRepaired, size, duration, createdAt, updatedAt
            FROM sceneFile WHERE foldedKey = ?
            """, stableHash(folded), row: SceneIndex.decodeFile)
        match.foldedRivals = rivals.filter { rival in
            !sameBytes(rival.path, match.file.path)
                && foldedPathKey(exactPathKey(paths.toPlex(rival.path).path)) == folded
        }
        if match.folded.isEmpty { match.named = try named(mapped, scene, &owners, transaction) }
    }

    private func named(
        _ mapped: String, _ scene: Scene.ID, _ owners: inout OwnerCache, _ transaction: ReadTransaction
    ) throws -> [MatchCandidate] {
        let name = nameKey(baseName(of: mapped))
        let hits = try transaction.map(
            """
            SELECT f.item, i.ratingKey, i.library, f.path, f.size, f.duration, i.server
            FROM itemFile f CROSS JOIN item i ON i.id = f.item WHERE f.nameKey = ? LIMIT 50
            """, stableHash(name), row: Hit.init)
        return try candidates(
            hits.filter { nameKey(baseName(of: $0.path)) == name }, scene, &owners, transaction)
    }

    private func candidates(
        _ hits: [Hit], _ scene: Scene.ID, _ owners: inout OwnerCache, _ transaction: ReadTransaction
    ) throws -> [MatchCandidate] {
        try hits.filter { $0.server == server.rawValue }.map { hit in
            let scenes = try owners.scenes(playedBy: hit.item) { try scenesPlayed(by: hit.item, transaction) }
            return MatchCandidate(
                target: hit.target, path: hit.path, size: hit.size, duration: hit.duration,
                otherScenes: scenes.subtracting([scene]))
        }
    }

    /// Scenes that own a file of the item by its full path.
    private func scenesPlayed(by item: Int, _ transaction: ReadTransaction) throws -> Set<Scene.ID> {
        let owners = try transaction.map(
            """
            SELECT s.scene, s.path, f.path, s.isRepaired FROM itemFile f
            CROSS JOIN sceneFile s ON s.exactKey = f.exactKey WHERE f.item = ?
            """, item
        ) {
            (
                scene: try $0[0] as Int, stash: try $0[1] as String, plex: try $0[2] as String,
                isRepaired: try $0[3] as Bool
            )
        }
        let scenes = owners.filter {
            !$0.isRepaired && sameBytes(exactPathKey(paths.toPlex($0.stash).path), exactPathKey($0.plex))
        }.map { Scene.ID(rawValue: $0.scene) }
        return trusted.map { $0.intersection(scenes) } ?? Set(scenes)
    }
}

/// Items whose owners were looked up already, within one page.
private struct OwnerCache {
    private var known: [Int: Set<Scene.ID>] = [:]

    mutating func scenes(playedBy item: Int, look: () throws -> Set<Scene.ID>) rethrows -> Set<Scene.ID> {
        if let scenes = known[item] { return scenes }
        let scenes = try look()
        known[item] = scenes
        return scenes
    }
}

private struct Hit: Sendable {
    let item, size, duration, server: Int
    let target: Target
    let path: String

    init(_ row: Row) throws {
        (item, size, duration, server) = (try row[0], try row[4], try row[5], try row[6])
        target = Target(ratingKey: RatingKey(rawValue: try row[1]), library: Library.Key(rawValue: try row[2]))
        path = try row[3]
    }
}
