/// Makes a test of a `scene_filter`.
struct StashSceneFilter {
    let snapshot: StashSnapshot
    /// `value2` of a time where it is missing.
    let tomorrow: String

    /// The whole filter, with the joins that Stash makes for the filters on related rows: wherever one stands, scenes without
    /// any such row are lost.
    func test(_ input: GraphQLInput) throws -> StashTest<StashRow> {
        var joins: Set<String> = []
        let test = try level(input, &joins)
        let joined: [StashTest<StashRow>] = joins.map { join in
            switch join {
            case "files_filter": { !$0.files.isEmpty }
            case "tags_filter": { !$0.tags.isEmpty }
            case "performers_filter": { !$0.performers.isEmpty }
            default: { $0.studio != nil }
            }
        }
        return StashTests.all(joined + [test])
    }

    private func level(_ input: GraphQLInput, _ joins: inout Set<String>) throws -> StashTest<StashRow> {
        var own: [StashTest<StashRow>] = []
        for key in input.keys where !["AND", "OR", "NOT"].contains(key) {
            guard let value = input.given(key) else { continue }
            own.append(try criterion(key, value, &joins))
        }
        return try StashTests.combined(input, own: own) { try level($0, &joins) }
    }

    private func criterion(
        _ key: String, _ value: GraphQLInput, _ joins: inout Set<String>
    ) throws -> StashTest<StashRow> {
        if let test = try number(key, value) ?? text(key, value) ?? time(key, value) ?? links(key, value) {
            return test
        }
        switch key {
        case "organized":
            let wanted = value.bool ?? false
            return { $0.organized == wanted }
        case "is_missing": return try missing(value.text ?? "")
        case "files_filter", "tags_filter", "performers_filter", "studios_filter":
            joins.insert(key)
            return try related(key, value)
        // A fault of every release tried: it takes each scene, whatever it asks.
        case "groups_filter", "movies_filter": return { _ in true }
        // The made library has no markers.
        case "markers_filter": return { _ in false }
        default: throw StashRefusal.unsupported("scene filter \(key)")
        }
    }

    private func number(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashRow>? {
        switch key {
        case "id": try StashCriteria.int(value) { $0.id }
        case "rating100": try StashCriteria.int(value) { $0.rating100 }
        case "file_count": try StashCriteria.int(value) { $0.files.count }
        case "tag_count": try StashCriteria.int(value) { $0.tags.count }
        case "performer_count": try StashCriteria.int(value) { $0.performers.count }
        case "play_count": try StashCriteria.int(value) { $0.playCount }
        case "duration": try StashCriteria.int(value) { $0.files.first.map { Int($0.duration) } }
        default: nil
        }
    }

    private func text(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashRow>? {
        switch key {
        case "title": try StashCriteria.text(value) { $0.title.column }
        case "code": try StashCriteria.text(value) { $0.code.column }
        case "details": try StashCriteria.text(value) { $0.details.column }
        case "director": try StashCriteria.text(value) { $0.director.column }
        case "url": try StashCriteria.text(value) { $0.urls }
        case "path": try StashCriteria.text(value) { $0.files.map(\.pathText) }
        case "oshash": try StashCriteria.text(value) { $0.fingerprints("oshash") }
        case "checksum": try StashCriteria.text(value) { $0.fingerprints("md5") }
        case "phash": try StashCriteria.text(value) { $0.fingerprints("phash") }
        default: nil
        }
    }

    private func time(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashRow>? {
        switch key {
        case "created_at": try StashCriteria.time(value, tomorrow: tomorrow) { $0.createdAt }
        case "updated_at": try StashCriteria.time(value, tomorrow: tomorrow) { $0.updatedAt }
        case "last_played_at": try StashCriteria.time(value, tomorrow: tomorrow) { $0.lastPlayedAt }
        case "date": try StashCriteria.time(value, tomorrow: tomorrow) { $0.date.map(StashDate.stored) }
        default: nil
        }
    }

    private func links(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashRow>? {
        let depth = value.given("depth")?.int ?? 0
        let kind: StashEntityKind
        switch key {
        case "tags": kind = .tag
        case "performers": kind = .performer
        case "studios": kind = .studio
        case "groups", "movies": kind = .group
        default: return nil
        }
        return try StashCriteria.links(
            value, { $0.ids(of: kind) },
            family: { ids in
                snapshot.family(of: ids, in: kind, depth: depth)
            })
    }

    private func related(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashRow> {
        if key == "files_filter" {
            let test = try StashFileFilter(tomorrow: tomorrow).test(value)
            return { scene in scene.files.contains { test($0) == true } }
        }
        let kind: StashEntityKind = key == "tags_filter" ? .tag : key == "performers_filter" ? .performer : .studio
        let test = try StashEntityFilter(snapshot: snapshot, kind: kind, tomorrow: tomorrow).test(value)
        let ids = Set(snapshot.library[kind].values.lazy.filter { test($0) == true }.map(\.id))
        return { scene in scene.ids(of: kind).contains { ids.contains($0) } }
    }

    private func missing(_ what: String) throws -> StashTest<StashRow> {
        switch what {
        case "url": return { $0.urls.isEmpty }
        case "galleries": return { _ in true }
        case "studio": return { $0.studio == nil }
        case "group", "movie": return { $0.groups.isEmpty }
        case "performers": return { $0.performers.isEmpty }
        case "tags": return { $0.tags.isEmpty }
        case "date": return { $0.date == nil }
        case "stash_id": return { $0.stashIDs.isEmpty }
        case "phash": return { $0.fingerprints("phash").isEmpty }
        case "cover": return { $0.cover == nil }
        case "rating": return { $0.rating100 == nil }
        case "title", "details", "code", "director":
            let test = try text(what, .object([("value", .string("")), ("modifier", .word("IS_NULL"))]))
            return { test?($0) }
        default:
            throw StashRefusal("error querying aggregate fields: executing query: no such column: scenes.\(what)")
        }
    }
}

extension StashScene {
    func fingerprints(_ type: String) -> [String] {
        files.flatMap { $0.fingerprints.filter { $0.type == type }.map(\.value) }
    }
}

extension String {
    /// An absent text is NULL in the database.
    fileprivate var column: [String] { isEmpty ? [] : [self] }
}

/// Dates of scenes.
enum StashDate {
    /// A partial date is stored as its first day.
    static func stored(_ date: String) -> String {
        switch date.utf8.count {
        case 4: date + "-01-01"
        case 7: date + "-01"
        default: date
        }
    }
}
