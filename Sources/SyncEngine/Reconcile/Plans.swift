import Database
import Ledger
import PlexAPI
import StashAPI
public import SyncModel

/// The edits one item would get, with full values.
public struct PlanReport: Hashable, Sendable {
    public let plan: Plan
    /// Which of its fields are locked in Plex.
    public var locked: Set<Field> = []
}

/// What `plan` found of some scenes.
public struct ScenePlans: Sendable {
    public let plans: [PlanReport]
    /// Scenes without a plan, with their outcome.
    public let others: [(scene: Scene.ID, outcome: Outcome)]
    /// Scenes that `sync.only` leaves out: nothing is ever written of them.
    public let outOfScope: [Scene.ID]
    /// Scenes that Stash does not have.
    public let absent: [Scene.ID]
    public let libraries: [Library]
    /// `machineIdentifier` of the Plex server they are for.
    public let plex: String
}

extension Engine {
    /// Plans for these scenes, whatever their state: looks at them and their items, writes nothing to either server.
    public func plan(_ ids: [Scene.ID]) async throws -> ScenePlans {
        try await looking { engine in
            let servers = try await engine.probe()
            let indexing = SceneIndexing(engine: engine, servers: servers, isFull: false)
            let wanted = Set(ids)
            var found: [ScannedScene] = []
            var request = SearchRequest()
            request.scenes = wanted
            _ = try await engine.search(request, servers) { found += $0 }
            let outOfScope = try await engine.leftOut(of: wanted)
            let inScope = found.filter { !outOfScope.contains($0.verdict.scene) }
            let planned = inScope.filter { !$0.comparisons.isEmpty }
            let plans = try await PlanMaking(engine: engine, servers: servers, selection: indexing.selection)
                .plans(for: planned)
            return ScenePlans(
                plans: plans,
                others: inScope.filter(\.comparisons.isEmpty).map { ($0.verdict.scene, $0.verdict.outcome) },
                outOfScope: outOfScope.sorted(),
                absent: wanted.subtracting(found.map(\.verdict.scene)).sorted(), libraries: servers.plex.libraries,
                plex: servers.plex.machineIdentifier)
        }
    }

    /// Those of the scenes that `sync.only` leaves out, by the scene index.
    private func leftOut(of scenes: Set<Scene.ID>) async throws -> Set<Scene.ID> {
        let only = settings.only
        if only.isEmpty { return [] }
        return try await store.read { transaction in
            let names = try EntityNames(in: transaction)
            let rows = try SceneIndex.rows(scenes.sorted(), in: transaction)
            return Set(rows.filter { !only.keepsSceneWhole(names.subject(of: $0)) }.map(\.id))
        }
    }

    /// Plans for scenes with gaps, as `reconcile --dry-run` shows them.
    public func plans(for scenes: [Scene.ID]) async throws -> [PlanReport] {
        scenes.isEmpty ? [] : try await plan(scenes).plans
    }
}

/// Makes plans with full values: what is kept of long texts is only their hash.
struct PlanMaking: Sendable {
    let engine: Engine
    let servers: ProbedServers
    let selection: SceneSelection

    private static let batch = 50

    func plans(for scanned: [ScannedScene]) async throws -> [PlanReport] {
        var plans: [PlanReport] = []
        for start in stride(from: 0, to: scanned.count, by: Self.batch) {
            plans += try await plansOfBatch(Array(scanned[start..<min(start + Self.batch, scanned.count)]))
        }
        return plans
    }

    private func plansOfBatch(_ scanned: [ScannedScene]) async throws -> [PlanReport] {
        let needsText = scanned.contains { $0.comparisons.contains { $0.hasLongValues } }
        guard needsText else { return scanned.flatMap { Self.plans(of: $0, FullValues()) } }
        let scenes = try await reading { () async throws(StashError) in
            try await engine.stash.scenes(scanned.map(\.verdict.scene), selection: selection)
        }
        var full = FullValues()
        for scene in scenes { full.wants[scene.id] = Wants(of: scene, engine.settings.fields).values }
        let keys = Array(Set(scanned.flatMap { $0.comparisons.map(\.target.ratingKey) }))
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            let items = try await reading { () async throws(PlexError) in try await engine.plex.items(some) }
            for item in items.items { full.haves[item.ratingKey] = item.values }
        }
        return scanned.flatMap { Self.plans(of: $0, full) }
    }

    private static func plans(of scanned: ScannedScene, _ full: FullValues) -> [PlanReport] {
        scanned.comparisons.map { comparison in
            let (scene, key) = (scanned.verdict.scene, comparison.target.ratingKey)
            let edits = comparison.edits.map { edit in
                Edit(
                    field: edit.field, action: edit.action, have: full.have(edit.have, of: key, edit.field),
                    want: full.want(edit.want, of: scene, edit.field), reason: edit.reason)
            }
            let kept = comparison.kept.map { kept in
                Kept(
                    field: kept.field, why: kept.why, have: full.have(kept.have, of: key, kept.field),
                    want: full.want(kept.want, of: scene, kept.field))
            }
            return PlanReport(
                plan: Plan(scene: scene, target: comparison.target, edits: edits, kept: kept),
                locked: Set(comparison.findings.filter(\.isLocked).map(\.field)))
        }
    }
}

/// Values as the servers have them, to be shown and sent in place of hashes.
struct FullValues: Sendable {
    var wants: [Scene.ID: [Field: FieldValue]] = [:]
    var haves: [RatingKey: [Field: FieldValue]] = [:]

    func want(_ value: FieldValue?, of scene: Scene.ID, _ field: Field) -> FieldValue? {
        guard case .digest = value else { return value }
        return wants[scene]?[field] ?? value
    }

    func have(_ value: FieldValue?, of key: RatingKey, _ field: Field) -> FieldValue? {
        guard case .digest = value else { return value }
        return haves[key]?[field] ?? value
    }
}

extension TargetComparison {
    fileprivate var hasLongValues: Bool {
        func isLong(_ value: FieldValue?) -> Bool { if case .digest = value { true } else { false } }
        return edits.contains { !$0.field.isPicture && (isLong($0.have) || isLong($0.want)) }
            || kept.contains { !$0.field.isPicture && (isLong($0.have) || isLong($0.want)) }
    }
}
