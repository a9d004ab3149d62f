/// Answers the fields of `Query`.
struct StashQueries {
    let answers: StashAnswers
    let facts: StashFacts

    private var snapshot: StashSnapshot { answers.snapshot }

    /// Writes the value of one root field.
    /// - Throws: ``StashRefusal``, with nothing written.
    func write(_ plan: GraphQLPlan, to json: inout StashJSON) throws {
        if try writeServer(plan, to: &json) { return }
        guard facts.readiness == .ok else { throw StashRefusal.noDatabase }
        if try writeScenes(plan, to: &json) { return }
        if try writeEntities(plan, to: &json) { return }
        throw StashRefusal.unsupported("query \(plan.name)")
    }

    // MARK: Scenes

    private func writeScenes(_ plan: GraphQLPlan, to json: inout StashJSON) throws -> Bool {
        switch plan.name {
        case "findScenes": try writeListing(plan, to: &json)
        case "findScene":
            if let id = plan.arguments.given("id") {
                write(row(try id.id()), plan, to: &json)
            } else {
                let sum = plan.arguments.given("checksum")?.text ?? ""
                write(scene { $0.fingerprints("md5").contains(sum) }, plan, to: &json)
            }
        case "findSceneByHash":
            let input = plan.arguments["input"] ?? .null
            let found = scene { scene in
                input.given("oshash")?.text.map { scene.fingerprints("oshash").contains($0) }
                    ?? input.given("checksum")?.text.map { scene.fingerprints("md5").contains($0) } ?? false
            }
            write(found, plan, to: &json)
        case "allScenes":
            let scenes = answers.scenes(plan.selection)
            json.list(snapshot.scenes) { scenes.write($1, to: &$0) }
        case "findFile": try writeFile(plan, to: &json)
        default: return false
        }
        return true
    }

    private func scene(where test: (StashRow) -> Bool) -> StashRow? { snapshot.scenes.first(where: test) }

    private func row(_ id: Int) -> StashRow? { snapshot.library.scenes[id].map { StashRow($0) } }

    private func write(_ scene: StashRow?, _ plan: GraphQLPlan, to json: inout StashJSON) {
        if let scene { answers.scenes(plan.selection).write(scene, to: &json) } else { json.raw("null") }
    }

    private func writeListing(_ plan: GraphQLPlan, to json: inout StashJSON) throws {
        let finder = StashSceneFinder(snapshot: snapshot, release: facts.release, tomorrow: facts.tomorrow)
        let found = try finder.find(plan.arguments)
        let renderer = StashRenderer<StashSceneFinder.Found>(plan.selection) { plan in
            switch plan.name {
            case "count": return { json, found in json.int(found.all.count) }
            case "duration": return { json, found in json.double(sum(found.all) { $0.duration }) }
            case "filesize": return { json, found in json.double(sum(found.all) { Double($0.size) }) }
            case "scenes":
                let scenes = answers.scenes(plan.selection)
                return { json, found in json.list(found.page) { scenes.write(snapshot.scenes[$1], to: &$0) } }
            default: return nil
            }
        }
        renderer.write(found, to: &json)
    }

    private func sum(_ places: [Int], _ value: (StashFile) -> Double) -> Double {
        places.reduce(0) { $0 + snapshot.scenes[$1].files.reduce(0) { $0 + value($1) } }
    }

    private func writeFile(_ plan: GraphQLPlan, to json: inout StashJSON) throws {
        let id = try plan.arguments.given("id").map { try $0.id() }
        let path = plan.arguments.given("path")?.text.map { Array($0.utf8) }
        let file = snapshot.scenes.lazy.flatMap(\.files).first { $0.id == id || $0.path == path }
        guard let file else { throw StashRefusal("file not found") }
        answers.files(plan.selection).write(file, to: &json)
    }

    // MARK: Entities

    private static let finders: [String: (kind: StashEntityKind, filter: String, list: String)] = [
        "findTags": (.tag, "tag_filter", "tags"),
        "findPerformers": (.performer, "performer_filter", "performers"),
        "findStudios": (.studio, "studio_filter", "studios"),
        "findGroups": (.group, "group_filter", "groups"),
        "findMovies": (.group, "movie_filter", "movies"),
    ]
    private static let single: [String: StashEntityKind] = [
        "findTag": .tag, "findPerformer": .performer, "findStudio": .studio, "findGroup": .group, "findMovie": .group,
    ]
    private static let all: [String: StashEntityKind] = [
        "allTags": .tag, "allPerformers": .performer, "allStudios": .studio, "allMovies": .group,
    ]

    private func writeEntities(_ plan: GraphQLPlan, to json: inout StashJSON) throws -> Bool {
        if let (kind, filter, list) = Self.finders[plan.name] {
            let finder = StashEntityFinder(
                snapshot: snapshot, kind: kind, release: facts.release, tomorrow: facts.tomorrow)
            let found = try finder.find(plan.arguments, filter: filter)
            StashRenderer<(page: [Int], count: Int)>(plan.selection) { plan in
                switch plan.name {
                case "count": return { json, found in json.int(found.count) }
                case list:
                    let rows = answers.entities(plan.selection, kind)
                    return { json, found in rows(&json, found.page) }
                default: return nil
                }
            }.write(found, to: &json)
        } else if let kind = Self.single[plan.name] {
            answers.entity(plan.selection, kind)(&json, try plan.arguments["id"]?.id())
        } else if let kind = Self.all[plan.name] {
            answers.entities(plan.selection, kind)(&json, snapshot.library[kind].keys.sorted())
        } else if plan.name == "findGalleries" || plan.name == "findSceneMarkers" {
            StashRenderer<Void>(plan.selection) { _ in nil }.write((), to: &json)  // the made library has none
        } else {
            return false
        }
        return true
    }
}
