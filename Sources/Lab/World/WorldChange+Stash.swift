extension LabServers {
    func changeScene(_ change: WorldChange, _ random: inout LabRandom) -> String? {
        let library = stash.library
        let all = library.scenes.keys.sorted()
        let withFiles = all.filter { library.scenes[$0]?.files.isEmpty == false }
        guard all.count > 1, let id = withFiles.randomElement(using: &random), let scene = library.scenes[id],
            let file = scene.files.last
        else { return nil }
        let other = random.pick(all)
        switch change {
        case .sceneEdited:
            let (edited, what) = library.edited(other, &random)
            stash.editScene(other) { $0 = edited }
            return "scene \(other) edited: \(what)"
        case .sceneSavedUnchanged:
            stash.editScene(other) { _ in }
            return "scene \(other) saved unchanged"
        case .sceneAdded: return addScene(library, &random)
        case .sceneRemoved:
            stash.deleteScene(other)
            return "scene \(other) removed"
        case .fileMoved, .fileMovedEverywhere:
            let to = "/data/clips/moved/\(Int.random(in: 1...1_000_000, using: &random)) \(file.id).mp4"
            stash.moveFile(file.id, ofScene: id, to: to)
            guard change == .fileMovedEverywhere else { return "file of scene \(id) moved to \(to)" }
            movePlexFile(from: world.plexPath(file.pathText), to: world.plexPath(to))
            return "file of scene \(id) moved to \(to), in Plex too"
        case .fileAttached:
            let more = freshFile(&random)
            stash.editScene(id) { $0.files.append(more) }
            return "scene \(id) got a further file"
        case .scenesMerged where id != other:
            stash.mergeScenes([id], into: other)
            return "scene \(id) merged into \(other)"
        case .fileAssigned where id != other: return assign(file, of: id, to: other)
        default: return nil
        }
    }

    /// A scene with a file that Plex lists in half of the cases.
    private func addScene(_ library: StashLibrary, _ random: inout LabRandom) -> String {
        var scene = StashScene(id: 0)
        let file = freshFile(&random)
        scene.title = "Added \(file.size)"
        scene.tags = random.some(2, of: library.tags.keys.sorted())
        scene.files = [file]
        let id = stash.addScene(scene)
        guard random.once(in: 2) else { return "scene \(id) added" }
        let (now, part) = (clock(), PlexPart(world.plexPath(file.pathText), size: file.size))
        plex.update { library in
            let key = (library.items.last?.ratingKey ?? 0) + 1
            library.items.append(
                PlexItem(
                    ratingKey: key, section: 3, title: Lab.stem(of: part.file), media: [PlexMedia([part])],
                    addedAt: now,
                    updatedAt: now))
        }
        return "scene \(id) added, in Plex too"
    }

    /// A file under a name that no other has.
    private func freshFile(_ random: inout LabRandom) -> StashFile {
        let number = Int.random(in: 1...1_000_000_000, using: &random)
        let now = StashTime.text(clock(), offset: stash.utcOffset)
        let id = stash.update { $0.takeFileID() }
        return StashFile(id: id, path: "/data/clips/added/\(number).mp4", size: 400_000_000 + number, createdAt: now)
    }

    /// Only the file's own time moves.
    private func assign(_ file: StashFile, of id: Int, to other: Int) -> String {
        var moved = file
        moved.updatedAt = StashTime.text(clock(), offset: stash.utcOffset)
        let assigned = moved
        stash.update { library in
            library.scenes[id]?.files.removeAll { $0.id == file.id }
            library.scenes[other]?.files.append(assigned)
        }
        return "file \(file.id) of scene \(id) assigned to \(other)"
    }

    func changeEntity(_ change: WorldChange, _ random: inout LabRandom) -> String? {
        let library = stash.library
        let kind = change == .tagsMerged ? .tag : random.pick(StashEntityKind.allCases)
        let ids = library[kind].keys.sorted()
        guard ids.count > 3, let id = ids.randomElement(using: &random), let name = library[kind][id]?.name else {
            return nil
        }
        switch change {
        case .entityRenamed:
            let new = "\(name.prefix(20)) \(Int.random(in: 0...99_999, using: &random))"
            stash.rename(kind, id, to: new)
            return "\(kind) \(id) renamed from \(name) to \(new)"
        case .tagsMerged:
            let into = random.pick(ids.filter { $0 != id })
            stash.mergeTags([id], into: into)
            return "tag \(id) (\(name)) merged into \(into)"
        default:
            stash.delete(kind, id)
            return "\(kind) \(id) (\(name)) deleted"
        }
    }
}

extension StashLibrary {
    /// The scene with one thing about it changed, and which.
    fileprivate func edited(_ id: Int, _ random: inout LabRandom) -> (StashScene, String) {
        var scene = scenes[id] ?? StashScene(id: id)
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            scene.title = "Edited \(Int.random(in: 0...9999, using: &random))"
            return (scene, "title")
        case 1:
            scene.studio = random.once(in: 3) ? nil : studios.keys.sorted().randomElement(using: &random)
            return (scene, "studio")
        case 2:
            scene.details = random.once(in: 3) ? "" : random.pick(WorldNames.sentences)
            return (scene, "details")
        case 3:
            scene.date = random.pick([nil, "2022", "2021-12-31", "2020-02-29"])
            return (scene, "date")
        case 4:
            scene.tags = random.some(3, of: tags.keys.sorted())
            return (scene, "tags")
        case 5:
            scene.performers = random.some(2, of: performers.keys.sorted())
            return (scene, "performers")
        default:
            scene.groups = random.some(1, of: groups.keys.sorted()).map { StashGroupLink(group: $0) }
            return (scene, "groups")
        }
    }
}
