extension StashAnswers {
    /// Writes the entity with an id, or null.
    func entity(_ plans: [GraphQLPlan], _ kind: StashEntityKind) -> (inout StashJSON, Int?) -> Void {
        let fragments = StashFragments(rows: library[kind], renderer: renderer(plans, kind))
        return { json, id in
            if let fragment = id.flatMap({ fragments[$0] }) { json.raw(fragment) } else { json.raw("null") }
        }
    }

    /// Writes the entities with some ids; one that is gone leaves no trace.
    func entities(_ plans: [GraphQLPlan], _ kind: StashEntityKind) -> (inout StashJSON, [Int]) -> Void {
        let fragments = StashFragments(rows: library[kind], renderer: renderer(plans, kind))
        return { json, ids in json.list(ids.lazy.compactMap { fragments[$0] }) { $0.raw($1) } }
    }

    /// A renderer of entities of a kind.
    func renderer(_ plans: [GraphQLPlan], _ kind: StashEntityKind) -> StashRenderer<StashEntity> {
        StashRenderer(plans) { plan in column(of: plan, kind) ?? relation(of: plan, kind) }
    }

    private func column(of plan: GraphQLPlan, _ kind: StashEntityKind) -> StashRenderer<StashEntity>.Write? {
        switch plan.name {
        case "id": { json, entity in json.id(entity.id) }
        case "name": { json, entity in json.string(entity.name) }
        case "disambiguation": { json, entity in json.string(entity.disambiguation) }
        case "aliases" where kind == .group:
            { json, entity in json.string(entity.aliases.joined(separator: ", ")) }
        case "aliases", "alias_list": { json, entity in json.list(entity.aliases) { $0.string($1) } }
        case "created_at": { json, entity in json.string(entity.createdAt) }
        case "updated_at": { json, entity in json.string(entity.updatedAt) }
        case "image_path", "front_image_path":
            { [base] json, entity in
                let file = kind == .group ? "frontimage" : "image"
                json.string(
                    "\(base)/\(kind.rawValue)/\(entity.id)/\(file)?t=\(StashTime.seconds(entity.updatedAt) ?? 0)"
                        + (entity.image == nil ? "&default=true" : ""))
            }
        default: nil
        }
    }

    private func relation(of plan: GraphQLPlan, _ kind: StashEntityKind) -> StashRenderer<StashEntity>.Write? {
        switch plan.name {
        case "parent_studio":
            let parent = entity(plan.selection, kind)
            return { json, entity in parent(&json, entity.parent) }
        case "parents":
            let parents = entities(plan.selection, kind)
            return { json, entity in parents(&json, entity.parent.map { [$0] } ?? []) }
        case "children", "child_studios":
            let children = entities(plan.selection, kind)
            let rows = library[kind]
            return { json, entity in
                children(&json, rows.values.filter { $0.parent == entity.id }.map(\.id).sorted())
            }
        case "scene_count":
            // A count over all scenes for each row: as dear here as it is there.
            return { [snapshot] json, entity in
                json.int(snapshot.scenes.count { $0.ids(of: kind).contains(entity.id) })
            }
        default: return nil
        }
    }
}

/// Entities as one selection writes them: each is written once a request, however many scenes of the page it belongs to.
private final class StashFragments {
    private let rows: [Int: StashEntity]
    private let renderer: StashRenderer<StashEntity>
    private var written: [Int: [UInt8]] = [:]

    init(rows: [Int: StashEntity], renderer: StashRenderer<StashEntity>) {
        (self.rows, self.renderer) = (rows, renderer)
    }

    subscript(id: Int) -> [UInt8]? {
        if let bytes = written[id] { return bytes }
        guard let entity = rows[id] else { return nil }
        var json = StashJSON()
        renderer.write(entity, to: &json)
        written[id] = json.bytes
        return json.bytes
    }
}

extension StashScene {
    /// Ids of what it is linked to.
    func ids(of kind: StashEntityKind) -> [Int] {
        switch kind {
        case .tag: tags
        case .performer: performers
        case .studio: studio.map { [$0] } ?? []
        case .group: groups.map(\.group)
        }
    }
}
