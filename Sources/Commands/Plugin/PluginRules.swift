import Database
import Foundation
import Ledger
import Rules
import SyncEngine
import SyncModel
import Synchronization

/// Rules that are due, where no host looks after them: the same engine and the same slots, so that of several processes
/// one starts each.
struct PluginRules: Sendable {
    /// The boot and the process of the Stash that started us; `plexsync-plugin` sets it.
    static let variable = "PLEXSYNC_STASH_START"

    /// The same where Stash starts `plexsync` itself; `nil` where the system does not tell.
    static var startOfParent: String? {
        let (files, parent) = (FileManager.default, getppid())
        guard let boot = files.contents(atPath: "/proc/sys/kernel/random/boot_id"),
            let status = files.contents(atPath: "/proc/\(parent)/stat").map({ String(decoding: $0, as: UTF8.self) }),
            let name = status.lastIndex(of: ")")
        else { return nil }
        // Of the fields after the name, which may hold blanks, the 20th is when the process began.
        let fields = status[name...].split(separator: " ")
        guard fields.count > 20 else { return nil }
        return "\(String(decoding: boot, as: UTF8.self).prefix { !$0.isNewline })/\(parent)/\(fields[20])"
    }

    let engine: Engine
    let rules: RuleEngine
    let log: PluginLog
    /// A start of Stash counts once, however many processes it has started since.
    let stashStart: String?

    /// Runs them one after another. What fails is told and stands in nobody's way: it is due at the next call again.
    /// - Returns: How many were run.
    /// - Throws: `StoreError`, `CancellationError`.
    @discardableResult
    func runDue() async throws -> Int {
        guard !rules.rules.isEmpty, try !OSLock.isHeld(at: engine.stateFolder + "/host.lock") else { return 0 }
        let now = engine.now()
        try await note(now)
        var count = 0
        for slot in try await dueSlots(now) {
            do {
                let report = try await run(slot)
                count += 1
                log.say(.info, "Rule \(slot.rule.name): queued \(counted(report.queued.scenes, "scene")).")
            } catch EngineError.slotTaken, EngineError.busy {
                continue  // another process has it
            } catch let error as EngineError {
                try await failed(slot.rule, "\(error)")
            } catch let overrun as RuleOverrun {
                try await failed(slot.rule, "\(overrun)")
            }
        }
        return count
    }

    /// Runs it, at most for as long as its `deadline` lets it.
    /// - Throws: ``RuleOverrun``, once the run's end is noted.
    private func run(_ slot: Slot) async throws -> ReconcileReport {
        let (engine, zone) = (engine, rules.zone(of: slot.rule))
        guard let seconds = slot.rule.deadline else { return try await engine.run(slot.rule, zone: zone, slot: slot) }
        let overrun = RuleOverrun(seconds: seconds)
        // Told by who ends the run before the run asks why: a person's interruption is none of the rule's.
        let isOverrun = Mutex(false)
        var listener = RunListener()
        listener.interruption = { [interruption = listener.interruption] in
            isOverrun.withLock { $0 } ? "\(overrun)" : await interruption()
        }
        return try await withThrowingTaskGroup(of: ReconcileReport?.self) { [listener] group in
            group.addTask { try await engine.run(slot.rule, zone: zone, slot: slot, listener: listener) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds), clock: .suspending)
                return nil
            }
            defer { group.cancelAll() }
            if let report = try await group.next() ?? nil { return report }
            isOverrun.withLock { $0 = true }
            group.cancelAll()
            do {
                // It may have come to its end all the same.
                guard let report = try await group.next() ?? nil else { throw overrun }
                return report
            } catch is CancellationError { throw overrun }
        }
    }

    private func failed(_ rule: Rule, _ reason: String) async throws {
        log.warn("Rule \(rule.name) failed: \(reason)")
        guard rule.onFailure == .pause else { return }
        _ = try await engine.store.write {
            try RuleLog.set(rule.key, isEnabled: false, why: "it failed: \(reason)", in: $0)
        }
        log.warn("Rule \(rule.name) is switched off since it failed; 'rules enable' brings it back.")
    }

    private func note(_ now: Instant) async throws {
        let notes = rules.rules.map { (rule: $0.key, start: $0.fingerprint(zone: rules.zone)) }
        let key = stashStart.map { "stash-start:\($0.prefix(200))" }
        let isKnown = try await engine.store.read { transaction in
            let needsNote = try RuleLog.needsNote(notes, now: now, in: transaction)
            return try !needsNote && (key.map { try EventLog.isNoted(key: $0, in: transaction) } ?? true)
        }
        if isKnown { return }
        try await engine.store.write { transaction in
            try RuleLog.note(notes, now: now, in: transaction)
            if let key { try EventLog.note(Trigger.Event.startup.rawValue, key: key, now: now, in: transaction) }
        }
    }

    private func dueSlots(_ now: Instant) async throws -> [Slot] {
        try await engine.store.read { [rules] transaction in
            var world = RuleWorld(now: now, attendedSince: now)
            world.memories = try RuleLog.states(in: transaction).mapValues {
                RuleMemory(knownSince: $0.knownSince, override: $0.override)
            }
            let events = try EventLog.latest(in: transaction)
            for event in Trigger.Event.allCases { world.events[event] = events[event.rawValue] }
            let decisions = try rules.decide(world) { try RuleLog.isTaken($0.key, $1, in: transaction) }
            return decisions.compactMap { if case .start(let slot) = $0 { slot } else { nil } }
        }
    }
}

/// A rule was ended, since it took longer than it may.
struct RuleOverrun: Error, CustomStringConvertible {
    let seconds: Int
    var description: String { "its deadline of \(seconds) s has passed" }
}
