import Configuration
import Rules
import SyncModel

/// What a rule finds and does in the world of a case.
struct RunFindings {
    var tally = Tally()
    var outcomes: [Outcome: [Scene.ID]] = [:]
    /// Those that the filter keeps, ascending.
    var gaps: [Gap] = []
    /// Of each scene that has items where the rule looks, however it ended.
    var comparisons: [Scene.ID: [TargetComparison]] = [:]
    /// Of the same scenes, with all items that play them: a job writes to each, whatever library the rule looked at.
    var plans: [Scene.ID: [TargetComparison]] = [:]
    var queued: [Scene.ID] = []
    var notQueued: [NotQueuedReason: [Scene.ID]] = [:]
    var result = FixtureResult.ok
}

/// A reconciliation without servers: the same judges as the engine's, over what a case says of both sides.
struct VirtualRun {
    let settings: Settings
    let rule: Rule
    let fixture: FixtureCase
    private let paths: PathMap
    private let judge: SceneJudge
    private let indexed: Set<Library.Key>
    private let items: [RatingKey: FixtureItem]
    private let jobs: [Scene.ID: FixtureScene.Job]

    /// - Throws: ``LibraryChoiceFault``, of which reading the case has told already.
    init(of rule: Rule, in fixture: FixtureCase, settings: Settings) throws(LibraryChoiceFault) {
        (self.settings, self.rule, self.fixture) = (settings, rule, fixture)
        paths = PathMap(settings.paths)
        let all = fixture.libraries.map(\.library)
        let libraries = try all.chosen(by: settings.plex?.libraries ?? [])
        let chosen = rule.gaps.libraries.isEmpty ? libraries : try libraries.chosen(by: rule.gaps.libraries)
        indexed = Set(libraries.map(\.key))
        let missing = MissingJudge(
            paths: paths, roots: LibraryRoots(all), chosen: Set(chosen.map(\.key)), clocks: ServerClocks())
        judge = SceneJudge(missing: missing, libraries: Self.known(fixture, indexed, missing))
        items = Dictionary(fixture.items.map { ($0.item.ratingKey, $0) }) { first, _ in first }
        jobs = fixture.scenes.reduce(into: [:]) { $0[$1.scene.id] = $1.job }
    }

    /// The libraries that are indexed, an empty one doubted as the engine doubts it.
    private static func known(
        _ fixture: FixtureCase, _ indexed: Set<Library.Key>, _ missing: MissingJudge
    ) -> [Library.Key: LibraryKnowledge] {
        let filled = Set(fixture.items.map(\.item.library))
        let below = Set(
            fixture.scenes.flatMap { $0.scene.files.flatMap { missing.places(of: $0.path).map(\.library.key) } })
        return fixture.libraries.reduce(into: [:]) { found, known in
            let key = known.library.key
            guard indexed.contains(key) else { return }
            var known = known
            if known.doubt == nil, !filled.contains(key), below.contains(key) {
                known.doubt = LibraryKnowledge.isEmptyDoubt
            }
            found[key] = known
        }
    }

    func findings() throws -> RunFindings {
        var found = RunFindings()
        var filter = rule.gaps
        filter.libraries = []  // they narrow the search itself
        let scope = rule.scope.resolved(now: fixture.now, zone: fixture.zone)
        var search = CandidateSearch(FixtureFiles(fixture.scenes, fixture.items, paths: paths), paths: paths)
        var admission = Admission(missing: settings.sync.missing, action: rule.action, limit: rule.limit)
        var (admitted, emptied): ([Scene.ID], Int) = ([], 0)
        for scene in fixture.scenes where isInScope(scene, scope) {
            let files = try search.files(of: scene.scene.id, scene.scene.files).map { $0.within(indexed) }
            let (verdict, names) = decide(scene, MatchLadder(knowsAllScenes: true).match(files), &found)
            found.tally.count(verdict)
            found.outcomes[verdict.outcome, default: []].append(verdict.scene)
            guard let gap = verdict.gap else { continue }
            let isKept = filter.isEmpty || filter.keeps(gap, scene.subject, libraryNames: names)
            guard isKept, settings.sync.missing.keeps(gap) else {
                found.notQueued[.filtered, default: []].append(gap.scene)
                continue
            }
            found.tally.count(gap)
            found.gaps.append(gap)
            let isQueued = scene.job == .ready || scene.job == .running
            if let reason = admission.take(gap, isGivenUp: scene.job == .dead, isQueued: isQueued) {
                found.notQueued[reason, default: []].append(gap.scene)
            } else {
                emptied += (found.comparisons[gap.scene] ?? []).reduce(0) { $0 + $1.emptiedFields }
                admitted.append(gap.scene)
            }
        }
        conclude(&found, admitted, emptied: emptied)
        return found
    }

    private func isInScope(_ scene: FixtureScene, _ scope: ResolvedScope) -> Bool {
        let one = scene.scene
        return scope.contains(createdAt: one.createdAt, updatedAt: one.updatedAt, date: one.date)
            && settings.sync.only.keepsSceneWhole(scene.subject)
    }

    private func decide(
        _ scene: FixtureScene, _ match: MatchResult, _ found: inout RunFindings
    ) -> (SceneVerdict, libraryNames: [String]) {
        let wants = Wants(of: scene.scene, settings.sync.fields)
        let standing = SceneStanding(
            id: scene.scene.id, title: scene.scene.title, files: scene.scene.files,
            wantsSomething: !wants.values.isEmpty)
        switch judge.rule(on: standing, match) {
        case .ends(let outcome): return (SceneVerdict(scene: scene.scene.id, outcome: outcome), [])
        case .missing(let gap, let libraries):
            let verdict = SceneVerdict(scene: scene.scene.id, outcome: .gap, gap: gap)
            return (verdict, judge.libraryNames(of: gap, belongingTo: libraries))
        case .compares(let targets):
            let all = match.targets.compactMap { compare(scene, wants, $0) }
            let comparisons = all.filter { targets.contains($0.target) }
            found.comparisons[scene.scene.id] = comparisons
            found.plans[scene.scene.id] = all
            let verdict = SceneVerdict(
                scene: scene.scene.id, title: scene.scene.title, path: scene.scene.files.first?.path,
                comparisons: comparisons)
            return (verdict, verdict.gap.map { judge.libraryNames(of: $0) } ?? [])
        }
    }

    private func compare(_ scene: FixtureScene, _ wants: Wants, _ target: Target) -> TargetComparison? {
        items[target.ratingKey].map { item in
            TargetComparison(
                wants, updatedAt: scene.scene.updatedAt, with: item.item, at: target,
                TargetMemory(fields: item.ledger, synced: scene.synced, imported: scene.imported),
                fields: settings.sync.fields.enabled, policy: settings.sync.plexEdits)
        }
    }

    /// What the guard and the queue say to those that were admitted.
    private func conclude(_ found: inout RunFindings, _ admitted: [Scene.ID], emptied: Int) {
        let isDoubted = judge.libraries.contains { judge.missing.chosen.contains($0) && $1.doubt != nil }
        if found.outcomes[.unreadable] != nil || isDoubted { found.result = .incomplete }
        let fields = settings.sync.fields.enabled
        let filled = fixture.items.filter { indexed.contains($0.item.library) }
            .reduce(0) { sum, item in sum + fields.count { item.item.values[$0] != nil } }
        if settings.blastGuard.holds(emptied: emptied, ofFilled: filled) {
            found.notQueued[.held, default: []] += admitted
            found.result = .held
            return
        }
        var waiting = jobs.values.count { $0 == .ready }
        for scene in admitted {
            if jobs[scene] == .ready || jobs[scene] == .running {
                found.notQueued[.alreadyQueued, default: []].append(scene)
            } else if waiting < settings.queue.maxWaiting {
                found.queued.append(scene)
                waiting += 1
            } else {
                found.notQueued[.queueFull, default: []].append(scene)
            }
        }
    }
}
