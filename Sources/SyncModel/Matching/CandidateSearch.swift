/// Gathers what the match ladder needs, from what an index knows of files.
public struct CandidateSearch<Index: FileIndex> {
    public let index: Index
    public let paths: PathMap
    /// Scenes whose files are known as they are now; `nil` where that is all of the index. What it says of others may be
    /// old, and makes nobody a co-owner of an item.
    public let trusted: Set<Scene.ID>?
    /// Items whose owners were looked up already.
    private var owners: [Int: Set<Scene.ID>] = [:]

    public init(_ index: Index, paths: PathMap, trusted: Set<Scene.ID>? = nil) {
        (self.index, self.paths, self.trusted) = (index, paths, trusted)
    }

    /// A scene's files with their candidates. The folded rung and the names are looked up only for a scene without an
    /// exact candidate, or where `everyRung` says so (to explain a match).
    public mutating func files(
        of scene: Scene.ID, _ files: [Scene.File], everyRung: Bool = false
    ) throws -> [MatchFile] {
        var found: [MatchFile] = []
        for file in files { found.append(MatchFile(file, exact: try exact(file, of: scene))) }
        if everyRung || found.allSatisfy(\.exact.isEmpty) {
            for place in found.indices { try addLowerRungs(to: &found[place], of: scene) }
        }
        return found
    }

    private mutating func exact(_ file: Scene.File, of scene: Scene.ID) throws -> [MatchCandidate] {
        let key = exactPathKey(paths.toPlex(file.path).path)
        let hits = try index.itemFiles(exactKey: key)
        return try candidates(hits.filter { sameBytes(exactPathKey($0.path), key) }, scene)
    }

    private mutating func addLowerRungs(to match: inout MatchFile, of scene: Scene.ID) throws {
        let mapped = exactPathKey(paths.toPlex(match.file.path).path)
        let folded = foldedPathKey(mapped)
        let hits = try index.itemFiles(foldedKey: folded)
        match.folded = try candidates(hits.filter { foldedPathKey($0.path) == folded }, scene)
        match.foldedRivals = try index.sceneFiles(foldedKey: folded).filter { rival in
            !sameBytes(rival.path, match.file.path)
                && foldedPathKey(exactPathKey(paths.toPlex(rival.path).path)) == folded
        }
        if match.folded.isEmpty { match.named = try named(mapped, scene) }
    }

    private mutating func named(_ mapped: String, _ scene: Scene.ID) throws -> [MatchCandidate] {
        let name = nameKey(baseName(of: mapped))
        let hits = try index.itemFiles(baseNameKey: name)
        return try candidates(hits.filter { nameKey(baseName(of: $0.path)) == name }, scene)
    }

    private mutating func candidates(_ hits: [IndexedFile], _ scene: Scene.ID) throws -> [MatchCandidate] {
        var found: [MatchCandidate] = []
        for hit in hits {
            let scenes = try scenesPlayed(by: hit.item)
            found.append(
                MatchCandidate(
                    target: hit.target, path: hit.path, size: hit.size, duration: hit.duration,
                    otherScenes: scenes.subtracting([scene])))
        }
        return found
    }

    /// Scenes that own a file of the item by its full path.
    private mutating func scenesPlayed(by item: Int) throws -> Set<Scene.ID> {
        if let scenes = owners[item] { return scenes }
        let found = try index.owners(ofItem: item).filter { owner in
            !owner.isRepaired
                && sameBytes(exactPathKey(paths.toPlex(owner.stashPath).path), exactPathKey(owner.plexPath))
        }.map(\.scene)
        let scenes = trusted.map { $0.intersection(found) } ?? Set(found)
        owners[item] = scenes
        return scenes
    }
}
