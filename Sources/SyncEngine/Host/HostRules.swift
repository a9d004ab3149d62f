public import Database
public import Ledger
public import Rules
public import SyncModel
import Synchronization

/// What the database knows of rules at one moment.
public struct RuleBook: Sendable {
    public let states: [String: RuleLog.State]
    public let events: [String: Instant]
    public let running: Set<String>
    /// By the name of the rule as the file has it.
    public let lastRuns: [String: RunRecord]

    /// - Parameter isRunning: Whether a reconciliation is at work in this state folder: else what is noted as running was
    ///   interrupted.
    static func read(
        _ rules: [Rule], isRunning: Bool, withRuns: Bool, in transaction: ReadTransaction
    ) throws -> RuleBook {
        RuleBook(
            states: try RuleLog.states(in: transaction), events: try EventLog.latest(in: transaction),
            running: isRunning ? try RuleLog.running(in: transaction) : [],
            lastRuns: withRuns ? try RuleLog.lastRuns(of: rules.map(\.name), in: transaction) : [:])
    }

    /// The same as the engine looks at it.
    func world(now: Instant, attendedSince: Instant) -> RuleWorld {
        var world = RuleWorld(now: now, attendedSince: attendedSince)
        world.memories = states.mapValues { RuleMemory(knownSince: $0.knownSince, override: $0.override) }
        world.running = running
        for event in Trigger.Event.allCases { world.events[event] = events[event.rawValue] }
        return world
    }
}

extension RuleEngine {
    /// Reads what is remembered of these rules.
    public func book(in store: Store, stateFolder: String) async throws -> RuleBook {
        let isRunning = try OSLock.isHeld(at: IndexLock.path(in: stateFolder))
        return try await store.read { [rules] in
            try RuleBook.read(rules, isRunning: isRunning, withRuns: true, in: $0)
        }
    }

    /// When each rule that waits for the clock is due next, the earliest first: `next` of `status --format json`.
    public func next(in store: Store, now: Instant) async throws -> [(rule: String, at: Instant)] {
        let states = try await store.read { try RuleLog.states(in: $0) }
        var world = RuleWorld(now: now, attendedSince: now)
        world.memories = states.mapValues { RuleMemory(knownSince: $0.knownSince, override: $0.override) }
        return upcoming(world).map { ($0.rule.name, $0.due) }
    }
}

extension AutomationHost {
    /// Starts what is due.
    /// - Returns: Whether something that is due has to wait.
    func startDue(_ now: Instant) async throws -> Bool {
        let plan = plan
        let isRunning = try OSLock.isHeld(at: IndexLock.path(in: plan.engine.stateFolder))
        let going = running.flatMap { $0.hasBegun.isDone ? [$0.rule.key] : nil } ?? []
        let attendedSince = attendedSince
        let decisions = try await plan.engine.store.read { transaction in
            let book = try RuleBook.read(plan.rules.rules, isRunning: isRunning, withRuns: false, in: transaction)
            var world = book.world(now: now, attendedSince: attendedSince)
            world.running.formUnion(going)
            return try plan.rules.decide(world) { try RuleLog.isTaken($0.key, $1, in: transaction) }
        }
        var isBlocked = false
        for decision in inTurn(decisions) {
            switch decision {
            case .pass(let slot): try await pass(slot)
            case .start(let slot):
                if running == nil, resting[slot.rule.key].map({ $0 <= now }) ?? true {
                    start(slot, now)
                } else {
                    isBlocked = true
                }
            }
        }
        return isBlocked
    }

    /// Of slots at one time the rule that ran last comes last: one whose runs outlast its times would else leave none to
    /// the others.
    private func inTurn(_ decisions: [RuleEngine.Decision]) -> [RuleEngine.Decision] {
        func place(_ decision: RuleEngine.Decision) -> (at: Int, isAgain: Int) {
            switch decision {
            case .start(let slot), .pass(let slot): (slot.at.rawValue, slot.rule.key == lastRule ? 1 : 0)
            }
        }
        return decisions.sorted { place($0) < place($1) }
    }

    private func pass(_ slot: Slot) async throws {
        let isMine = try await plan.engine.store.write {
            try RuleLog.take(slot.rule.key, slot.at, for: nil, in: $0)
        }
        if isMine { around.tell(.rulePassed(slot.rule.name, slot: slot.at)) }
    }

    private func start(_ slot: Slot, _ now: Instant) {
        let plan = plan
        let rule = slot.rule
        var listener = RunListener()
        // Only who has got the slot starts it.
        let hasBegun = Once()
        listener.began = { [around] _ in
            hasBegun.finish()
            around.tell(.ruleStarted(rule.name, slot: slot.at, isCatchUp: slot.isCatchUp))
        }
        listener.interruption = { [weak self] in await self?.interruption ?? "the host has ended" }
        let follower = listener
        let task = Task {
            let result: Result<ReconcileReport, any Error>
            do {
                result = .success(
                    try await plan.engine.run(rule, zone: plan.rules.zone(of: rule), slot: slot, listener: follower))
            } catch {
                result = .failure(error)
            }
            await ended(rule, result, in: plan)
        }
        lastRule = rule.key
        running = Running(rule: rule, slot: slot, startedAt: now, task: task, hasBegun: hasBegun)
    }

    /// Why the running rule is cut short.
    private var interruption: String {
        guard let running, running.isOverrun, let deadline = running.rule.deadline else {
            return "the host was stopped"
        }
        return "its deadline of \(deadline) s has passed"
    }

    private func ended(_ rule: Rule, _ result: Result<ReconcileReport, any Error>, in plan: HostPlan) async {
        let wasOverrun = running?.isOverrun ?? false
        let hasBegun = running?.hasBegun.isDone ?? false
        let isFirstWait = waiting.insert(rule.key).inserted
        waiting.remove(rule.key)
        switch result {
        case .success(let report): around.tell(.ruleEnded(rule.name, HostNews.Ending(report)))
        case .failure(EngineError.slotTaken): break
        case .failure(EngineError.busy):
            if isFirstWait { around.tell(.ruleWaits(rule.name)) }
            waiting.insert(rule.key)
        case .failure(let error):
            let reason = error is CancellationError ? interruption : "\(error)"
            // A slot that was begun is over; one that was not would be tried again each second.
            if !hasBegun { resting[rule.key] = plan.engine.now().advanced(seconds: 60) }
            around.tell(.ruleFailed(rule.name, reason: reason))
            // An end that we asked for ourselves, to stop, says nothing against the rule.
            if rule.onFailure == .pause, wasOverrun || !(error is CancellationError) {
                await switchOff(rule, reason, in: plan)
            }
        }
        if plan.rules.awaits(.plexBack) { await noteContact(result, plan.engine) }
        (running, outlook) = (nil, Outlook())
        // What waited for its turn need not wait for the next second.
        wake()
    }

    private func switchOff(_ rule: Rule, _ reason: String, in plan: HostPlan) async {
        do {
            _ = try await plan.engine.store.write {
                try RuleLog.set(rule.key, isEnabled: false, why: "it failed: \(reason)", in: $0)
            }
            around.tell(.rulePaused(rule.name, reason: "it failed"))
        } catch {
            around.tell(.trouble("\(error)"))
        }
    }

    func endOverrun(_ now: Instant) {
        guard let current = running, let deadline = current.rule.deadline, !current.isOverrun,
            now >= current.startedAt.advanced(seconds: deadline)
        else { return }
        running?.isOverrun = true
        around.tell(.ruleOverran(current.rule.name, seconds: deadline))
        current.task.cancel()
    }
}

/// Something that is done once, told from one task to another.
final class Once: Sendable {
    private let done = Atomic(false)
    var isDone: Bool { done.load(ordering: .acquiring) }
    func finish() { done.store(true, ordering: .releasing) }
}
