import Rules
import SyncModel

/// An instant of a test, in UTC: `at("2026-03-01T03:30")`.
func at(_ text: String) -> Instant {
    let whole = text.count == 16 ? text + ":00Z" : text.count == 10 ? text + "T00:00:00Z" : text
    return Instant(rfc3339: whole) ?? Instant(rawValue: 0)
}

/// Hosts over one state: what they start is noted, with a clock that is set by hand.
struct Attendance {
    var engine: RuleEngine
    var world: RuleWorld
    /// Slots that were started or passed over, as `rule@instant`.
    private(set) var taken: Set<String> = []

    /// Rules as a file has them, known since `start`, which is when the host starts.
    init(_ yaml: String, from start: String, zone: Zone = .utc) {
        engine = RuleEngine(rules: rules(yaml).rules, zone: zone)
        world = RuleWorld(now: at(start), attendedSince: at(start))
        for rule in engine.rules { world.memories[rule.key] = RuleMemory(knownSince: world.now) }
    }

    /// Looks at the clock once. Starts are told as `rule 03-01T03:30`, passed slots with a `-`, caught up ones with a `+`.
    mutating func look(_ time: String) -> [String] { look(at(time)) }

    mutating func look(_ now: Instant) -> [String] {
        world.now = now
        let taken = taken
        return engine.decide(world) { rule, slot in taken.contains("\(rule.key)@\(slot.rawValue)") }.map { decision in
            switch decision {
            case .start(let slot): note(slot, slot.isCatchUp ? "+" : "")
            case .pass(let slot): note(slot, "-")
            }
        }
    }

    private mutating func note(_ slot: Slot, _ mark: String) -> String {
        taken.insert("\(slot.rule.key)@\(slot.at.rawValue)")
        return "\(mark)\(slot.rule.name) \(slot.at.rfc3339.dropFirst(5).prefix(11))"
    }

    /// Looks every so many seconds until `end`.
    mutating func look(until end: String, every seconds: Int) -> [String] {
        var all: [String] = []
        while world.now < at(end) { all += look(world.now.advanced(seconds: seconds)) }
        return all
    }

    /// The host was away from the last look until `time`, and starts anew.
    mutating func restart(_ time: String) -> [String] {
        world.attendedSince = at(time)
        return look(time)
    }
}
