import JSON
public import SyncModel

extension StashClient {
    /// What changed since a moment, whatever the size of the library. One request.
    ///
    /// - Parameters:
    ///   - since: The watermark by Stash's clock; the twelve hours of overlap that text comparison needs are taken off here.
    ///   - newest: The highest id known. Scenes above it are told as edited whatever their time says: an import of JSON
    ///     brings old times with it.
    public func changes(since: Instant, above newest: Scene.ID) async throws(StashError) -> StashChanges {
        let offers = try await offers()
        let request = GraphQLRequest(
            ChangesQuery.document(offers), ["t": .string(StashChanges.reach(since: since)), "n": .int(newest.rawValue)])
        return try await exchange.ask(request) { (answer) throws(JSONError) in try ChangesQuery.read(answer, offers) }
    }

    /// Every studio, performer, tag and group (movie, before 0.27). One request.
    public func entities() async throws(StashError) -> [EntityKind: [EntityRow]] {
        let offers = try await offers()
        return try await exchange.ask(GraphQLRequest(EntityQuery.document(offers))) { (answer) throws(JSONError) in
            try EntityQuery.read(answer.data, offers)
        }
    }

    /// The scenes that carry any of these entities themselves, ascending. No request for none, else one for each 5000 a kind.
    public func sceneIDs(of entities: [EntityKind: [Int]]) async throws(StashError) -> [Scene.ID] {
        var rest = entities.filter { !$0.value.isEmpty }
        var scenes: Set<Scene.ID> = []
        while !rest.isEmpty {
            let offers = try await offers()
            let kinds = EntityKind.allCases.filter { rest[$0] != nil }
            let now = rest.mapValues { $0.prefix(ScenesOfEntities.batch) }
            let request = GraphQLRequest(
                ScenesOfEntities.document(kinds, offers),
                .object(kinds.map { ($0.rawValue, .ids(now[$0] ?? [])) }))
            scenes.formUnion(
                try await exchange.ask(request) { (answer) throws(JSONError) in
                    try ScenesOfEntities.read(answer.data, kinds)
                })
            rest = rest.mapValues { Array($0.dropFirst(ScenesOfEntities.batch)) }.filter { !$0.value.isEmpty }
        }
        return scenes.sorted()
    }
}
