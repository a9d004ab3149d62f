/// What one request reads: a library that does not change under it, with its scenes in the order of their ids.
final class StashSnapshot: Sendable {
    let library: StashLibrary
    /// Ascending by id.
    let scenes: [StashRow]
    /// Moves with every change; the order of a listing without a sort depends on it.
    let generation: Int

    init(_ library: StashLibrary, generation: Int) {
        self.library = library
        self.generation = generation
        scenes = library.scenes.keys.sorted().compactMap { library.scenes[$0].map { StashRow($0) } }
    }

    /// The place of the first scene with an id above `id`.
    func index(after id: Int) -> Int {
        var (low, high) = (0, scenes.count)
        while low < high {
            let middle = (low + high) / 2
            if scenes[middle].id <= id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// `ids` and, down to `depth` levels (-1: all), what lies below them.
    func family(of ids: [Int], in kind: StashEntityKind, depth: Int) -> Set<Int> {
        var family = Set(ids)
        guard depth != 0 else { return family }
        var children: [Int: [Int]] = [:]
        for entity in library[kind].values {
            if let parent = entity.parent { children[parent, default: []].append(entity.id) }
        }
        var level = ids
        var left = depth
        while !level.isEmpty, left != 0 {
            level = level.flatMap { children[$0] ?? [] }.filter { family.insert($0).inserted }
            left -= 1
        }
        return family
    }
}

/// A scene of a snapshot, by reference: the tests and writers of a listing are called for each scene and each field, and must not
/// copy the scene, with all that it refers to, each time.
@dynamicMemberLookup
final class StashRow: Sendable {
    let scene: StashScene

    init(_ scene: StashScene) { self.scene = scene }

    subscript<Value>(dynamicMember path: KeyPath<StashScene, Value>) -> Value { scene[keyPath: path] }

    func ids(of kind: StashEntityKind) -> [Int] { scene.ids(of: kind) }
    func fingerprints(_ type: String) -> [String] { scene.fingerprints(type) }
}
