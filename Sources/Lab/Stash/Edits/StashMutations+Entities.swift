extension StashMutations {
    private static let verbs: [(suffix: String, verb: Verb)] = [
        ("Create", .create), ("Update", .update), ("Destroy", .destroy), ("sDestroy", .destroyAll),
    ]

    private enum Verb {
        case create, update, destroy, destroyAll
    }

    /// `tagCreate`, `performerUpdate`, `studiosDestroy` and so on.
    func entity(_ name: String, _ library: inout StashLibrary) throws -> StashOutcome? {
        if name == "tagsMerge" { return try merge(in: &library) }
        for kind in StashEntityKind.allCases {
            for word in kind == .group ? ["group", "movie"] : [kind.rawValue] {
                for (suffix, verb) in Self.verbs where name == word + suffix {
                    return try entity(kind, verb, &library)
                }
            }
        }
        return nil
    }

    private func entity(
        _ kind: StashEntityKind, _ verb: Verb, _ library: inout StashLibrary
    ) throws -> StashOutcome {
        switch verb {
        case .create:
            let id = library.takeID(of: kind)
            var entity = StashEntity(id: id, name: "", createdAt: time)
            try apply(to: &entity, kind)
            try checkName(of: entity, kind, in: library)
            library[kind][id] = entity
            return .entity(kind, id)
        case .update:
            let id = try input["id"]?.id() ?? 0
            guard var entity = library[kind][id] else { throw notFound(kind, id) }
            try apply(to: &entity, kind)
            try checkName(of: entity, kind, in: library)
            entity.updatedAt = time
            library[kind][id] = entity
            return .entity(kind, id)
        case .destroy: try remove([try input["id"]?.id() ?? 0], kind, from: &library)
        case .destroyAll:
            try remove(try (arguments.given("ids")?.list ?? []).map { try $0.id() }, kind, from: &library)
        }
        return .done
    }

    private func remove(_ ids: [Int], _ kind: StashEntityKind, from library: inout StashLibrary) throws {
        for id in ids {
            guard library[kind][id] != nil else { throw notFound(kind, id) }
            library.removeEntity(kind, id)
        }
    }

    private func merge(in library: inout StashLibrary) throws -> StashOutcome {
        let destination = try input["destination"]?.id() ?? 0
        let sources = try (input.given("source")?.list ?? []).map { try $0.id() }
        for id in sources + [destination] where library.tags[id] == nil { throw notFound(.tag, id) }
        library.mergeTags(sources, into: destination)
        return .entity(.tag, destination)
    }

    private func notFound(_ kind: StashEntityKind, _ id: Int) -> StashRefusal {
        StashRefusal("\(kind.rawValue) with id \(id) not found")
    }

    private func apply(to entity: inout StashEntity, _ kind: StashEntityKind) throws {
        if let name = input.given("name")?.text { entity.name = release.trimmed(name) }
        if let text = input["disambiguation"] { entity.disambiguation = text.text ?? "" }
        if let aliases = input.given("alias_list") ?? input.given("aliases") {
            entity.aliases = aliases.list.compactMap(\.text)
        }
        if let parent = input["parent_id"] { entity.parent = parent.isNull ? nil : try parent.id() }
        if let parents = input.given("parent_ids") { entity.parent = try parents.list.first?.id() }
        if let image = input["image"] ?? input["front_image"] { entity.image = try StashDataURL.bytes(image) }
    }

    /// Names of tags and studios are unique ignoring the case of ASCII letters only; performers have the disambiguation too.
    private func checkName(of entity: StashEntity, _ kind: StashEntityKind, in library: StashLibrary) throws {
        guard kind != .group else { return }
        let twin = library[kind].values.contains { other in
            other.id != entity.id && other.disambiguation == entity.disambiguation
                && (kind == .performer ? other.name == entity.name : other.name.asciiFolded == entity.name.asciiFolded)
        }
        guard twin else { return }
        let detail = kind == .performer ? " and disambiguation '\(entity.disambiguation)'" : ""
        throw StashRefusal("\(kind.rawValue) with name '\(entity.name)'\(detail) already exists")
    }
}

extension String {
    /// Letters of ASCII in lower case, all else as it is.
    fileprivate var asciiFolded: [UInt8] {
        utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }
}

extension StashRelease {
    /// From 0.30 on white space around a text is cut off when it is saved.
    func trimmed(_ text: String) -> String {
        guard takesPartialDates else { return text }
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
