extension StashAnswers {
    /// Writes the entity with an id, or null.
    func entity(_ plans: [GraphQLPlan], _ kind: StashEntityKind) -> (inout StashJSON, Int?) -> Void {
        let (renderer, rows) = (renderer(plans, kind), library[kind])
        return { json, id in
            if let entity = id.flatMap({ rows[$0] }) { renderer.write(entity, to: &json) } else { json.raw("null") }
        }
    }

    /// Writes the entities with some ids; one that is gone leaves no trace.
    func entities(_ plans: [GraphQLPlan], _ kind: StashEntityKind) -> (inout StashJSON, [Int]) -> Void {
        let (renderer, rows) = (renderer(plans, kind), library[kind])
        return { json, ids in json.list(ids.lazy.compactMap { rows[$0] }) { renderer.write($1, to: &$0) } }
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
