import Lab
import SyncModel

@testable import SyncEngine

/// A world of a few scenes of which everything is known: one item each, which nobody has touched.
enum SmallWorld {
    static let studios = [1: "Studio A", 2: "Studio B"]
    static let performers = [1: "Ann", 2: "Bob", 3: "Cid"]
    static let tags = [1: "Red", 2: "Blue", 3: "Green"]
    static let groups = [1: "Group A", 2: "Group B"]

    /// - Parameter scenes: So many, with ids and rating keys from 1 on; their keys are 100 higher.
    static func make(scenes: Int = 1) -> World {
        var world = World.make(seed: 1, scenes: 1)
        world.stash = StashLibrary()
        world.stash.roots = ["/data/clips"]
        for (kind, names) in [
            (StashEntityKind.studio, studios), (.performer, performers), (.tag, tags), (.group, groups),
        ] {
            for (id, name) in names {
                world.stash[kind][id] = StashEntity(id: id, name: name, createdAt: StashFile.epoch)
            }
            world.stash.lastIDs.entities[kind] = names.count
        }
        world.plex.items = []
        for id in 1...scenes {
            world.stash.scenes[id] = scene(id)
            world.plex.items.append(item(of: id))
        }
        (world.stash.lastIDs.scene, world.stash.lastIDs.file) = (scenes, scenes)
        return world
    }

    static func scene(_ id: Int) -> StashScene {
        var scene = StashScene(id: id)
        (scene.title, scene.details, scene.date) = ("Title A", "Summary A", "2020-01-02")
        (scene.studio, scene.performers, scene.tags) = (1, [1, 2], [1, 2])
        (scene.groups, scene.rating100) = ([StashGroupLink(group: 1)], 80)
        scene.files = [StashFile(id: id, path: "/data/clips/folder/video \(id).mp4", size: 1000 + id)]
        return scene
    }

    static func item(of id: Int, key: Int? = nil, section: Int = 3) -> PlexItem {
        PlexItem(
            ratingKey: key ?? id + 100, section: section, title: "video \(id)",
            media: [PlexMedia([PlexPart("/media/clips/folder/video \(id).mp4", size: 1000 + id)])],
            addedAt: 1_750_000_000, updatedAt: 1_750_000_000)
    }

    /// Every field that is no picture is on.
    static func allFields(_ settings: inout EngineSettings) {
        do {
            settings.fields[.titleSort] = .template(try FieldTemplate("{title}, sorted"))
            settings.fields[.tagline] = .template(try FieldTemplate("{studio} presents"))
            settings.fields[.contentRating] = .template(try FieldTemplate("X{rating}"))
        } catch { preconditionFailure("\(error)") }
        settings.fields[.rating] = .scene
    }

    static let fields = Field.allCases.filter { !$0.isPicture }
}

extension PlexItem {
    /// A field's value as a client reads it; sets without order.
    subscript(field: Field) -> Set<String> {
        get {
            func one(_ text: String?) -> Set<String> { text.map { [$0] } ?? [] }
            switch field {
            case .title: return one(title)
            case .titleSort: return one(titleSort)
            case .studio: return one(studio)
            case .summary: return one(summary)
            case .tagline: return one(tagline)
            case .date: return one(originallyAvailableAt)
            case .performers: return Set(roles)
            case .tags: return Set(genres)
            case .collections: return Set(collections)
            case .rating: return one(userRating.map { "\($0)" })
            case .contentRating: return one(contentRating)
            case .poster, .art: return []
            }
        }
        set {
            let text = newValue.first
            switch field {
            case .title: title = text ?? ""
            case .titleSort: titleSort = text
            case .studio: studio = text
            case .summary: summary = text
            case .tagline: tagline = text
            case .date: originallyAvailableAt = text
            case .performers: roles = newValue.sorted()
            case .tags: genres = newValue.sorted()
            case .collections: collections = newValue.sorted()
            case .rating: userRating = text.flatMap(Double.init)
            case .contentRating: contentRating = text
            case .poster, .art: break
            }
        }
    }
}

extension StashScene {
    /// Says something else in what `field` is made from: a scalar another text, a set another element for one.
    mutating func change(_ field: Field) {
        switch field {
        case .title, .titleSort: title = "Title B"
        case .studio, .tagline: studio = 2
        case .summary: details = "Summary B"
        case .date: date = "2021-11-30"
        case .performers: performers = [1, 3]
        case .tags: tags = [1, 3]
        case .collections: groups = [StashGroupLink(group: 2)]
        case .rating, .contentRating: rating100 = 60
        case .poster, .art: break
        }
    }

    /// Says nothing any more.
    mutating func empty(_ field: Field) {
        switch field {
        case .title, .titleSort: title = ""
        case .studio, .tagline: studio = nil
        case .summary: details = ""
        case .date: date = nil
        case .performers: performers = []
        case .tags: tags = []
        case .collections: groups = []
        case .rating, .contentRating: rating100 = nil
        case .poster, .art: break
        }
    }
}

/// What Plex holds of a field for a scene as made, and after ``StashScene/change(_:)``.
enum Said {
    static func before(_ field: Field) -> Set<String> {
        switch field {
        case .title: ["Title A"]
        case .titleSort: ["Title A, sorted"]
        case .studio: ["Studio A"]
        case .summary: ["Summary A"]
        case .tagline: ["Studio A presents"]
        case .date: ["2020-01-02"]
        case .performers: ["Ann", "Bob"]
        case .tags: ["Red", "Blue"]
        case .collections: ["Group A"]
        case .rating: ["8.0"]
        case .contentRating: ["X80"]
        case .poster, .art: []
        }
    }

    static func after(_ field: Field) -> Set<String> {
        switch field {
        case .title: ["Title B"]
        case .titleSort: ["Title B, sorted"]
        case .studio: ["Studio B"]
        case .summary: ["Summary B"]
        case .tagline: ["Studio B presents"]
        case .date: ["2021-11-30"]
        case .performers: ["Ann", "Cid"]
        case .tags: ["Red", "Green"]
        case .collections: ["Group B"]
        case .rating: ["6.0"]
        case .contentRating: ["X60"]
        case .poster, .art: []
        }
    }

    /// What a person or an agent puts there.
    static func foreign(_ field: Field) -> Set<String> {
        switch field {
        case .date: ["1999-09-09"]
        case .rating: ["3.0"]
        default: ["Somebody's"]
        }
    }
}
