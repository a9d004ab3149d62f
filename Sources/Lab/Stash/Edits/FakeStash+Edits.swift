/// Changes as a user of Stash makes them. `seconds` is the time of the change, since 1970; without it, the fake's clock.
/// An id that is not there changes nothing.
extension FakeStash {
    /// Saves a scene: its time moves, whatever `edit` does.
    public func editScene(_ id: Int, at seconds: Int? = nil, _ edit: @Sendable (inout StashScene) -> Void) {
        change(at: seconds) { $0.editScene(id, at: $1, edit) }
    }

    /// Saves several scenes at the same second, as the bulk editor does.
    public func editScenes(_ ids: [Int], at seconds: Int? = nil, _ edit: @Sendable (inout StashScene) -> Void) {
        change(at: seconds) { library, time in for id in ids { library.editScene(id, at: time, edit) } }
    }

    /// Rates a scene 1…100, or takes the rating away.
    public func rate(_ id: Int, _ rating: Int?, at seconds: Int? = nil) {
        editScene(id, at: seconds) { $0.rating100 = rating }
    }

    /// Sets a scene's picture, or takes it away. Generating one moves the time just so.
    public func replaceCover(of id: Int, with cover: [UInt8]?, at seconds: Int? = nil) {
        editScene(id, at: seconds) { $0.cover = cover }
    }

    /// Counts a play: the scene's time does not move.
    public func play(_ id: Int, at seconds: Int? = nil) {
        change(at: seconds) { library, time in
            library.touchScene(id) {
                $0.playCount += 1
                $0.lastPlayedAt = time
            }
        }
    }

    /// Adds a scene under a new id; the id and both times of `scene` are replaced.
    /// - Returns: The new id. Files with id 0 get new ids too.
    @discardableResult
    public func addScene(_ scene: StashScene, at seconds: Int? = nil) -> Int {
        change(at: seconds) { library, time in
            var scene = scene
            scene.id = library.takeSceneID()
            (scene.createdAt, scene.updatedAt) = (time, time)
            for place in scene.files.indices where scene.files[place].id == 0 {
                scene.files[place].id = library.takeFileID()
            }
            library.scenes[scene.id] = scene
            return scene.id
        }
    }

    /// Deletes a scene; its id is never used again.
    public func deleteScene(_ id: Int) { change(at: nil) { library, _ in library.removeScene(id) } }

    /// Merges scenes: only the destination's time moves.
    public func mergeScenes(_ sources: [Int], into destination: Int, at seconds: Int? = nil) {
        change(at: seconds) { $0.mergeScenes(sources, into: destination, at: $1) }
    }

    /// Moves or renames a file: its own time moves, not the scene's.
    /// - Parameter scene: The scene it belongs to; without it, it is looked for among all.
    public func moveFile(_ id: Int, ofScene scene: Int? = nil, to path: [UInt8], at seconds: Int? = nil) {
        change(at: seconds) { library, time in
            guard let scene = scene ?? library.scene(ofFile: id) else { return }
            library.moveFile(id, in: scene, to: path, at: time)
        }
    }

    /// The same with a path that is text.
    public func moveFile(_ id: Int, ofScene scene: Int? = nil, to path: String, at seconds: Int? = nil) {
        moveFile(id, ofScene: scene, to: Array(path.utf8), at: seconds)
    }

    // MARK: Tags, performers, studios, groups

    /// Saves an entity: its own time moves, no scene's.
    public func edit(
        _ kind: StashEntityKind, _ id: Int, at seconds: Int? = nil, _ edit: @Sendable (inout StashEntity) -> Void
    ) {
        change(at: seconds) { $0.editEntity(kind, id, at: $1, edit) }
    }

    /// Renames an entity: its own time moves, no scene's.
    public func rename(_ kind: StashEntityKind, _ id: Int, to name: String, at seconds: Int? = nil) {
        edit(kind, id, at: seconds) { $0.name = name }
    }

    /// Renames a tag.
    public func renameTag(_ id: Int, to name: String, at seconds: Int? = nil) {
        rename(.tag, id, to: name, at: seconds)
    }

    /// Renames a performer.
    public func renamePerformer(_ id: Int, to name: String, at seconds: Int? = nil) {
        rename(.performer, id, to: name, at: seconds)
    }

    /// Renames a studio.
    public func renameStudio(_ id: Int, to name: String, at seconds: Int? = nil) {
        rename(.studio, id, to: name, at: seconds)
    }

    /// Renames a group.
    public func renameGroup(_ id: Int, to name: String, at seconds: Int? = nil) {
        rename(.group, id, to: name, at: seconds)
    }

    /// Adds an entity under a new id; the id and both times of `entity` are replaced.
    @discardableResult
    public func add(_ kind: StashEntityKind, _ entity: StashEntity, at seconds: Int? = nil) -> Int {
        change(at: seconds) { library, time in
            var entity = entity
            entity.id = library.takeID(of: kind)
            (entity.createdAt, entity.updatedAt) = (time, time)
            library[kind][entity.id] = entity
            return entity.id
        }
    }

    /// Merges tags. No time moves, neither the scenes' nor the surviving tag's.
    public func mergeTags(_ sources: [Int], into destination: Int) {
        change(at: nil) { library, _ in library.mergeTags(sources, into: destination) }
    }

    /// Deletes an entity. Its links vanish from the scenes, whose time does not move.
    public func delete(_ kind: StashEntityKind, _ id: Int) {
        change(at: nil) { library, _ in library.removeEntity(kind, id) }
    }

    /// Deletes a tag.
    public func deleteTag(_ id: Int) { delete(.tag, id) }
    /// Deletes a performer.
    public func deletePerformer(_ id: Int) { delete(.performer, id) }
    /// Deletes a studio.
    public func deleteStudio(_ id: Int) { delete(.studio, id) }
    /// Deletes a group.
    public func deleteGroup(_ id: Int) { delete(.group, id) }

    private func change<Result: Sendable>(
        at seconds: Int?, _ edit: (inout StashLibrary, String) -> Result
    ) -> Result {
        change { state in
            let time = StashTime.text(seconds ?? state.clock(), offset: state.utcOffset)
            return state.edit { edit(&$0, time) }
        }
    }
}
