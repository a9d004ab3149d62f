import Database
import Ledger
import SyncModel

/// Which ends of an earlier look are taken as they are.
enum VerdictReuse: Hashable, Sendable {
    /// None, and none is kept: what was compared is needed too.
    case none
    /// Of scenes without a gap, at which a reconciliation has nothing to write down.
    case settled
    /// Of scenes without a gap.
    case gapless
    case all
}

/// Scenes of the scope, ascending, with the verdicts that are kept of some of them.
struct IndexedPage: Sendable {
    /// Those whose verdict is taken over come without what they want.
    var rows: [SceneRow]
    var kept: [Scene.ID: KeptVerdict] = [:]
}

/// Takes the ends of scenes from one look to the next. A verdict is in the state only while the rows that it rests on are
/// unchanged (``LedgerSchema``); what else it rests on are its grounds.
struct VerdictKeeping: Sendable {
    private let reuse: VerdictReuse
    private let grounds: String

    /// Bumped when what the tables hold may lead to another end than before.
    private static let decisionVersion = 1

    /// - Parameters:
    ///   - isWhole: Whether every scene is known, and no library is left out. Else who owns a file, and so the end of a
    ///     scene, rests on more than the state.
    ///   - clears: As in ``SceneDeciding``.
    init(_ reuse: VerdictReuse, _ engine: Engine, _ servers: ProbedServers, isWhole: Bool, clears: Bool) {
        let settings = engine.settings
        // Whether a picture is still ours is asked of Plex.
        let isSelfContained = isWhole && !clears && !settings.fields.enabled.contains(where: \.isPicture)
        self.reuse = isSelfContained ? reuse : .none
        grounds = [
            "\(KeptVerdict.form)", "\(Self.decisionVersion)", settings.plexEdits.rawValue, servers.fingerprint,
        ].joined(separator: " ")
    }

    func begin(_ store: Store) async throws {
        if reuse == .none { return }
        if try await store.read({ try KeptVerdicts.rest(on: grounds, in: $0) }) { return }
        try await store.write { try KeptVerdicts.begin(on: grounds, in: $0) }
    }

    /// The scenes after `id`, the first `limit` of them.
    func page(after id: Scene.ID?, limit: Int, in transaction: ReadTransaction) throws -> IndexedPage {
        let kept = reuse == .none ? [:] : try KeptVerdicts.find(after: id, limit: limit, in: transaction)
        let rows = try SceneIndex.page(
            after: id, limit: limit, isDecided: { kept[$0].map(isUsable) ?? false }, in: transaction)
        return IndexedPage(rows: rows, kept: kept)
    }

    /// Just these scenes.
    func page(_ ids: [Scene.ID], in store: Store) async throws -> IndexedPage {
        try await store.read { transaction in
            let kept = reuse == .none ? [:] : try KeptVerdicts.find(ids, in: transaction)
            return IndexedPage(rows: try SceneIndex.rows(ids, in: transaction), kept: kept)
        }
    }

    func isUsable(_ kept: KeptVerdict) -> Bool {
        switch reuse {
        case .none: false
        case .settled: kept.isSettled && kept.verdict.gap == nil
        case .gapless: kept.verdict.gap == nil
        case .all: true
        }
    }

    /// The state that a decision is about to be made from; `nil` where none is to be kept.
    func moment(of store: Store) async throws -> StoreMoment? { reuse == .none ? nil : try await store.moment() }

    /// What is to be kept of a decision, once its lessons are written: they teach what is equal, which changes no end.
    ///
    /// - Parameter settles: Whether its settling is written too: that does change it.
    func kept(of decision: SceneDeciding.Decision, settles: Bool) -> KeptVerdict? {
        guard reuse != .none, decision.restsOnPaths, !settles || decision.settling.isEmpty else { return nil }
        return KeptVerdict(decision.scanned.verdict, isSettled: decision.settling.isEmpty)
    }
}
