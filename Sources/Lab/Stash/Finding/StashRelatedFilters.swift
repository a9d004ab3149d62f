/// Makes a test of a `files_filter`.
struct StashFileFilter {
    let tomorrow: String

    func test(_ input: GraphQLInput) throws -> StashTest<StashFile> {
        var own: [StashTest<StashFile>] = []
        for key in input.keys where !["AND", "OR", "NOT"].contains(key) {
            guard let value = input.given(key) else { continue }
            switch key {
            case "path": own.append(try StashCriteria.text(value) { [$0.pathText] })
            case "basename":
                own.append(try StashCriteria.text(value) { [String(decoding: $0.basename, as: UTF8.self)] })
            case "dir": own.append(try StashCriteria.text(value) { [String(decoding: $0.folder, as: UTF8.self)] })
            case "mod_time": own.append(try StashCriteria.time(value, tomorrow: tomorrow) { $0.modTime })
            case "created_at": own.append(try StashCriteria.time(value, tomorrow: tomorrow) { $0.createdAt })
            case "updated_at": own.append(try StashCriteria.time(value, tomorrow: tomorrow) { $0.updatedAt })
            default: throw StashRefusal.unsupported("file filter \(key)")
            }
        }
        return try StashTests.combined(input, own: own) { try test($0) }
    }
}

/// Makes a test of a `tag_filter`, `performer_filter`, `studio_filter` or `group_filter`.
struct StashEntityFilter {
    let snapshot: StashSnapshot
    let kind: StashEntityKind
    let tomorrow: String

    func test(_ input: GraphQLInput) throws -> StashTest<StashEntity> {
        var own: [StashTest<StashEntity>] = []
        for key in input.keys where !["AND", "OR", "NOT"].contains(key) {
            guard let value = input.given(key) else { continue }
            own.append(try criterion(key, value))
        }
        return try StashTests.combined(input, own: own) { try test($0) }
    }

    private func criterion(_ key: String, _ value: GraphQLInput) throws -> StashTest<StashEntity> {
        switch key {
        case "name": return try StashCriteria.text(value) { [$0.name] }
        case "aliases": return try StashCriteria.text(value) { $0.aliases }
        case "disambiguation": return try StashCriteria.text(value) { [$0.disambiguation] }
        case "created_at": return try StashCriteria.time(value, tomorrow: tomorrow) { $0.createdAt }
        case "updated_at": return try StashCriteria.time(value, tomorrow: tomorrow) { $0.updatedAt }
        case "parents":
            return try StashCriteria.links(value, { $0.parent.map { [$0] } ?? [] }, family: { Set($0) })
        case "scene_count":
            var counts: [Int: Int] = [:]
            for scene in snapshot.scenes { for id in scene.ids(of: kind) { counts[id, default: 0] += 1 } }
            return try StashCriteria.int(value) { [counts] in counts[$0.id] ?? 0 }
        default: throw StashRefusal.unsupported("\(kind.rawValue) filter \(key)")
        }
    }
}
