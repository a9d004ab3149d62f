import SyncModel

/// The files of a case's scenes and items, to be matched as those of the two indexes are.
struct FixtureFiles: FileIndex {
    private var byExactKey: [String: [IndexedFile]] = [:]
    private var byFoldedKey: [String: [IndexedFile]] = [:]
    private var byBaseName: [String: [IndexedFile]] = [:]
    private var scenesByExactKey: [String: [SceneFile]] = [:]
    private var scenesByFoldedKey: [String: [SceneFile]] = [:]
    private let items: [FixtureItem]

    init(_ scenes: [FixtureScene], _ items: [FixtureItem], paths: PathMap) {
        self.items = items
        for (number, item) in items.enumerated() {
            for part in item.item.parts {
                let file = IndexedFile(
                    item: number, target: item.target, path: part.file, size: part.size, duration: part.duration)
                byExactKey[exactPathKey(part.file), default: []].append(file)
                byFoldedKey[foldedPathKey(part.file), default: []].append(file)
                byBaseName[nameKey(baseName(of: part.file)), default: []].append(file)
            }
        }
        for scene in scenes {
            for file in scene.scene.files {
                let key = exactPathKey(paths.toPlex(file.path).path)
                let owned = SceneFile(scene: scene.scene.id, file: file)
                scenesByExactKey[key, default: []].append(owned)
                scenesByFoldedKey[foldedPathKey(key), default: []].append(owned)
            }
        }
    }

    func itemFiles(exactKey: String) -> [IndexedFile] { byExactKey[exactKey] ?? [] }
    func itemFiles(foldedKey: String) -> [IndexedFile] { byFoldedKey[foldedKey] ?? [] }
    func itemFiles(baseNameKey: String) -> [IndexedFile] { byBaseName[baseNameKey] ?? [] }
    func sceneFiles(foldedKey: String) -> [SceneFile] { scenesByFoldedKey[foldedKey] ?? [] }

    func owners(ofItem item: Int) -> [FileOwner] {
        items[item].item.parts.flatMap { part -> [FileOwner] in
            guard let owned = scenesByExactKey[exactPathKey(part.file)] else {
                return [FileOwner(plexPath: part.file, claim: nil)]
            }
            return owned.map {
                FileOwner(
                    plexPath: part.file,
                    claim: FileOwner.Claim(
                        scene: $0.scene, stashPath: $0.file.path, isRepaired: $0.file.isPathRepaired))
            }
        }
    }
}
