import Database
import Ledger
import PlexAPI
import StashAPI
import SyncModel

/// Compares pages of scenes with their items: matches, reads what must be read in full, decides, and writes down what
/// was learned. An actor only because a library may be listed anew in between.
actor PageComparing {
    let engine: Engine
    let servers: ProbedServers
    /// The libraries this run is narrowed to.
    let chosen: Set<Library.Key>
    let scenes: SceneKnowledge
    let settles: Bool
    let judge: MissingJudge
    private(set) var names = EntityNames()
    private(set) var libraries: [Library.Key: LibraryKnowledge]
    private var asked: Asked
    private let clears: Bool
    private var trouble: [String] = []
    private let readers: [Reader]
    let keeping: VerdictKeeping

    init(
        engine: Engine, servers: ProbedServers, chosen: Set<Library.Key>, libraries: [Library.Key: LibraryKnowledge],
        scenes: SceneKnowledge, settles: Bool, reuse: VerdictReuse = .none, asked: Asked = Asked(),
        clears: Bool = false
    ) {
        (self.asked, self.clears, readers) = (asked, clears, engine.store.readersBeside())
        (self.engine, self.servers, self.chosen, self.libraries) = (engine, servers, chosen, libraries)
        (self.scenes, self.settles) = (scenes, settles)
        judge = MissingJudge(
            paths: PathMap(engine.settings.paths), roots: LibraryRoots(servers.plex.libraries), chosen: chosen,
            clocks: servers.clocks)
        keeping = VerdictKeeping(
            reuse, engine, servers, isWhole: scenes.isComplete && chosen == Set(libraries.keys), clears: clears)
    }

    func begin() async throws {
        try await keeping.begin(engine.store)
        names = try await engine.store.read { try EntityNames(in: $0) }
        try await doubtEmptyLibraries()
    }

    var doubts: [String] {
        libraries.values.filter { chosen.contains($0.library.key) }.compactMap { known in
            known.doubt.map { "the library '\(known.library.title)' \($0)" }
        }.sorted() + trouble
    }

    /// A library without a single item is one that has not been scanned or not been mounted, not one that lost all.
    private func doubtEmptyLibraries() async throws {
        let sound = libraries.values.filter { $0.doubt == nil }.map(\.library.key)
        let doubted = try await engine.store.read { [judge, server = servers.server] transaction in
            let empty = try sound.filter { try ItemIndex.isEmpty(server, library: $0, in: transaction) }
            return try judge.withScenesBelow(Set(empty), in: transaction)
        }
        for key in doubted.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let known = libraries[key] else { continue }
            libraries[key]?.doubt = LibraryKnowledge.isEmptyDoubt
            engine.activity.warn(
                "The library '\(known.library.title)' \(LibraryKnowledge.isEmptyDoubt): "
                    + "scan it in Plex first. No scene below it is called missing in this run.")
        }
    }

    /// The end of each of these scenes, in their order.
    ///
    /// Decides from what is kept; what cannot be decided so is read, a batch for the whole page, and decided anew.
    func compare(_ page: IndexedPage) async throws -> [ScannedScene] {
        var (ends, open) = takenOver(page)
        for isLast in [false, false, false, false, false, true] where !open.isEmpty {
            let moment = try await keeping.moment(of: engine.store)
            let decided = try await decide(open)
            let needs = decided.reduce(into: SceneDeciding.Needs()) { $0.formUnion($1.needs) }
            let isOver = isLast || needs.isEmpty
            let final = decided.filter { isOver || $0.needs.isEmpty }.map(\.settledForGood)
            try await remember(final, after: moment, beside: page.kept)
            for decision in final { ends[decision.scanned.verdict.scene] = decision.scanned }
            if isOver { break }
            try await meet(needs, of: open)
            // A scene may have been read again, or be gone.
            let ids = decided.filter { !$0.needs.isEmpty }.map(\.scanned.verdict.scene)
            open = try await engine.store.read { try SceneIndex.rows(ids, in: $0) }
        }
        return page.rows.compactMap { ends[$0.id] }
    }

    /// The ends that are taken over, and the rows of all others.
    private func takenOver(_ page: IndexedPage) -> ([Scene.ID: ScannedScene], open: [SceneRow]) {
        if page.kept.isEmpty { return ([:], page.rows) }
        let deciding = deciding
        var (ends, open): ([Scene.ID: ScannedScene], [SceneRow]) = ([:], [])
        for row in page.rows {
            if let kept = page.kept[row.id], keeping.isUsable(kept) {
                ends[row.id] = deciding.takingOver(kept.of(row), of: row)
            } else {
                open.append(row)
            }
        }
        return (ends, open)
    }

    private var deciding: SceneDeciding {
        SceneDeciding(
            assessing: Assessing(
                engine: engine, servers: servers, shown: asked.pictures, readsParts: !scenes.isComplete),
            judge: SceneJudge(missing: judge, libraries: libraries), fingerprint: servers.fingerprint, names: names,
            asked: asked, mayAsk: MayAsk(scenes, servers, now: engine.now()), clears: clears)
    }

    private func decide(_ rows: [SceneRow]) async throws -> [SceneDeciding.Decision] {
        let lookup = CandidateLookup(
            server: servers.server, paths: judge.paths, trusted: scenes.isComplete ? nil : scenes.readNow)
        let ladder = MatchLadder(knowsAllScenes: scenes.isComplete)
        let page = PageDeciding(lookup: lookup, ladder: ladder, deciding: deciding, indexed: Set(libraries.keys))
        return try await page.decide(rows, engine.store, beside: readers)
    }

    /// What a comparison learned, what it settles, and its end, in one transaction.
    ///
    /// - Parameter moment: When it was begun: what was committed since may have made the end another.
    private func remember(
        _ decisions: [SceneDeciding.Decision], after moment: StoreMoment?, beside kept: [Scene.ID: KeptVerdict]
    ) async throws {
        let lessons = decisions.flatMap(\.lessons)
        let syncs = settles ? decisions.flatMap(\.settling) : decisions.flatMap(\.firstReadings)
        let verdicts = decisions.compactMap { keeping.kept(of: $0, settles: settles) }.filter {
            kept[$0.verdict.scene] != $0
        }
        if lessons.isEmpty, syncs.isEmpty, verdicts.isEmpty { return }
        try await engine.store.write { [server = servers.server] transaction in
            let isCurrent = try moment.map { try transaction.isNext(after: $0) } ?? false
            for lesson in lessons {
                try TargetLedgers.put(
                    lesson.fields, of: lesson.key, server: server, over: lesson.version, in: transaction)
            }
            for sync in syncs {
                try SyncRecords.put(sync.record, of: sync.scene, to: sync.key, server: server, in: transaction)
            }
            if isCurrent { try KeptVerdicts.put(verdicts, in: transaction) }
        }
    }
}

// MARK: Reading what the decision rests on

extension PageComparing {
    /// Covers that could not be looked at.
    var coverFailures: [Scene.ID: StashError] { asked.coverFailures }

    private func meet(_ needs: SceneDeciding.Needs, of rows: [SceneRow]) async throws {
        if !needs.items.isEmpty { try await readItems(needs.items) }
        if !needs.scenes.isEmpty { try await readAgain(needs.scenes) }
        if !needs.owners.isEmpty { try await askForOwners(of: needs.owners) }
        if !needs.covers.isEmpty { try await readCovers(rows.filter { needs.covers.contains($0.id) }) }
        for picture in needs.pictures { try await lookAt(picture) }
        for key in needs.listings { try await listAgain(key) }
    }

    private func readCovers(_ rows: [SceneRow]) async throws {
        let failures = try await CoverReading(engine: engine).read(rows)
        asked.covers.formUnion(rows.map(\.id))
        guard let failure = failures.values.first else { return }
        asked.coverFailures.merge(failures) { $1 }
        trouble.append("covers could not be read: \(failure.description)")
        engine.activity.warn("Some covers could not be read from Stash: \(failure.description)")
    }

    /// One request: only for an item that changed since we last wrote its picture.
    private func lookAt(_ picture: PictureOfItem) async throws {
        do {
            asked.pictures[picture] = ShownPicture(try await engine.plex.pictures(picture.kind, of: picture.key))
        } catch .cancelled { throw CancellationError() } catch .notFound {
            asked.pictures[picture] = .other  // a release that lists none: what is locked there is left alone
        } catch {
            asked.unreadableItems.insert(picture.key)
            trouble.append("pictures could not be read: \(error.description)")
        }
    }

    private func readItems(_ keys: Set<RatingKey>) async throws {
        let reader = ItemReading(engine: engine, servers: servers)
        let result = try await reader.read(keys.sorted { $0.rawValue < $1.rawValue })
        asked.items.formUnion(keys)
        asked.unreadableItems.formUnion(result.unreadable)
        if result.isDenied {
            trouble.append("Plex did not show items that it lists")
            engine.activity.warn(
                "Plex lists items that it does not show when they are asked for; is a proxy before it?")
        }
        guard let failure = result.failure else { return }
        trouble.append("items could not be read: \(failure.description)")
        engine.activity.warn("Some items could not be read from Plex: \(failure.description)")
    }

    /// Below Stash 0.30 no request shows moved files: a scene that would be missing is read again before it is so called.
    private func readAgain(_ ids: Set<Scene.ID>) async throws {
        asked.scenes.formUnion(ids)
        let indexing = SceneIndexing(engine: engine, servers: servers, isFull: false)
        _ = try await indexing.read(ids, requestedAt: servers.stashTime(at: engine.now()))
    }

    /// One confirming listing a library and hour, where only that keeps a scene from being missing for sure.
    private func listAgain(_ key: Library.Key) async throws {
        guard let library = libraries[key]?.library else { return }
        let indexing = ItemIndexing(engine: engine, servers: servers, isFull: false)
        libraries[key] = try await indexing.confirm(library)
    }

    /// Without all scenes known, an item of several files counts as matched only once Stash was asked who owns the others.
    private func askForOwners(of paths: Set<String>) async throws {
        let owners = try await reading { () async throws(StashError) in
            try await engine.stash.sceneIDs(atPaths: paths.sorted())
        }
        for path in paths { asked.owners[path] = owners[path] ?? [] }
    }
}

/// What was asked of the servers in this run, beyond the indexes.
struct Asked: Sendable {
    var items: Set<RatingKey> = []
    var unreadableItems: Set<RatingKey> = []
    var scenes: Set<Scene.ID> = []
    var covers: Set<Scene.ID> = []
    var coverFailures: [Scene.ID: StashError] = [:]
    var pictures: [PictureOfItem: ShownPicture] = [:]
    /// By path in Stash.
    var owners: [String: [Scene.ID]] = [:]
}
