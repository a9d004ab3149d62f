import Database
import Ledger
import SyncModel

/// Why a run cannot be approved.
public enum ApprovalFault: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchRun(Int)
    case notHeld(Int, result: String)

    public var description: String {
        switch self {
        case .noSuchRun(let run): "There is no run \(run); 'runs list' shows which there are."
        case .notHeld(let run, let result): "Run \(run) is not held (\(result)); only a held run wants approval."
        }
    }

    public var code: String {
        switch self {
        case .noSuchRun: "no-such-run"
        case .notHeld: "run-not-held"
        }
    }
}

extension Engine {
    /// How many fields a held run would leave empty, for the question before it is approved.
    /// - Throws: ``ApprovalFault``
    public func heldRun(_ run: Int) async throws -> RunSummary {
        guard let record = try await store.read({ try RunLog.find(run, in: $0) }) else {
            throw ApprovalFault.noSuchRun(run)
        }
        guard record.result == .held else { throw ApprovalFault.notHeld(run, result: record.result.rawValue) }
        return try RunSummary(decoding: record.summary)
    }

    /// Looks anew at the scenes of a run that the blast guard held, and queues them; held again where more fields would be
    /// emptied than the run showed (`DESIGN.md` 5).
    ///
    /// - Throws: ``ApprovalFault``, ``EngineError``
    public func approve(_ run: Int) async throws -> ReconcileReport {
        let summary = try await heldRun(run)
        let record = try await store.read { try RunLog.find(run, in: $0) }
        var search = SearchRequest()
        search.scenes = Set(summary.heldScenes)
        var request = ReconcileRequest(query: GapQuery(search: search))
        request.mayEmpty = summary.emptied
        request.rule = record?.rule
        return try await reconcile(request) { _ in }
    }
}
