import Database
import Ledger
import Rules
import StashAPI
import SyncModel

extension AutomationHost {
    /// Looks for what rules wait for, and for nothing else.
    func watch(_ now: Instant) {
        let awaited = outlook.awaited
        if awaited.contains(.startup) || awaited.contains(.scanComplete), looking == nil,
            isTime(now, after: lastLook, around.stashInterval)
        {
            lastLook = now
            looking = Task { [plan] in await look(at: plan.engine) }
        }
        if outlook.isPlexInDoubt, lookingAtPlex == nil, isTime(now, after: lastLookAtPlex, around.plexInterval) {
            lastLookAtPlex = now
            lookingAtPlex = Task { [plan] in await lookAtPlex(plan.engine) }
        }
    }

    private func isTime(_ now: Instant, after last: Instant?, _ interval: Duration) -> Bool {
        guard let last, last <= now else { return true }
        return now.rawValue - last.rawValue >= Int(interval / .milliseconds(1))
    }

    private func look(at engine: Engine) async {
        defer { looking = nil }
        let began = engine.now()
        let sight: StashWatch.Sight
        do {
            // Tried once: a Stash that is gone for a moment only has started anew all the same.
            let stash = engine.stash.tryingOnce
            let status = try await stash.systemStatus()
            sight = status.isReady ? .up(try await stash.jobQueue()) : .down
            if !status.isReady { tellGone("its status is \(status.status).", isRefusal: false) }
        } catch StashError.cancelled {
            return
        } catch StashError.timedOut {
            // Busy, perhaps for minutes: neither gone nor back.
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
