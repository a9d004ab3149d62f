extension LabServers {
    func changePlex(_ change: WorldChange, _ random: inout LabRandom) -> String? {
        let now = clock()
        if change == .libraryScanned {
            return plex.update { library -> String? in
                guard let index = library.sections.indices.randomElement(using: &random) else { return nil }
                library.sections[index].scannedAt = now
                return "Plex scanned \(library.sections[index].title)"
            }
        }
        return plex.update { library -> String? in
            guard let index = library.items.indices.randomElement(using: &random) else { return nil }
            let key = library.items[index].ratingKey
            let others = library.items.map(\.ratingKey)
            // A library that is all gone is another story than one item that is.
            let section = library.items[index].section
            let isOneOfFew = library.items.filter { $0.section == section && $0.deletedAt == nil }.count < 3
            if isOneOfFew, change == .itemRemoved || change == .itemTrashed { return nil }
            switch change {
            case .itemRemoved:
                library.items.remove(at: index)
                return "item \(key) removed"
            case .itemReadded:
                library.items[index] = library.items[index].readded(as: (others.max() ?? 0) + 1, at: now)
                return "item \(key) removed and listed again as \((others.max() ?? 0) + 1)"
            default:
                guard let what = library.items[index].suffer(change, &random) else { return nil }
                library.items[index].updatedAt = max(now, library.items[index].updatedAt)
                return "item \(key) \(what)"
            }
        }
    }

    /// Moves a file on Plex's disk; the item keeps its key and is touched.
    func movePlexFile(from: String, to: String) {
        let now = clock()
        plex.update { library in
            for index in library.items.indices where library.items[index].files.contains(from) {
                library.items[index].rename(from, to)
                library.items[index].updatedAt = max(now, library.items[index].updatedAt)
            }
            for index in library.unscanned.indices where library.unscanned[index].file == from {
                library.unscanned[index].file = to
            }
        }
    }
}

extension PlexItem {
    /// As after a removal and a scan: another key, no locks, only the file's name for a title.
    fileprivate func readded(as key: Int, at now: Int) -> PlexItem {
        PlexItem(
            ratingKey: key, section: section, title: files.first.map { Lab.stem(of: $0) } ?? title, media: media,
            addedAt: now, updatedAt: now, duration: duration)
    }

    fileprivate mutating func rename(_ from: String, _ to: String) {
        for number in media.indices {
            for place in media[number].parts.indices where media[number].parts[place].file == from {
                media[number].parts[place].file = to
            }
        }
    }

    /// - Returns: What happened to it.
    fileprivate mutating func suffer(_ change: WorldChange, _ random: inout LabRandom) -> String? {
        let field = random.pick(WorldField.allCases)
        switch change {
        case .itemEditedByPerson:
            set(field, "Mine \(Int.random(in: 0...999, using: &random))", &random)
            locked.insert(field.lock)
            return "edited by a person: \(field)"
        case .itemRefreshedByAgent:
            guard !locked.contains(field.lock) else { return nil }
            if random.once(in: 2) { empty(field) } else { set(field, "Agent", &random) }
            return "refreshed by an agent: \(field)"
        case .itemLocked:
            locked.insert(field.lock)
            return "locked: \(field)"
        case .itemUnlocked:
            guard let lock = locked.sorted().randomElement(using: &random) else { return nil }
            locked.remove(lock)
            return "unlocked: \(lock)"
        case .partAdded:
            let file = "/media/clips/added in plex/\(ratingKey)-\(Int.random(in: 0...9999, using: &random)).mp4"
            media.append(PlexMedia([PlexPart(file, size: 5000 + ratingKey)]))
            return "got a further version: \(file)"
        case .itemTrashed:
            deletedAt = deletedAt == nil ? updatedAt : nil
            return deletedAt == nil ? "came back from the trash" : "went to the trash"
        case .fileMovedInPlex:
            guard let file = files.first else { return nil }
            rename(file, file + ".moved.mp4")
            return "had its file moved: \(file)"
        default: return nil
        }
    }

    private mutating func set(_ field: WorldField, _ text: String, _ random: inout LabRandom) {
        switch field {
        case .title: title = text
        case .studio: studio = text
        case .summary: summary = text
        case .date: originallyAvailableAt = random.pick(["2001-01-01", "2002-02-02"])
        case .performers: roles = random.once(in: 2) ? roles + [text] : [text]
        case .tags: genres = random.once(in: 2) ? genres + [text] : [text]
        case .collections: collections = random.once(in: 2) ? collections + [text] : [text]
        }
    }
}
