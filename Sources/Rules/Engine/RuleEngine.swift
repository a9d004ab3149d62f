public import SyncModel

/// Decides what to start: rules, what is remembered of them and the time go in, slots come out. It has no clock, starts
/// nothing and keeps nothing.
public struct RuleEngine: Hashable, Sendable {
    public let rules: [Rule]
    /// Where a rule names no zone of its own.
    public let zone: Zone

    public init(rules: [Rule], zone: Zone) { (self.rules, self.zone) = (rules, zone) }

    /// What is to become of a slot.
    public enum Decision: Hashable, Sendable {
        case start(Slot)
        /// Never: it came while the rule's last run was going.
        case pass(Slot)
    }

    /// What is late by less was not missed: it takes a host a moment to start.
    static let tolerance = 60

    /// What is to be done now, the earliest slot first; of slots at one time in the order of the file.
    ///
    /// O(rules), whatever was missed: of a rule's slots only the latest is looked at.
    /// - Parameter isTaken: Whether a slot was started or passed over before, by anybody.
    public func decide(
        _ world: RuleWorld, isTaken: (_ rule: Rule, _ slot: Instant) throws -> Bool
    ) rethrows -> [Decision] {
        let due = rules.compactMap { dueSlot(of: $0, world) }
        let open = try due.filter { try !isTaken($0.rule, $0.at) }
        // Sorting is stable, so the file's order stays.
        return open.sorted { $0.at < $1.at }.compactMap { slot in
            guard world.running.contains(slot.rule.key) else { return .start(slot) }
            return slot.rule.overlap == .skip ? .pass(slot) : nil
        }
    }

    /// When the next slot of any rule is due; `nil` where only events can start something.
    public func nextDue(_ world: RuleWorld) -> Instant? { upcoming(world).first?.due }

    /// The next slot of each rule that waits for the clock, the earliest first.
    public func upcoming(_ world: RuleWorld) -> [Slot] {
        rules.compactMap { rule in
            guard case .schedule(let schedule) = rule.trigger, isEnabled(rule, world) else { return nil }
            let after = world.now.advanced(seconds: -rule.delay)
            return schedule.next(after: after, in: zone(of: rule)).map { fire in
                Slot(rule: rule, at: fire.at, due: fire.at.advanced(seconds: rule.delay))
            }
        }.sorted { $0.due < $1.due }
    }

    /// Where days begin for a rule.
    public func zone(of rule: Rule) -> Zone { rule.timezone ?? zone }

    /// The rule of that name, whatever its case.
    public func rule(named name: String) -> Rule? { rules.first { $0.key == name.lowercased() } }

    /// Events that some enabled rule waits for: only these need be looked for.
    public func awaitedEvents(_ memories: [String: RuleMemory]) -> Set<Trigger.Event> {
        Set(
            rules.compactMap { rule in
                guard case .event(let event) = rule.trigger, memories[rule.key]?.override ?? rule.isEnabled else {
                    return nil
                }
                return event
            })
    }

    private func isEnabled(_ rule: Rule, _ world: RuleWorld) -> Bool {
        world.memories[rule.key]?.override ?? rule.isEnabled
    }

    private func dueSlot(of rule: Rule, _ world: RuleWorld) -> Slot? {
        guard let memory = world.memories[rule.key], isEnabled(rule, world) else { return nil }
        let at: Instant
        let due: Instant
        switch rule.trigger {
        case .never, .manual: return nil
        case .event(let event):
            guard let noted = world.events[event] else { return nil }
            at = noted
            // Noted by a clock that was ahead: waiting for that time could take for ever.
            due = noted > world.now ? world.now : noted.advanced(seconds: rule.delay)
        case .schedule(let schedule):
            let latest = world.now.advanced(seconds: -rule.delay)
            guard let fire = schedule.last(notAfter: latest, in: zone(of: rule)) else { return nil }
            at = fire.at
            due = at.advanced(seconds: rule.delay)
        }
        guard at >= memory.knownSince, due <= world.now else { return nil }
        let isMissed = due < world.attendedSince.advanced(seconds: -Self.tolerance)
        guard !isMissed || isCaughtUp(rule, at, world.now) else { return nil }
        return Slot(rule: rule, at: at, due: due, isCatchUp: isMissed)
    }

    private func isCaughtUp(_ rule: Rule, _ slot: Instant, _ now: Instant) -> Bool {
        switch rule.catchUp {
        case .latest: true
        case .none: false
        case .within(let seconds): slot.advanced(seconds: seconds) >= now
        }
    }
}
