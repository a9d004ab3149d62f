import Database
import Ledger
public import Queue
public import SyncModel

/// What `reconcile` or a rule asks for.
public struct ReconcileRequest: Hashable, Sendable {
    public var query: GapQuery
    public var action = GapAction.enqueue
    /// Look, plan, and write nothing.
    public var isDryRun = false
    /// At most so many scenes are queued.
    public var limit: Int?
    /// As it is recorded: `command schedule startup scan-complete plex-back plugin`.
    public var trigger = "command"
    public var rule: String?
    /// The rule's slot that it is started for: claimed with the run, so that nobody else starts it.
    public var slot: Instant?
    public var priority = Priority.command
    /// A person has agreed that as many fields are emptied: `reconcile --yes`, or `runs approve`.
    public var mayEmpty: Int?

    public init(query: GapQuery) { self.query = query }
}

/// What became of a reconciliation.
public struct ReconcileReport: Sendable {
    public internal(set) var run: Int?
    public internal(set) var result = RunResult.ok
    public internal(set) var tally = Tally()
    public internal(set) var scope: ResolvedScope
    public internal(set) var doubts: [String] = []
    public internal(set) var queued = GapCount()
    public internal(set) var notQueued = GapCount()
    public internal(set) var reasons: [NotQueuedReason: Int] = [:]
    /// Gaps left after each key of the filter.
    public internal(set) var steps: [RunSummary.Step] = []
    /// Fields that its edits would leave empty.
    public internal(set) var emptied = 0
    /// What a run that was held would have queued: approving it looks at these anew.
    public internal(set) var heldScenes: [Scene.ID] = []
    public var isComplete: Bool { doubts.isEmpty && tally.outcomes[.unreadable] == nil }
}

public enum RunResult: String, CaseIterable, Hashable, Sendable { case ok, held, incomplete, failed, interrupted }

/// Who follows a run from outside.
public struct RunListener: Sendable {
    /// Told its number as soon as it is noted and its slot is taken.
    public var began: @Sendable (Int) -> Void = { _ in }
    /// Asked why the run was cancelled: a sentence without its full stop.
    public var interruption: @Sendable () async -> String = { "it was interrupted" }

    public init() {}
}

extension Engine {
    /// Looks, settles what needs no job, and queues the rest (`DESIGN.md` 4, steps 1 to 8).
    ///
    /// - Parameter visit: Gets each gap that the filter keeps, as it is found.
    /// - Throws: ``EngineError``; ``EngineError/busy`` where another reconciliation holds the state for 10 s, and
    ///   ``EngineError/slotTaken(rule:)`` where another host has started the rule's slot.
    public func reconcile(
        _ request: ReconcileRequest, listener: RunListener = RunListener(),
        visit: (FoundGap) async throws -> Void
    ) async throws -> ReconcileReport {
        if request.isDryRun {
            return try await looking { engine in
                try await Reconciling(engine: engine, request: request, run: nil).work(visit)
            }
        }
        let lock = try await lock(for: request)
        defer { lock.release() }
        let run = try await begin(request)
        listener.began(run)
        let meter = CostMeter()
        let reconciling = Reconciling(engine: metered(by: meter), request: request, run: run)
        do {
            let report = try await reconciling.work(visit)
            var summary = RunSummary(report)
            summary.costs = meter.costs
            try await finish(run, summary, report.result)
            return report
        } catch {
            let isInterrupted = error is CancellationError
            var summary = RunSummary(
                failed: error, scope: scope(of: request),
                interruption: isInterrupted ? await listener.interruption() : "")
            summary.costs = meter.costs
            try await finish(run, summary, isInterrupted ? .interrupted : .failed)
            throw error
        }
    }

    /// - Throws: ``EngineError/busy``; for a rule's slot that somebody else has taken meanwhile, most likely he who has
    ///   the lock, ``EngineError/slotTaken(rule:)``.
    private func lock(for request: ReconcileRequest) async throws -> OSLock {
        if let lock = try await IndexLock.take(in: stateFolder, within: .zero) { return lock }
        try await refuseTakenSlot(request)
        if let lock = try await IndexLock.take(in: stateFolder, within: Self.patience) { return lock }
        try await refuseTakenSlot(request)
        throw EngineError.busy
    }

    private func refuseTakenSlot(_ request: ReconcileRequest) async throws {
        guard let rule = request.rule, let slot = request.slot else { return }
        if try await store.read({ try RuleLog.isTaken(rule.lowercased(), slot, in: $0) }) {
            throw EngineError.slotTaken(rule: rule)
        }
    }

    private func scope(of request: ReconcileRequest) -> ResolvedScope {
        request.query.search.scope.resolved(now: now(), zone: settings.zone)
    }

    /// We hold the index lock, so a run that is noted as running was interrupted.
    private func begin(_ request: ReconcileRequest) async throws -> Int {
        let summary = RunSummary(ReconcileReport(scope: scope(of: request))).encoded
        let at = now()
        return try await store.write { transaction in
            try RunLog.closeAbandoned(now: at, isAlive: { _ in false }, in: transaction)
            let run = try RunLog.begin(
                trigger: request.trigger, rule: request.rule, owner: IndexLock.name, summary: summary, now: at,
                in: transaction)
            if let rule = request.rule, let slot = request.slot,
                try !RuleLog.take(rule.lowercased(), slot, for: run, in: transaction)
            {
                throw EngineError.slotTaken(rule: rule)
            }
            return run
        }
    }

    private func finish(_ run: Int, _ summary: RunSummary, _ result: RunResult) async throws {
        let at = now()
        let kept = RunRecord.Result(rawValue: result.rawValue) ?? .failed
        try await store.write { try RunLog.finish(run, kept, summary: summary.encoded, now: at, in: $0) }
    }
}
