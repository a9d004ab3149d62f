/// How the objects of a snapshot are written.
struct StashAnswers {
    let snapshot: StashSnapshot
    /// `http://host:port`, as the client called us: Stash builds its links from that.
    let base: String
    /// Stands in the links to streams.
    let apiKey: String?

    var library: StashLibrary { snapshot.library }

    /// A renderer of scenes; making it costs, using it little.
    func scenes(_ plans: [GraphQLPlan]) -> StashRenderer<StashRow> {
        StashRenderer(plans) { plan in scalar(of: plan) ?? related(of: plan) }
    }

    private func scalar(of plan: GraphQLPlan) -> StashRenderer<StashRow>.Write? {
        switch plan.name {
        case "id": { json, scene in json.id(scene.id) }
        case "title": { json, scene in json.string(scene.title) }
        case "code": { json, scene in json.string(scene.code) }
        case "details": { json, scene in json.string(scene.details) }
        case "director": { json, scene in json.string(scene.director) }
        case "date": { json, scene in json.string(scene.date) }
        case "rating100": { json, scene in json.int(scene.rating100) }
        case "organized": { json, scene in json.bool(scene.organized) }
        case "created_at": { json, scene in json.string(scene.createdAt) }
        case "updated_at": { json, scene in json.string(scene.updatedAt) }
        case "last_played_at": { json, scene in json.string(scene.lastPlayedAt) }
        case "play_count": { json, scene in json.int(scene.playCount) }
        case "url": { json, scene in json.string(scene.urls.first) }
        case "urls": { json, scene in json.list(scene.urls) { $0.string($1) } }
        default: nil
        }
    }

    private func related(of plan: GraphQLPlan) -> StashRenderer<StashRow>.Write? {
        switch plan.name {
        case "files":
            let files = files(plan.selection)
            return { json, scene in json.list(scene.files) { files.write($1, to: &$0) } }
        case "paths":
            let paths = paths(plan.selection)
            return { json, scene in paths.write(scene, to: &json) }
        case "studio":
            let studio = entity(plan.selection, .studio)
            return { json, scene in studio(&json, scene.studio) }
        case "performers":
            let performer = entities(plan.selection, .performer)
            return { json, scene in performer(&json, scene.performers) }
        case "tags":
            let tag = entities(plan.selection, .tag)
            return { json, scene in tag(&json, scene.tags) }
        case "groups", "movies":
            let links = links(plan.selection)
            return { json, scene in json.list(scene.groups) { links.write($1, to: &$0) } }
        case "stash_ids":
            let ids = stashIDs(plan.selection)
            return { json, scene in json.list(scene.stashIDs) { ids.write($1, to: &$0) } }
        default: return nil
        }
    }

    private func links(_ plans: [GraphQLPlan]) -> StashRenderer<StashGroupLink> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "scene_index": return { json, link in json.int(link.sceneIndex) }
            case "group", "movie":
                let group = entity(plan.selection, .group)
                return { json, link in group(&json, link.group) }
            default: return nil
            }
        }
    }

    private func stashIDs(_ plans: [GraphQLPlan]) -> StashRenderer<StashBoxID> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "endpoint": { json, id in json.string(id.endpoint) }
            case "stash_id": { json, id in json.string(id.id) }
            case "updated_at": { json, id in json.string(id.updatedAt) }
            default: nil
            }
        }
    }

    private func paths(_ plans: [GraphQLPlan]) -> StashRenderer<StashRow> {
        let (base, apiKey) = (base, apiKey)
        return StashRenderer(plans) { plan in
            let name = plan.name
            return { json, scene in
                let stem = "\(base)/scene/\(scene.id)/"
                switch name {
                case "screenshot": json.string("\(stem)screenshot?t=\(StashTime.seconds(scene.updatedAt) ?? 0)")
                case "stream": json.string(stem + "stream" + (apiKey.map { "?apikey=\($0)" } ?? ""))
                default: json.string(stem + name)
                }
            }
        }
    }
}
