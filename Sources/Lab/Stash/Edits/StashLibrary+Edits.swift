/// Changes as Stash makes them: each moves those times that Stash moves, and no others.
extension StashLibrary {
    /// Any saving of a scene moves its time, also one that changes nothing.
    mutating func editScene(_ id: Int, at time: String, _ edit: (inout StashScene) -> Void) {
        guard var scene = scenes[id] else { return }
        edit(&scene)
        scene.updatedAt = time
        scenes[id] = scene
    }

    /// Plays, activity and what else leaves the scene's time alone.
    mutating func touchScene(_ id: Int, _ edit: (inout StashScene) -> Void) {
        guard var scene = scenes[id] else { return }
        edit(&scene)
        scenes[id] = scene
    }

    /// Moves the entity's own time, no scene's.
    mutating func editEntity(
        _ kind: StashEntityKind, _ id: Int, at time: String, _ edit: (inout StashEntity) -> Void
    ) {
        guard var entity = self[kind][id] else { return }
        edit(&entity)
        entity.updatedAt = time
        self[kind][id] = entity
    }

    /// The links vanish from every scene, and nothing tells.
    mutating func removeEntity(_ kind: StashEntityKind, _ id: Int) {
        guard self[kind].removeValue(forKey: id) != nil else { return }
        lastIDs.entities[kind] = max(lastIDs.entities[kind] ?? 0, id)
        for (child, entity) in self[kind] where entity.parent == id { self[kind][child]?.parent = nil }
        for (key, scene) in scenes where scene.ids(of: kind).contains(id) {
            scenes[key]?.unlink(kind, id)
        }
    }

    /// The scenes of the sources get the destination's tag; neither theirs nor its time moves.
    mutating func mergeTags(_ sources: [Int], into destination: Int) {
        let sources = Set(sources).subtracting([destination])
        for (key, scene) in scenes where scene.tags.contains(where: { sources.contains($0) }) {
            var tags = scene.tags.filter { !sources.contains($0) }
            if !tags.contains(destination) { tags.append(destination) }
            scenes[key]?.tags = tags
        }
        for source in sources {
            if let tag = tags[source] { tags[destination]?.aliases += [tag.name] + tag.aliases }
            removeEntity(.tag, source)
        }
    }

    /// Moves the file's time, not the scene's.
    mutating func moveFile(_ id: Int, in scene: Int, to path: [UInt8], at time: String) {
        guard let place = scenes[scene]?.files.firstIndex(where: { $0.id == id }) else { return }
        scenes[scene]?.files[place].path = path
        scenes[scene]?.files[place].updatedAt = time
    }

    /// The scene that has a file. Cost: a walk over all of them.
    func scene(ofFile id: Int) -> Int? { scenes.first { $0.value.files.contains { $0.id == id } }?.key }

    /// Ids are never used again.
    mutating func removeScene(_ id: Int) {
        guard let scene = scenes.removeValue(forKey: id) else { return }
        lastIDs.scene = max(lastIDs.scene, id)
        lastIDs.file = scene.files.reduce(lastIDs.file) { max($0, $1.id) }
    }

    /// The files go to the destination, whose time moves; the sources are gone without a word.
    mutating func mergeScenes(_ sources: [Int], into destination: Int, at time: String) {
        for source in sources where source != destination {
            let files = scenes[source]?.files ?? []
            editScene(destination, at: time) { $0.files += files }
            removeScene(source)
        }
    }
}

extension StashScene {
    /// Takes a link away.
    mutating func unlink(_ kind: StashEntityKind, _ id: Int) {
        switch kind {
        case .tag: tags.removeAll { $0 == id }
        case .performer: performers.removeAll { $0 == id }
        case .studio: studio = nil
        case .group: groups.removeAll { $0.group == id }
        }
    }
}
