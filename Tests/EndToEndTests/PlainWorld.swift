import Lab

/// A world of a few scenes of which everything is known, and which nobody has touched: scene 1 plays item 101.
enum PlainWorld {
    /// - Parameter change: Makes of each pair what a test wants.
    static func make(
        scenes: Int, _ change: (inout StashScene, inout PlexItem) -> Void = { _, _ in }
    ) -> World {
        var world = World.make(seed: 1, scenes: 1)
        world.stash = StashLibrary()
        world.stash.roots = ["/data/clips"]
        let names: [(StashEntityKind, [String])] = [
            (.studio, ["Studio A", "Studio B"]), (.performer, ["Ann", "Bob"]), (.tag, ["Red", "Blue", "Green"]),
        ]
        for (kind, names) in names {
            for (place, name) in names.enumerated() {
                world.stash[kind][place + 1] = StashEntity(id: place + 1, name: name, createdAt: StashFile.epoch)
            }
            world.stash.lastIDs.entities[kind] = names.count
        }
        world.plex.items = []
        for id in 1...scenes {
            var scene = StashScene(id: id)
            (scene.title, scene.details, scene.studio) = ("Title \(id)", "Summary", 1)
            (scene.performers, scene.tags) = ([1], [1, 2])
            scene.files = [StashFile(id: id, path: "/data/clips/folder/video \(id).mp4", size: 1000 + id)]
            var item = PlexItem(
                ratingKey: id + 100, section: 3, title: "video \(id)",
                media: [PlexMedia([PlexPart("/media/clips/folder/video \(id).mp4", size: 1000 + id)])],
                addedAt: 1_750_000_000, updatedAt: 1_750_000_000)
            change(&scene, &item)
            world.stash.scenes[id] = scene
            world.plex.items.append(item)
        }
        (world.stash.lastIDs.scene, world.stash.lastIDs.file) = (scenes, scenes)
        return world
    }
}
