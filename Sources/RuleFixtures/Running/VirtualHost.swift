import Rules
import SyncModel

/// A host on a clock that a case moves: what the rule engine lets it start. It does one run at a time, and sees nothing
/// of what happens while it is away; its return is a `startup`.
struct VirtualHost {
    let engine: RuleEngine
    let fixture: FixtureHost

    struct Start: Hashable {
        let rule: Rule
        /// The nominal time, before jitter.
        let slot: Instant
        let at: Instant
    }

    private struct Taken: Hashable {
        let rule: String
        let slot: Instant
    }

    private struct Run {
        let rule: String
        let end: Instant
    }

    /// All that it starts, in order. O(slots × rules).
    func starts() -> [Start] {
        guard let span = fixture.span else { return [] }
        let events = seenEvents(span)
        var (starts, taken): ([Start], Set<Taken>) = ([], [])
        var (now, attendedSince, run) = (span.lowerBound, span.lowerBound, Run?.none)
        while span.contains(now) {
            if let absence = fixture.away.first(where: { $0.contains(now) }) {
                (now, attendedSince) = (absence.upperBound, absence.upperBound)
                continue
            }
            if let current = run, current.end <= now { run = nil }
            let world = world(at: now, attendedSince, events, span.lowerBound, run)
            for decision in engine.decide(world, isTaken: { taken.contains(Taken(rule: $0.key, slot: $1)) }) {
                switch decision {
                case .pass(let slot): taken.insert(Taken(rule: slot.rule.key, slot: slot.at))
                case .start(let slot):
                    guard run == nil else { continue }
                    taken.insert(Taken(rule: slot.rule.key, slot: slot.at))
                    starts.append(Start(rule: slot.rule, slot: slot.at, at: now))
                    let seconds = min(fixture.runTakes, slot.rule.deadline ?? .max)
                    if seconds > 0 { run = Run(rule: slot.rule.key, end: now.advanced(seconds: seconds)) }
                }
            }
            guard let next = next(after: now, world, events, run) else { break }
            now = next
        }
        return starts
    }

    private func seenEvents(_ span: Range<Instant>) -> [FixtureHost.Occurrence] {
        let returns = fixture.away.map { FixtureHost.Occurrence(event: .startup, at: $0.upperBound) }
        return (fixture.events + returns).filter { event in
            span.contains(event.at) && !fixture.away.contains { $0.contains(event.at) }
        }.sorted { $0.at < $1.at }
    }

    private func world(
        at now: Instant, _ attendedSince: Instant, _ events: [FixtureHost.Occurrence], _ knownSince: Instant,
        _ run: Run?
    ) -> RuleWorld {
        var world = RuleWorld(now: now, attendedSince: attendedSince)
        for rule in engine.rules { world.memories[rule.key] = RuleMemory(knownSince: knownSince) }
        if let run { world.running = [run.rule] }
        for event in events where event.at <= now { world.events[event.event] = event.at }
        return world
    }

    /// The next moment at which anything may be due.
    private func next(
        after now: Instant, _ world: RuleWorld, _ events: [FixtureHost.Occurrence], _ run: Run?
    ) -> Instant? {
        var moments = [engine.nextDue(world), run?.end].compactMap { $0 }
        for rule in engine.rules {
            if case .event(let awaited) = rule.trigger {
                moments += events.filter { $0.event == awaited }.map { $0.at.advanced(seconds: rule.delay) }
            }
        }
        moments += fixture.away.map(\.upperBound)
        return moments.filter { $0 > now }.min()
    }
}
