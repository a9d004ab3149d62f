import Database
import Ledger
import Rules
import SyncModel

/// What a host knows ahead, so that an idle one need not ask the database every second.
struct Outlook: Sendable {
    /// The change of the database that it was made after.
    var changes = -1
    /// Until then nothing becomes due by the clock.
    var until = Instant(rawValue: .min)
    /// Events that some rule waits for.
    var awaited: Set<Trigger.Event> = []
    /// Whether Plex did not answer when it was asked last.
    var isPlexInDoubt = false
    /// Whether a slot that is due could not be started yet.
    var isBlocked = false
}

extension AutomationHost {
    /// At the latest after so long it looks anyway.
    private static let longestOutlook = 30

    /// Whether anything may have become due since the last whole look.
    func needsLook(_ now: Instant) -> Bool {
        outlook.changes != storeChanges || outlook.isBlocked || now >= outlook.until
            || now < outlook.until.advanced(seconds: -Self.longestOutlook)
    }

    /// Looks at all that the database knows of the rules, starts what is due, and makes the next outlook.
    func look(_ now: Instant) async throws {
        let (plan, changes) = (plan, storeChanges)
        var states = try await plan.engine.store.read { try RuleLog.states(in: $0) }
        if plan.rules.rules.contains(where: { states[$0.key] == nil }) {
            // `rules add` forgets what was known of a former rule, perhaps after we have noted the new one.
            try await noteRules(now)
            states = try await plan.engine.store.read { try RuleLog.states(in: $0) }
        }
        let memories = states.mapValues { RuleMemory(knownSince: $0.knownSince, override: $0.override) }
        let awaited = plan.rules.awaitedEvents(memories)
        var next = Outlook(changes: changes, awaited: awaited)
        if awaited.contains(.plexBack) { next.isPlexInDoubt = await lookForPlex() }
        next.isBlocked = try await startDue(now)
        var world = RuleWorld(now: now, attendedSince: now)
        world.memories = memories
        let limit = now.advanced(seconds: Self.longestOutlook)
        next.until = min(plan.rules.nextDue(world) ?? limit, limit)
        outlook = next
    }
}
