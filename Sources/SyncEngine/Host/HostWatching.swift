import Database
import Ledger
import Queue
import Rules
import StashAPI
import SyncModel

extension AutomationHost {
    /// Looks for what rules wait for, and for nothing else.
    func watch(_ now: Instant) async {
        do {
            let states = try await plan.engine.store.read { try RuleLog.states(in: $0) }
            let memories = states.mapValues { RuleMemory(knownSince: $0.knownSince, override: $0.override) }
            let awaited = plan.rules.awaitedEvents(memories)
            if awaited.contains(.plexBack) { try await lookForPlex() }
            guard awaited.contains(.startup) || awaited.contains(.scanComplete), looking == nil else { return }
            let interval = Int(around.stashInterval / .milliseconds(1))
            if let last = lastLook, last <= now, now.rawValue - last.rawValue < interval { return }
            lastLook = now
            looking = Task { [plan] in await look(at: plan.engine) }
        } catch {
            around.tell(.trouble("\(error)"))
        }
    }

    /// An outage that has ended since the last look. Who calls Plex notes them; nobody is asked here.
    private func lookForPlex() async throws {
        let engine = plan.engine
        let ended = try await engine.store.read { transaction -> Outage? in
            let last = try engine.jobs.outages(of: "plex", in: transaction).last { $0.end != nil }
            guard let last, try !EventLog.isNoted(key: last.key, in: transaction) else { return nil }
            return last
        }
        guard let ended, let end = ended.end else { return }
        let isNew = try await engine.store.write {
            try EventLog.note(
                Trigger.Event.plexBack.rawValue, key: ended.key, now: Instant(rawValue: end), in: $0) != nil
        }
        if isNew { around.tell(.happened(.plexBack)) }
    }

    private func look(at engine: Engine) async {
        defer { looking = nil }
        let began = engine.now()
        let sight: StashWatch.Sight
        do {
            let status = try await engine.stash.systemStatus()
            sight = status.isReady ? .up(try await engine.stash.jobQueue()) : .down
            if !status.isReady { tellGone("its status is \(status.status).", isRefusal: false) }
        } catch StashError.cancelled {
            return
        } catch  where error.isRefusal {
            // It is there, and does not talk to us: neither gone nor back.
            tellGone(error.description, isRefusal: true)
            return
        } catch {
            tellGone("\(error)", isRefusal: false)
            sight = .down
        }
        if case .up = sight { isRefused = false }
        do { try await note(sight, asked: began, engine) } catch { around.tell(.trouble("\(error)")) }
        wake()
    }

    private func tellGone(_ why: String, isRefusal: Bool) {
        if isRefused { return }
        isRefused = true
        around.tell(isRefusal ? .trouble(why) : .stashGone(why))
    }

    /// Compares with what was seen last, by whichever host, and notes what has happened since: once.
    private func note(_ sight: StashWatch.Sight, asked: Instant, _ engine: Engine) async throws {
        let seen = try await engine.store.read { try EventLog.seen(of: "stash", in: $0) }
        if let seen, var watch = StashWatch(text: seen.seen) {
            let before = watch
            _ = watch.see(sight)
            if watch == before { return }
        }
        let now = engine.now()
        let events = try await engine.store.write { transaction -> [Trigger.Event] in
            let seen = try EventLog.seen(of: "stash", in: transaction)
            // Somebody has looked later than this; unless his clock was ahead.
            if let seen, seen.at > asked, seen.at <= now { return [] }
            var watch: StashWatch
            var events: [Trigger.Event] = []
            if let kept = seen.flatMap({ StashWatch(text: $0.seen) }) {
                watch = kept
                events = watch.see(sight)
            } else {
                watch = StashWatch(sight)
            }
            try EventLog.setSeen(watch.text, of: "stash", at: now, in: transaction)
            for event in events { try EventLog.note(event.rawValue, now: now, in: transaction) }
            return events
        }
        for event in events { around.tell(.happened(event)) }
    }
}

extension Outage {
    /// What the event of its end is known by.
    fileprivate var key: String { "\(server)-outage:\(start)" }
}
