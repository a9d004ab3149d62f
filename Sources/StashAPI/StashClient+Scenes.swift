import JSON
public import SyncModel

extension StashClient {
    /// One page of scenes in the order of their ids. One request.
    ///
    /// - Parameters:
    ///   - after: The last scene of the page before; `nil` at the beginning.
    ///   - limit: Rows a page, at least 1; 1000 is a good number.
    ///   - filter: Leaves out what a scope surely does not hold; the scope itself still decides.
    public func scenePage(
        after: Scene.ID?, limit: Int, selection: SceneSelection, narrowedTo filter: SceneFilter? = nil
    ) async throws(StashError) -> ScenePage {
        precondition(limit >= 1)
        let request = GraphQLRequest(
            ScenePageQuery.document(selection, selection.groups ? try await offers() : []),
            ScenePageQuery.variables(after: after, limit: limit, filter: filter))
        return try await exchange.ask(request) { (answer) throws(JSONError) in
            try ScenePageQuery.read(answer, after: after, limit: limit)
        }
    }

    /// How many scenes there are. One request.
    public func sceneCount() async throws(StashError) -> Int {
        try await exchange.ask(GraphQLRequest(ScenePageQuery.countDocument)) { (answer) throws(JSONError) in
            try answer.data["findScenes"]["count"].int
        }
    }

    /// The ids of all scenes, ascending. A request for each 50 000, and one that finds no more.
    public func sceneIDs() async throws(StashError) -> [Scene.ID] { try await sceneIDs(page: 50_000) }

    func sceneIDs(page limit: Int) async throws(StashError) -> [Scene.ID] {
        var ids: [Scene.ID] = []
        while true {
            let after = ids.last
            let request = GraphQLRequest(
                ScenePageQuery.idDocument, ScenePageQuery.variables(after: after, limit: limit, filter: nil))
            let page = try await exchange.ask(request) { (answer) throws(JSONError) in
                let rows = try answer.data["findScenes"]["scenes"]
                let page = try ScenePageQuery.readIDs(rows)
                if !page.isEmpty { try ScenePageQuery.checkProgress(rows, from: after, to: page.last) }
                return page
            }
            ids += page
            if page.count < limit { return ids }
        }
    }

    /// Scenes by id, in the order given and each once; those that are gone are left out. See ``sceneReading(_:selection:)``.
    ///
    /// - Throws: ``StashError/malformed(problem:)`` where a scene is there and cannot be understood, so that it is not
    ///   taken for one that is gone.
    public func scenes(_ ids: [Scene.ID], selection: SceneSelection) async throws(StashError) -> [Scene] {
        let reading = try await sceneReading(ids, selection: selection)
        guard let damaged = reading.unreadable.first else { return reading.scenes }
        throw .malformed(problem: "scene \(damaged.rawValue) cannot be read")
    }

    /// Scenes by id, with what became of the rest. No request for no ids, else one for each 500.
    ///
    /// Where one of them is gone, and before 0.25: one for each 100 (``ScenesByID``).
    public func sceneReading(_ ids: [Scene.ID], selection: SceneSelection) async throws(StashError) -> SceneReading {
        var seen: Set<Scene.ID> = []
        let asked = ids.filter { seen.insert($0).inserted }
        var reading = SceneReading()
        guard !asked.isEmpty else { return reading }
        let offers = try await offers()
        for batch in asked.slices(of: ScenesByID.batch) {
            if offers.contains(.idsArgument), let part = try await together(batch, selection, offers) {
                reading.append(part)
            } else {
                for few in batch.slices(of: ScenesByID.aliasBatch) {
                    reading.append(try await oneByOne(few, selection, offers))
                }
            }
        }
        return reading
    }

    /// `nil` where Stash refuses the list, as it does for one dead id.
    private func together(
        _ ids: ArraySlice<Scene.ID>, _ selection: SceneSelection, _ offers: Set<StashOffer>
    ) async throws(StashError) -> SceneReading? {
        let request = GraphQLRequest(
            ScenesByID.idsDocument(selection, offers), ["i": .ids(ids.map(\.rawValue))])
        do {
            return try await exchange.ask(request) { (answer) throws(JSONError) in
                try ScenesByID.read(answer.data["findScenes"]["scenes"], of: ids)
            }
        } catch {
            if case .serverFault = error { return nil }
            throw error
        }
    }

    private func oneByOne(
        _ ids: ArraySlice<Scene.ID>, _ selection: SceneSelection, _ offers: Set<StashOffer>
    ) async throws(StashError) -> SceneReading {
        let request = GraphQLRequest(
            ScenesByID.aliasDocument(count: ids.count, selection, offers), ScenesByID.aliasVariables(ids))
        return try await exchange.ask(request) { (answer) throws(JSONError) in
            try ScenesByID.readAliases(answer.data, of: ids)
        }
    }

    /// Who owns these paths, exactly as written. A request for each 40.
    ///
    /// A path that holds U+FFFD is not asked about: it stands for bytes that no one can name.
    public func sceneIDs(atPaths paths: [String]) async throws(StashError) -> PathOwners {
        var owners = PathOwners()
        for path in paths { owners.ask(path) }
        for batch in paths.filter({ !$0.holdsRepairs })[...].slices(of: ScenesAtPaths.batch) {
            let request = GraphQLRequest(ScenesAtPaths.document(count: batch.count), ScenesAtPaths.variables(batch))
            owners = try await exchange.ask(request) { (answer) throws(JSONError) in
                var known = owners
                try ScenesAtPaths.read(answer.data, count: batch.count, into: &known)
                return known
            }
        }
        return owners
    }
}

extension SceneReading {
    mutating func append(_ other: SceneReading) {
        scenes += other.scenes
        unreadable += other.unreadable
        absent += other.absent
    }
}

extension Collection where Index == Int, SubSequence == ArraySlice<Element> {
    /// Consecutive slices of at most `count` elements; none of nothing.
    func slices(of count: Int) -> [ArraySlice<Element>] {
        stride(from: startIndex, to: endIndex, by: count).map { self[$0..<Swift.min($0 + count, endIndex)] }
    }
}
