public import SyncModel

extension Rule {
    /// Its name as it is compared and stored.
    public var key: String { name.lowercased() }

    /// What starts it, as a stable text: when that has changed, what is past is nothing to catch up with.
    ///
    /// - Parameter zone: Where the rule names none.
    public func fingerprint(zone: Zone) -> String {
        let zone = timezone ?? zone
        let start =
            switch trigger {
            case .schedule(let schedule): "\(schedule.fingerprint) in \(zone.identifier)"
            case .event(let event): event.rawValue
            case .manual: "manual"
            case .never: "never"
            }
        return isEnabled ? start : "\(start), off"
    }
}

extension Schedule {
    fileprivate var fingerprint: String {
        switch self {
        case .every(let seconds): return "every \(seconds) s"
        case .calendar(let pattern):
            let days = pattern.days.map { String($0, radix: 16) } ?? "*"
            let weekdays = pattern.weekdays.map { String($0, radix: 16) } ?? "*"
            let bits = [pattern.minutes, pattern.hours, pattern.months].map { String($0, radix: 16) }
            return "calendar \(bits.joined(separator: " ")) \(days) \(weekdays)"
                + (pattern.followsRealMinutes ? " by real minutes" : "")
        }
    }
}
