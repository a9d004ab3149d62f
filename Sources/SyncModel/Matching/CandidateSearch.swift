/// Gathers what the match ladder needs, from what an index knows of files.
public struct CandidateSearch<Index: FileIndex> {
    public let index: Index
    public let paths: PathMap
    /// Scenes whose files are known as they are now; `nil` where that is all of the index. What it says of others may be
    /// old, and makes nobody a co-owner of an item.
    public let trusted: Set<Scene.ID>?
    /// Items whose owners were looked up already.
    private var owners: [Int: ItemOwners] = [:]

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
        match.foldedRivals = try sceneFiles(foldedTo: folded).map(\.file).filter { rival in
            !sameBytes(rival.path, match.file.path)
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
            let owners = try owners(of: hit.item)
            found.append(
                MatchCandidate(
                    target: hit.target, path: hit.path, size: hit.size, duration: hit.duration,
                    otherScenes: owners.scenes.subtracting([scene]),
                    isTaken: !owners.ofFile(exactPathKey(hit.path)).subtracting([scene]).isEmpty))
        }
        return found
    }

    /// Scenes that own a file of the item.
    private mutating func owners(of item: Int) throws -> ItemOwners {
        if let known = owners[item] { return known }
        var found = ItemOwners()
        for owner in try index.owners(ofItem: item) {
            let key = exactPathKey(owner.plexPath)
            found.add(claimant(owner, key), to: key)
        }
        // Plex may merge files of which it spells one otherwise than Stash. Only where a file has no owner by its full
        // path, so that an ordinary item costs no second look.
        for file in found.files where file.scenes.isEmpty {
            found.scenes.formUnion(try foldedOwners(of: file.key, item: item))
        }
        owners[item] = found
        return found
    }

    private func claimant(_ owner: FileOwner, _ key: String) -> Scene.ID? {
        guard let claim = owner.claim, !claim.isRepaired, trusted?.contains(claim.scene) ?? true,
            sameBytes(exactPathKey(paths.toPlex(claim.stashPath).path), key)
        else { return nil }
        return claim.scene
    }

    /// The scene whose file is the item's when case and spelling are folded, and is nowhere else by its full path.
    private func foldedOwners(of key: String, item: Int) throws -> Set<Scene.ID> {
        let claims = try sceneFiles(foldedTo: foldedPathKey(key)).filter { claim in
            guard !claim.file.isPathRepaired, trusted?.contains(claim.scene) ?? true else { return false }
            let own = exactPathKey(paths.toPlex(claim.file.path).path)
            return try !index.itemFiles(exactKey: own).contains { sameBytes(exactPathKey($0.path), own) }
        }
        if claims.count <= 1 { return Set(claims.map(\.scene)) }
        let part = try index.itemFiles(exactKey: key).first { $0.item == item && sameBytes(exactPathKey($0.path), key) }
        guard let part else { return [] }
        let candidate = MatchCandidate(target: part.target, path: part.path, size: part.size, duration: part.duration)
        let agreeing = claims.filter { candidate.agreesInSizeAndDuration(with: $0.file) }
        return agreeing.count == 1 ? Set(agreeing.map(\.scene)) : []
    }

    private func sceneFiles(foldedTo key: String) throws -> [SceneFile] {
        try index.sceneFiles(foldedKey: key).filter { found in
            foldedPathKey(exactPathKey(paths.toPlex(found.file.path).path)) == key
        }
    }
}

/// Who owns an item's files. Keys are compared byte by byte: to Swift an NFC and an NFD path are equal strings.
private struct ItemOwners {
    /// Owners by full path.
    private(set) var files: [(key: String, scenes: Set<Scene.ID>)] = []
    /// Of any file, by its full or its folded path.
    var scenes: Set<Scene.ID> = []

    mutating func add(_ scene: Scene.ID?, to key: String) {
        var place = files.endIndex
        if let known = files.firstIndex(where: { sameBytes($0.key, key) }) {
            place = known
        } else {
            files.append((key, []))
        }
        guard let scene else { return }
        files[place].scenes.insert(scene)
        scenes.insert(scene)
    }

    func ofFile(_ key: String) -> Set<Scene.ID> { files.first { sameBytes($0.key, key) }?.scenes ?? [] }
}
