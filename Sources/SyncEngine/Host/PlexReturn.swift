import Database
import Ledger
import Queue
import Rules
import SyncModel

/// The event `plex-back`: an outage of Plex that has ended. Plex is not asked while all is well; whoever calls it notes
/// what came of that, and only one that did not answer is asked until it does.
extension AutomationHost {
    /// Notes the event where an outage has ended since the last look.
    /// - Returns: Whether Plex did not answer when it was called last.
    func lookForPlex() async -> Bool {
        let (engine, now) = (plan.engine, plan.engine.now())
        do {
            let (breaker, ended) = try await engine.store.read { transaction in
                (
                    try engine.jobs.breaker(for: "plex", now: now.rawValue, in: transaction),
                    try Self.newOutage(engine, transaction)
                )
            }
            if let ended, let end = ended.end {
                let isNew = try await engine.store.write {
                    try EventLog.note(
                        Trigger.Event.plexBack.rawValue, key: ended.key, now: Instant(rawValue: end), in: $0) != nil
                }
                if isNew { around.tell(.happened(.plexBack)) }
            }
            return !breaker.isAtEase
        } catch {
            around.tell(.trouble("\(error)"))
            return false
        }
    }

    private static func newOutage(_ engine: Engine, _ transaction: ReadTransaction) throws -> Outage? {
        let last = try engine.jobs.outages(of: "plex", in: transaction).last { $0.end != nil }
        guard let last, try !EventLog.isNoted(key: last.key, in: transaction) else { return nil }
        return last
    }

    /// Asks a Plex that did not answer, as its breaker allows: five questions in vain are an outage, and then ever rarer.
    func lookAtPlex(_ engine: Engine) async {
        defer { lookingAtPlex = nil }
        do {
            let leases = engine.leases
            let lease = try leases.take()
            defer { lease.end() }
            let gates = Gates(engine: engine, lease: lease, leases: leases)
            let now = engine.now().rawValue
            let breaker = try await engine.store.read { try engine.jobs.breaker(for: "plex", now: now, in: $0) }
            guard case .go = try await gates.admit(to: .plex, byHand: false), case .closed = breaker.state else {
                return
            }
            try await gates.record(try await gates.look(at: .plex), of: .plex)
        } catch is CancellationError {
            return
        } catch {
            around.tell(.trouble("\(error)"))
        }
    }

    /// What the run of a rule tells of Plex: that it did not answer, or that it does again.
    func noteContact(_ result: Result<ReconcileReport, any Error>, _ engine: Engine) async {
        let leases = engine.leases
        do {
            let failure: Failure?
            switch result {
            case .success: failure = nil
            case .failure(let error):
                guard let met = Failure(error), met.server == .plex else { return }
                failure = met
            }
            let now = engine.now().rawValue
            let breaker = try await engine.store.read { try engine.jobs.breaker(for: "plex", now: now, in: $0) }
            if failure == nil, breaker.isAtEase { return }
            let lease = try leases.take()
            defer { lease.end() }
            try await Gates(engine: engine, lease: lease, leases: leases).record(failure, of: .plex)
        } catch {
            around.tell(.trouble("\(error)"))
        }
    }
}

extension RuleEngine {
    /// Whether any rule, switched on or off, has this trigger.
    func awaits(_ event: Trigger.Event) -> Bool { rules.contains { $0.trigger == .event(event) } }
}

extension CircuitBreaker {
    /// Closed, and the last call was answered.
    fileprivate var isAtEase: Bool { state == .closed(missesInARow: 0) }
}

extension Outage {
    /// What the event of its end is known by.
    fileprivate var key: String { "\(server)-outage:\(start)" }
}
