extension WorldBuilder {
    mutating func makeWithoutTarget(_ made: WorldCase) {
        var scene = made == .noMetadata || made == .onlyPartialDate ? bareScene() : scene(needing: [.studio])
        switch made {
        case .noFile: finish(scene, "no_file")
        case .noMetadata, .onlyPartialDate:
            if made == .onlyPartialDate { scene.date = "2021-07" }
            scene.files = [file(path(in: .clips))]
            let path = scene.files[0].pathText
            plex.items.append(
                item(like: scene, in: 3, [PlexMedia([part(scene.files[0], at: WorldPlace.clips.plexPath(path))])]))
            finish(scene, "no_metadata")
        case .unmapped:
            scene.files = [file("/unmapped/\(random.pick(WorldNames.folders))/\(scene.id).mp4")]
            finish(scene, "unmapped")
        case .mappedNowhere:
            scene.files = [file(path(in: .nowhere))]
            finishMissing(scene, "possible")
        case .otherLibrary, .nestedRoot, .showLibrary:
            let place = made == .otherLibrary ? WorldPlace.hidden : made == .nestedRoot ? .nested : .shows
            scene.files = [file(path(in: place))]
            if made != .showLibrary, random.once(in: 2) {
                let path = place.plexPath(scene.files[0].pathText)
                plex.items.append(item(like: scene, in: place.section, [PlexMedia([part(scene.files[0], at: path)])]))
            }
            finish(scene, "other_library")
        case .missingUnscanned:
            scene.files = [file(path(in: .clips, folder: "new/\(scene.id)"), appeared: now - 2 * Self.hour)]
            // Or it was found long ago and moved here lately.
            if random.once(in: 2) { scene.files[0].createdAt = stamp(now - 90 * Self.day) }
            plex.unscanned.append(part(scene.files[0], at: WorldPlace.clips.plexPath(scene.files[0].pathText)))
            finishMissing(scene, "possible")
        case .trashed:
            scene.files = [file(path(in: .clips))]
            let path = WorldPlace.clips.plexPath(scene.files[0].pathText)
            var item = item(like: scene, in: 3, [PlexMedia([part(scene.files[0], at: path)])])
            item.deletedAt = now - 3 * Self.day
            plex.items.append(item)
            finishMissing(scene, "definite")
        default:
            scene.files = [file(path(in: random.pick(WorldPlace.usual)))]
            finishMissing(scene, "definite")
        }
    }

    mutating func makeManyFiles(_ made: WorldCase) {
        if made == .twoScenesInOneItem { return makeTwoScenesInOneItem() }
        if made == .twoLibraries { return makeTwoLibraries() }
        var scene = scene(needing: [.studio, .tags])
        let place = WorldPlace.clips
        scene.files = [file(path(in: place))]
        if [.multiVersion, .multiPart, .oneFileMissing, .twoFilesTwoItems].contains(made) {
            scene.files.append(file(path(in: place)))
        }
        let parts = scene.files.map { part($0, at: place.plexPath($0.pathText)) }
        let differences: [Difference] =
            random.once(in: 2) ? [] : [random.once(in: 2) ? .empty(.studio) : .differs(.tags)]
        var media = parts.map { PlexMedia([$0]) }
        switch made {
        case .multiPart: media = [PlexMedia(parts)]
        case .optimisedVersion:
            let version = PlexPart("/media/clips/Plex Versions/Mobile/\(scene.id).mp4", size: 1000, duration: 1000)
            media.append(PlexMedia([version], proxyType: 42))
        case .foreignFileInItem:
            media.append(PlexMedia([PlexPart("/media/clips/extra/\(scene.id) bonus.mp4", size: 77)]))
        case .oneFileMissing: media.removeLast()
        case .twoFilesTwoItems: return finishTwoItems(scene, media.map { [$0] }, sections: [3, 3], differences)
        default: break
        }
        var item = item(like: scene, in: place.section, media)
        apply(differences, to: &item, of: scene)
        finish(scene, [item], differences)
    }

    /// One file, listed by two libraries, one of whose roots lies in the other's.
    private mutating func makeTwoLibraries() {
        var scene = scene(needing: [.studio, .tags])
        scene.files = [file(path(in: .best))]
        let media = [PlexMedia([part(scene.files[0], at: WorldPlace.best.plexPath(scene.files[0].pathText))])]
        let differences: [Difference] = random.once(in: 2) ? [] : [.empty(.studio)]
        finishTwoItems(scene, [media, media], sections: [3, 13], differences)
    }

    /// Only the second item differs.
    private mutating func finishTwoItems(
        _ scene: StashScene, _ media: [[PlexMedia]], sections: [Int], _ differences: [Difference]
    ) {
        var items = zip(media, sections).map { item(like: scene, in: $1, $0) }
        apply(differences, to: &items[1], of: scene)
        finish(scene, items, differences)
    }

    private mutating func makeTwoScenesInOneItem() {
        let place = WorldPlace.clips
        var scenes = [scene(needing: [.studio]), scene(needing: [.studio])]
        for index in scenes.indices { scenes[index].files = [file(path(in: place))] }
        let media = scenes.map { PlexMedia([part($0.files[0], at: place.plexPath($0.files[0].pathText))]) }
        plex.items.append(item(like: scenes[0], in: place.section, media))
        for scene in scenes { finish(scene, "ambiguous") }
    }

    mutating func makePath(_ made: WorldCase) {
        var scene = scene(needing: [.studio])
        let clips = WorldPlace.clips
        let name = "\(random.pick(WorldNames.adjectives)) cut \(scene.id)"
        switch made {
        case .sameBaseName, .sameBaseNameMissing: makeSameBaseName(scene, name, isMissing: made == .sameBaseNameMissing)
        case .baseNameHint:
            scene.files = [file(path(in: clips, folder: "before", name: name))]
            let moved = part(scene.files[0], at: "/media/clips/after/\(name).mp4")
            plex.items.append(item(like: scene, in: clips.section, [PlexMedia([moved])]))
            finish(scene, "ambiguous")
        case .nfdPath:
            let path = path(in: clips, folder: "caf\u{e9}", name: "Gar\u{e7}on \(scene.id)")
            let decomposed = "/media/clips/cafe\u{301}/Garc\u{327}on \(scene.id).mp4"
            finishMatched(scene, in: clips, plexPath: decomposed, path: path, openOrEqual())
        case .windowsLibrary: finishMatched(scene, in: .windows, openOrEqual())
        case .driveLetterCase:
            let path = path(in: .windows)
            let lower = "d" + WorldPlace.windows.plexPath(path).dropFirst()
            finishMatched(scene, in: .windows, plexPath: lower, path: path, openOrEqual())
        case .samePath: finishMatched(scene, in: .same, openOrEqual())
        case .orderedMapping: finishMatched(scene, in: .old, openOrEqual())
        case .caseFoldedPath:
            let path = path(in: clips, folder: "Mixed Case", name: name)
            finishMatched(
                scene, in: clips, plexPath: "/media/clips/mixed case/\(name.uppercased()).MP4", path: path,
                openOrEqual())
        default: makeInvalidPath(scene, name)
        }
    }

    private mutating func openOrEqual() -> [Difference] { random.once(in: 2) ? [] : [.empty(.studio)] }

    /// The same base name in two folders, of other size and length: never a match, not even a hint.
    private mutating func makeSameBaseName(_ scene: StashScene, _ name: String, isMissing: Bool) {
        finishMatched(scene, in: .clips, path: path(in: .clips, folder: "first", name: name))
        var other = self.scene(needing: [.studio])
        let path = path(in: .clips, folder: "second", name: name)
        guard isMissing else { return finishMatched(other, in: .clips, path: path, openOrEqual()) }
        var file = file(path)
        file.size += 7_000_000
        file.duration += 100_000
        other.files = [file]
        finishMissing(other, "definite")
    }

    /// The name is Latin-1 on disk; what Plex makes of the byte is no sure match.
    private mutating func makeInvalidPath(_ scene: StashScene, _ name: String) {
        var scene = scene
        let path = path(in: .clips, folder: "latin", name: name)
        var file = file(path)
        file.path = Array("/data/clips/latin/\(name) caf".utf8) + [0xe9] + Array(".mp4".utf8)
        scene.files = [file]
        let shown = part(file, at: "/media/clips/latin/\(name) caf\u{fffd}.mp4")
        plex.items.append(item(like: scene, in: 3, [PlexMedia([shown])]))
        finish(scene, "ambiguous")
    }

    /// Paths that are the same only when case is folded, and not unique then.
    mutating func makeFolded(_ made: WorldCase) {
        var scene = scene(needing: [.studio])
        let folder = "Folded \(scene.id)"
        scene.files = [file(path(in: .clips, folder: folder, name: "CUT"))]
        let first = part(scene.files[0], at: "/media/clips/\(folder)/Cut.mp4")
        var second = part(scene.files[0], at: "/media/clips/\(folder)/cut.mp4")
        let item = item(like: scene, in: 3, [PlexMedia([first])])
        switch made {
        case .foldedTwoScenes:
            var twin = self.scene(needing: [.studio])
            twin.files = [file(path(in: .clips, folder: folder, name: "cUT"))]
            (twin.files[0].size, twin.files[0].duration) = (scene.files[0].size, scene.files[0].duration)
            plex.items.append(item)
            finish(scene, "ambiguous")
            finish(twin, "ambiguous")
        case .foldedTie:
            (second.size, second.duration) = (second.size + 9_000_000, second.duration + 200_000)
            plex.items.append(self.item(like: scene, in: 3, [PlexMedia([second])]))
            finish(scene, [item])
        default:
            plex.items += [item, self.item(like: scene, in: 3, [PlexMedia([second])])]
            finish(scene, "ambiguous")
        }
    }
}
