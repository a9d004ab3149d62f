extension WorldBuilder {
    /// The fields in which this scene wants something.
    func wanted(_ scene: StashScene) -> [WorldField] {
        WorldField.allCases.filter { field in
            switch field {
            case .title: !scene.title.isEmpty
            case .studio: scene.studio != nil
            case .summary: !scene.details.isEmpty
            case .date: scene.date.map { $0.utf8.count == 10 } ?? false
            case .performers: !scene.performers.isEmpty
            case .tags: !scene.tags.isEmpty
            case .collections: !scene.groups.isEmpty
            }
        }
    }

    /// Makes the item differ from the scene in these ways, and in no other.
    mutating func apply(_ differences: [Difference], to item: inout PlexItem, of scene: StashScene) {
        for difference in differences {
            switch difference.kind {
            case .empty: item.empty(difference.field)
            case .differs: differ(difference.field, &item, scene)
            }
            if difference.locked {
                item.locked.insert(difference.field.lock)
            } else {
                item.locked.remove(difference.field.lock)
            }
        }
    }

    private mutating func differ(_ field: WorldField, _ item: inout PlexItem, _ scene: StashScene) {
        switch field {
        case .title: item.title = "Untitled \(random.pick(WorldNames.nouns))"
        case .studio: item.studio = random.pick(WorldNames.studios.filter { $0 != item.studio })
        case .summary: item.summary = "From the agent. \(random.pick(WorldNames.sentences))"
        case .date:
            item.originallyAvailableAt = civilDay(Int.random(in: 10_000...13_000, using: &random))
            item.year = item.originallyAvailableAt.flatMap { Int($0.prefix(4)) }
        case .performers: lack(&item.roles, of: WorldNames.performers)
        case .tags: lack(&item.genres, of: WorldNames.tags)
        case .collections: lack(&item.collections, of: WorldNames.groups)
        }
    }

    /// Takes one element out, and puts a stranger's in where nothing would be left.
    private mutating func lack(_ list: inout [String], of names: [String]) {
        let had = list
        list.remove(at: Int.random(in: list.indices, using: &random))
        if list.isEmpty || random.once(in: 3) { list.append(random.pick(names.filter { !had.contains($0) })) }
    }
}

extension PlexItem {
    mutating func empty(_ field: WorldField) {
        switch field {
        case .title: break  // an item always has one
        case .studio: studio = nil
        case .summary: summary = nil
        case .date: (originallyAvailableAt, year) = (nil, nil)
        case .performers: roles = []
        case .tags: genres = []
        case .collections: collections = []
        }
    }
}
