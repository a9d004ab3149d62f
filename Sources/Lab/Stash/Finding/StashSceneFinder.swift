/// Answers `findScenes`.
struct StashSceneFinder {
    let snapshot: StashSnapshot
    let release: StashRelease
    let tomorrow: String

    /// What was found, as places in the snapshot.
    struct Found {
        var page: [Int]
        var all: [Int]
    }

    func find(_ arguments: GraphQLInput) throws -> Found {
        let ids = (arguments.given("ids") ?? arguments.given("scene_ids"))?.list ?? []
        if !ids.isEmpty { return try find(ids: ids) }
        let filter = StashFindFilter(arguments.given("filter"))
        var places = try matching(arguments.given("scene_filter"), search: filter.search)
        try order(&places, by: filter)
        return Found(page: Array(places[filter.range(of: places.count)]), all: places)
    }

    private func find(ids: [GraphQLInput]) throws -> Found {
        var places: [Int] = []
        var seen: Set<Int> = []
        let numbers = try ids.map { try $0.id() }
        for id in numbers where !seen.insert(id).inserted {
            throw StashRefusal("validating ids: duplicate id found: \(id)")
        }
        for id in numbers {
            guard snapshot.library.scenes[id] != nil else { throw StashRefusal("scene with id \(id) not found") }
            places.append(snapshot.index(after: id - 1))
        }
        return Found(page: places, all: places)
    }

    /// The places of the scenes that pass, ascending. A lower bound on the id is looked up, not tested.
    private func matching(_ input: GraphQLInput?, search: String) throws -> [Int] {
        guard let input, !input.keys.isEmpty else {
            return search.isEmpty ? Array(snapshot.scenes.indices) : places(from: 0) { found($0, by: search) }
        }
        var (start, rest) = (0, input)
        if let id = input.given("id"), id.modifier == "GREATER_THAN", input.given("OR") == nil,
            let value = id.given("value")?.int, case .object(let members) = input
        {
            start = snapshot.index(after: value)
            rest = .object(members.filter { $0.key != "id" })
            if rest.keys.isEmpty, search.isEmpty { return Array(start..<snapshot.scenes.count) }
        }
        let test = try StashSceneFilter(snapshot: snapshot, tomorrow: tomorrow).test(rest)
        return places(from: start) { test($0) == true && (search.isEmpty || found($0, by: search)) }
    }

    private func places(from start: Int, where test: (StashRow) -> Bool) -> [Int] {
        (start..<snapshot.scenes.count).filter { test(snapshot.scenes[$0]) }
    }

    private func found(_ scene: StashRow, by search: String) -> Bool {
        let words = StashLike.words(search)
        let texts = [scene.title, scene.details, scene.code] + scene.files.map(\.pathText)
        return words.allSatisfy { word in texts.contains { word.matches($0) } }
    }
}

// MARK: Order

extension StashSceneFinder {
    private func order(_ places: inout [Int], by filter: StashFindFilter) throws {
        guard let sort = filter.sort else { return turn(&places) }
        if sort == "id" {
            if filter.isDescending { places.reverse() }
            return
        }
        if sort == "random" || sort.hasPrefix("random_") {
            let seed = UInt64(sort.dropFirst("random_".count)) ?? UInt64(snapshot.generation)
            return places.sort { scrambled($0, seed) < scrambled($1, seed) }
        }
        guard let key = Self.keys[sort] else {
            guard Self.withoutKey.contains(sort) else {
                throw release.refusesUnknownSorts
                    ? StashRefusal("invalid sort: \(sort)")
                    : StashRefusal("error finding IDs: running query: no such column: scenes.\(sort)")
            }
            return places.sort { tie($0, $1) }
        }
        let keyed = places.map { (place: $0, key: key(snapshot.scenes[$0])) }
        places = keyed.sorted { left, right in
            if left.key == right.key { return tie(left.place, right.place) }
            return filter.isDescending ? right.key < left.key : left.key < right.key
        }.map(\.place)
    }

    /// Without a sort the database answers as it likes. Here: from some place on, and round; another place after a change.
    private func turn(_ places: inout [Int]) {
        guard places.count > 1 else { return }
        let start = (places.count / 3 + snapshot.generation) % places.count
        places = Array(places[start...] + places[..<start])
    }

    /// By title, or where there is none by id, ignoring case.
    private func tie(_ left: Int, _ right: Int) -> Bool {
        func name(_ place: Int) -> String {
            let scene = snapshot.scenes[place]
            return scene.title.isEmpty ? String(scene.id) : scene.title.lowercased()
        }
        return name(left) < name(right)
    }

    private func scrambled(_ place: Int, _ seed: UInt64) -> UInt64 {
        var bits = UInt64(truncatingIfNeeded: snapshot.scenes[place].id) &+ seed &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return bits ^ (bits >> 27)
    }

    private static let keys: [String: @Sendable (StashRow) -> StashSortKey] = [
        "title": { .text($0.title) }, "code": { .text($0.code) },
        "date": { .text($0.date.map(StashDate.stored) ?? "") },
        "created_at": { .text($0.createdAt) }, "updated_at": { .text($0.updatedAt) },
        "last_played_at": { .text($0.lastPlayedAt ?? "") }, "path": { .text($0.files.first?.pathText ?? "") },
        "file_mod_time": { .text($0.files.first?.modTime ?? "") },
        "rating": { .number(Double($0.rating100 ?? 0)) }, "organized": { .number($0.organized ? 1 : 0) },
        "duration": { .number($0.files.first?.duration ?? 0) },
        "filesize": { .number(Double($0.files.first?.size ?? 0)) },
        "bitrate": { .number(Double($0.files.first?.bitRate ?? 0)) },
        "framerate": { .number($0.files.first?.frameRate ?? 0) },
        "file_count": { .number(Double($0.files.count)) }, "tag_count": { .number(Double($0.tags.count)) },
        "performer_count": { .number(Double($0.performers.count)) }, "play_count": { .number(Double($0.playCount)) },
    ]

    /// Permitted, but the made library holds nothing to sort by.
    private static let withoutKey: Set<String> = [
        "group_scene_number", "interactive", "interactive_speed", "last_o_at", "movie_scene_number", "o_counter",
        "perceptual_similarity", "performer_age", "play_duration", "resolution", "resume_time", "studio",
    ]
}

/// What scenes are ordered by.
enum StashSortKey: Comparable {
    case number(Double)
    case text(String)
}
