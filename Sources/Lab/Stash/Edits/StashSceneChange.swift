/// What a mutation says about one scene: members that are missing stay, `null` clears.
struct StashSceneChange {
    let input: GraphQLInput
    let release: StashRelease
    /// Bulk edits add to, replace or remove from lists.
    let isBulk: Bool
    /// Of ids at other databases: UTC, with fractions.
    let preciseTime: String

    func apply(to scene: inout StashScene, in library: StashLibrary) throws {
        if let text = input["title"] { scene.title = release.trimmed(text.text ?? "") }
        if let text = input["code"] { scene.code = release.trimmed(text.text ?? "") }
        if let text = input["details"] { scene.details = release.trimmed(text.text ?? "") }
        if let text = input["director"] { scene.director = release.trimmed(text.text ?? "") }
        if let date = input["date"] { scene.date = try self.date(date.text ?? "") }
        if let rating = input["rating100"] { scene.rating100 = rating.int }
        if let organized = input.given("organized")?.bool { scene.organized = organized }
        if let cover = input["cover_image"] { scene.cover = try StashDataURL.bytes(cover) }
        try applyLinks(to: &scene, in: library)
        try applyLists(to: &scene)
    }

    private func applyLinks(to scene: inout StashScene, in library: StashLibrary) throws {
        if let studio = input["studio_id"] { scene.studio = studio.isNull ? nil : try studio.id() }
        if let tags = try ids("tag_ids", scene.tags) { scene.tags = tags }
        if let performers = try ids("performer_ids", scene.performers) { scene.performers = performers }
        if isBulk,
            let groups = try ids("group_ids", scene.groups.map(\.group)) ?? ids("movie_ids", scene.groups.map(\.group))
        {
            scene.groups = groups.map { id in scene.groups.first { $0.group == id } ?? StashGroupLink(group: id) }
        } else if let groups = input.given("groups") ?? input.given("movies") {
            scene.groups = try groups.list.map { link in
                let id = try (link["group_id"] ?? link["movie_id"])?.id() ?? 0
                return StashGroupLink(group: id, sceneIndex: link.given("scene_index")?.int)
            }
        }
        for kind in StashEntityKind.allCases {
            for id in scene.ids(of: kind) where library[kind][id] == nil {
                throw StashRefusal("updating scenes: FOREIGN KEY constraint failed")
            }
        }
    }

    private func applyLists(to scene: inout StashScene) throws {
        if let urls = input.given("urls") {
            let values = (isBulk ? urls.given("values")?.list ?? [] : urls.list).compactMap(\.text)
            scene.urls = isBulk ? merged(scene.urls, values, by: urls) : values
        } else if let url = input["url"] {
            scene.urls = url.text.map { [$0] } ?? []
        }
        if let ids = input.given("stash_ids") {
            scene.stashIDs = ids.list.map { id in
                StashBoxID(
                    endpoint: id["endpoint"]?.text ?? "", id: id["stash_id"]?.text ?? "", updatedAt: preciseTime)
            }
        }
        if let primary = try input.given("primary_file_id")?.id(),
            let place = scene.files.firstIndex(where: { $0.id == primary })
        {
            scene.files.insert(scene.files.remove(at: place), at: 0)
        }
        for id in try (input.given("file_ids")?.list ?? []).map({ try $0.id() }) {
            throw StashRefusal("file with id \(id) not found")
        }
    }

    /// The list of ids after the edit; nil where it says nothing of it.
    private func ids(_ key: String, _ before: [Int]) throws -> [Int]? {
        guard let change = input.given(key) else { return nil }
        guard isBulk else { return try change.list.map { try $0.id() } }
        return merged(before, try (change.given("ids")?.list ?? []).map { try $0.id() }, by: change)
    }

    private func merged<Element: Equatable>(
        _ before: [Element], _ given: [Element], by change: GraphQLInput
    ) -> [Element] {
        switch change.given("mode")?.text {
        case "ADD": before + given.filter { !before.contains($0) }
        case "REMOVE": before.filter { !given.contains($0) }
        default: given
        }
    }

    private func date(_ text: String) throws -> String? {
        if text.isEmpty { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isWhole = parts.map(\.utf8.count) == [4, 2, 2]
        let isPartial = release.takesPartialDates && [[4, 2], [4]].contains(parts.map(\.utf8.count))
        guard isWhole || isPartial, parts.allSatisfy({ Int($0) != nil }) else {
            throw StashRefusal("converting date: failed to parse date \"\(text)\"")
        }
        return text
    }
}
