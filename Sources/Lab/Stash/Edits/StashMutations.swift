import JSON

/// Does what the fields of `Mutation` ask.
struct StashMutations {
    let input: GraphQLInput
    let arguments: GraphQLInput
    let time: String
    let release: StashRelease

    static func run(_ plan: GraphQLPlan, on state: inout StashState, isReady: Bool) throws -> StashOutcome {
        let mutations = StashMutations(
            input: plan.arguments["input"] ?? .null, arguments: plan.arguments, time: state.facts.timestamp,
            release: state.release)
        if let outcome = try mutations.server(plan.name, &state) { return outcome }
        guard isReady else { throw StashRefusal.noDatabase }
        // The change is made on a copy: what fails half way leaves nothing behind.
        return try state.edit { library in
            var changed = library
            guard
                let outcome = try mutations.scene(plan.name, &changed)
                    ?? mutations.file(plan.name, &changed)
                    ?? mutations.entity(plan.name, &changed)
            else { throw StashRefusal.unsupported("mutation \(plan.name)") }
            library = changed
            return outcome
        }
    }

    // MARK: The server

    private func server(_ name: String, _ state: inout StashState) throws -> StashOutcome? {
        switch name {
        case "generateAPIKey":
            guard state.credentials != nil else { return .text("") }
            state.lastSession += 1
            let key = "lab.key.\(state.lastSession)"
            state.apiKey = input.given("clear")?.bool == true ? nil : key
            return .text(state.apiKey ?? "")
        case "configurePlugin":
            let id = arguments["plugin_id"]?.text ?? ""
            let settings = (arguments["input"] ?? .null).tree
            state.pluginSettings.removeAll { $0.id == id }
            state.pluginSettings.append((id, settings))
            return .map(settings)
        case "runPluginTask":
            let task = arguments.given("task_name")?.text ?? ""
            return .text(queue("Running plugin task: \(task)", &state))
        case "runPluginOperation": throw StashRefusal.noDatabase
        case "metadataScan": return .text(queue("Scanning...", &state))
        case "metadataGenerate": return .text(queue("Generating...", &state))
        case "metadataAutoTag": return .text(queue("Auto-tagging...", &state))
        case "metadataClean": return .text(queue("Cleaning...", &state))
        case "stopJob":
            let id = try arguments["job_id"]?.id()
            state.jobs.removeAll { $0.id == id }
            return .done
        case "stopAllJobs":
            state.jobs = []
            return .done
        default: return nil
        }
    }

    /// The fake's tasks are over at once; only their ids go up.
    private func queue(_ description: String, _ state: inout StashState) -> String {
        state.lastJob += 1
        return String(state.lastJob)
    }

    // MARK: Scenes

    private func scene(_ name: String, _ library: inout StashLibrary) throws -> StashOutcome? {
        switch name {
        case "sceneUpdate": return .scene(try update(input, in: &library))
        case "scenesUpdate": return .scenes(try input.list.map { try update($0, in: &library) })
        case "bulkSceneUpdate":
            let ids = try (input.given("ids")?.list ?? []).map { try $0.id() }
            for id in ids { try update(id, with: input, in: &library, isBulk: true) }
            return .scenes(ids)
        case "sceneCreate":
            let id = library.takeSceneID()
            library.scenes[id] = StashScene(id: id, createdAt: time)
            try update(id, with: input, in: &library, isBulk: false)
            return .scene(id)
        case "sceneDestroy", "scenesDestroy":
            let ids = try (input.given("ids")?.list ?? [input["id"] ?? .null]).map { try $0.id() }
            for id in ids {
                try need(id, in: library)
                library.removeScene(id)
            }
            return .done
        case "sceneMerge":
            let destination = try input["destination"]?.id() ?? 0
            try need(destination, in: library)
            library.mergeScenes(
                try (input.given("source")?.list ?? []).map { try $0.id() }, into: destination, at: time)
            return .scene(destination)
        default: return try activity(name, &library)
        }
    }

    private func activity(_ name: String, _ library: inout StashLibrary) throws -> StashOutcome? {
        switch name {
        case "sceneAddPlay", "sceneIncrementPlayCount":
            let id = try sceneID(in: library)
            library.touchScene(id) {
                $0.playCount += 1
                $0.lastPlayedAt = time
            }
            let count = library.scenes[id]?.playCount ?? 0
            return name == "sceneAddPlay" ? .count(count, history: [time]) : .number(count)
        case "sceneSaveActivity":
            _ = try sceneID(in: library)
            return .done
        case "sceneGenerateScreenshot":
            library.editScene(try sceneID(in: library), at: time) { _ in }
            return .text("todo")
        default: return nil
        }
    }

    private func sceneID(in library: StashLibrary) throws -> Int {
        let id = try arguments["id"]?.id() ?? 0
        try need(id, in: library)
        return id
    }

    private func need(_ id: Int, in library: StashLibrary) throws {
        guard library.scenes[id] != nil else { throw StashRefusal("scene with id \(id) not found") }
    }

    private func update(_ input: GraphQLInput, in library: inout StashLibrary) throws -> Int {
        let id = try input["id"]?.id() ?? 0
        try update(id, with: input, in: &library, isBulk: false)
        return id
    }

    private func update(_ id: Int, with input: GraphQLInput, in library: inout StashLibrary, isBulk: Bool) throws {
        guard var scene = library.scenes[id] else { throw StashRefusal("scene with id \(id) not found") }
        let utc = StashTime.text(StashTime.seconds(time) ?? 0, offset: 0).dropLast()
        try StashSceneChange(input: input, release: release, isBulk: isBulk, preciseTime: "\(utc).295638445Z")
            .apply(to: &scene, in: library)
        scene.updatedAt = time
        library.scenes[id] = scene
    }

    // MARK: Files

    private func file(_ name: String, _ library: inout StashLibrary) throws -> StashOutcome? {
        switch name {
        case "moveFiles":
            guard let folder = input.given("destination_folder")?.text else {
                throw StashRefusal("destination folder must be given")
            }
            for id in try (input.given("ids")?.list ?? []).map({ try $0.id() }) {
                guard let scene = library.scene(ofFile: id),
                    let file = library.scenes[scene]?.files.first(where: { $0.id == id })
                else { throw StashRefusal("file with id \(id) not found") }
                let base = input.given("destination_basename")?.text.map { Array($0.utf8) } ?? file.basename
                library.moveFile(id, in: scene, to: Array(folder.utf8) + [UInt8(ascii: "/")] + base, at: time)
            }
        case "sceneAssignFile":
            let (id, target) = (try input["file_id"]?.id() ?? 0, try input["scene_id"]?.id() ?? 0)
            try need(target, in: library)
            guard let owner = library.scene(ofFile: id),
                var file = library.scenes[owner]?.files.first(where: { $0.id == id })
            else { throw StashRefusal("file with id \(id) not found") }
            file.updatedAt = time
            library.scenes[owner]?.files.removeAll { $0.id == id }
            library.scenes[target]?.files.append(file)
        default: return nil
        }
        return .done
    }
}
