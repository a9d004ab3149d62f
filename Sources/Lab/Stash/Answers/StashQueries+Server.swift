import JSON

extension StashQueries {
    /// What can be asked of a server without a database.
    func writeServer(_ plan: GraphQLPlan, to json: inout StashJSON) throws -> Bool {
        switch plan.name {
        case "version": version(plan.selection).write(facts, to: &json)
        case "systemStatus": status(plan.selection).write(facts, to: &json)
        case "configuration": configuration(plan.selection).write(facts, to: &json)
        case "plugins": json.raw("[]")
        case "jobQueue":
            if facts.jobs.isEmpty { json.raw("null") } else { json.list(facts.jobs) { jobs(plan).write($1, to: &$0) } }
        case "findJob":
            let id = try plan.arguments["input"]?["id"]?.id()
            if let job = facts.jobs.first(where: { $0.id == id }) {
                jobs(plan).write(job, to: &json)
            } else {
                json.raw("null")
            }
        case "stats": stats(plan.selection).write(facts, to: &json)
        default: return false
        }
        return true
    }

    private func version(_ plans: [GraphQLPlan]) -> StashRenderer<StashFacts> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "version": { json, facts in json.string(facts.release.version) }
            case "hash": { json, _ in json.string("cf3489efd") }
            default: nil
            }
        }
    }

    private func status(_ plans: [GraphQLPlan]) -> StashRenderer<StashFacts> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "status": { json, facts in json.string(facts.readiness.rawValue) }
            case "appSchema": { json, facts in json.int(facts.release.databaseSchema) }
            case "databaseSchema":
                { json, facts in
                    switch facts.readiness {
                    case .ok: json.int(facts.release.databaseSchema)
                    case .setup: json.int(0)
                    case .needsMigration: json.int(facts.release.databaseSchema - 1)
                    }
                }
            case "databasePath": { json, _ in json.string("/config/stash-go.sqlite") }
            case "configPath": { json, _ in json.string("/config/config.yml") }
            case "os": { json, _ in json.string("linux") }
            case "workingDir": { json, _ in json.string("/config") }
            case "homeDir": { json, _ in json.string("/home/stash") }
            default: nil
            }
        }
    }

    private func configuration(_ plans: [GraphQLPlan]) -> StashRenderer<StashFacts> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "general":
                let general = general(plan.selection)
                return { json, facts in general.write(facts, to: &json) }
            case "plugins":
                let included = plan.arguments.given("include")?.list.compactMap(\.text)
                return { json, facts in
                    let wanted = facts.pluginSettings.filter { included?.contains($0.id) ?? true }
                    json.write(.object(wanted.map { ($0.id, keyed($0.settings)) }))
                }
            default: return nil
            }
        }
    }

    /// Old releases lower the keys.
    private func keyed(_ settings: JSONTree) -> JSONTree {
        guard !facts.release.keepsSettingKeys, let members = settings.members else { return settings }
        return .object(members.map { ($0.0.lowercased(), $0.1) })
    }

    private func general(_ plans: [GraphQLPlan]) -> StashRenderer<StashFacts> {
        let roots = answers.library.roots
        return StashRenderer(plans) { plan in
            switch plan.name {
            case "apiKey": return { json, facts in json.string(facts.apiKey ?? "") }
            case "username": return { json, facts in json.string(facts.username ?? "") }
            case "maxSessionAge": return { json, _ in json.int(3600) }
            case "configFilePath": return { json, _ in json.string("/config/config.yml") }
            case "pluginsPath": return { json, _ in json.string("/config/plugins") }
            case "stashes":
                let stash = StashRenderer<String>(plan.selection) { plan in
                    switch plan.name {
                    case "path": { json, root in json.string(root) }
                    case "excludeImage": { json, _ in json.bool(true) }
                    default: nil
                    }
                }
                return { json, _ in json.list(roots) { stash.write($1, to: &$0) } }
            default: return nil
            }
        }
    }

    private func jobs(_ plan: GraphQLPlan) -> StashRenderer<StashJob> {
        StashRenderer(plan.selection) { plan in
            switch plan.name {
            case "id": { json, job in json.id(job.id) }
            case "status": { json, job in json.string(job.status) }
            case "description": { json, job in json.string(job.description) }
            case "addTime": { json, job in json.string(job.addTime) }
            case "progress":
                { json, job in
                    if let progress = job.progress { json.double(progress) } else { json.raw("null") }
                }
            default: nil
            }
        }
    }

    private func stats(_ plans: [GraphQLPlan]) -> StashRenderer<StashFacts> {
        let library = answers.library
        return StashRenderer(plans) { plan in
            switch plan.name {
            case "scene_count": { json, _ in json.int(library.scenes.count) }
            case "tag_count": { json, _ in json.int(library.tags.count) }
            case "performer_count": { json, _ in json.int(library.performers.count) }
            case "studio_count": { json, _ in json.int(library.studios.count) }
            case "group_count", "movie_count": { json, _ in json.int(library.groups.count) }
            default: nil
            }
        }
    }
}

extension StashJSON {
    /// Free JSON.
    mutating func write(_ tree: JSONTree) {
        switch tree {
        case .object(let members):
            byte("{")
            for (position, member) in members.enumerated() {
                if position > 0 { byte(",") }
                string(member.0)
                byte(":")
                write(member.1)
            }
            byte("}")
        case .array(let elements): list(elements) { $0.write($1) }
        case .string(let text): string(text)
        case .int(let number): int(number)
        case .double(let number): double(number)
        case .bool(let truth): bool(truth)
        case .null: raw("null")
        }
    }
}
