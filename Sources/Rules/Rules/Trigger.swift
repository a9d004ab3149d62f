/// What starts a rule.
public enum Trigger: Hashable, Sendable {
    case schedule(Schedule)
    case event(Event)
    /// Only by hand.
    case manual
    /// Not even by the clock: switched off where it is written.
    case never

    /// What happens without a clock.
    public enum Event: String, CaseIterable, Hashable, Sendable {
        /// The host started, or Stash came back.
        case startup
        case scanComplete = "scan-complete"
        case plexBack = "plex-back"
    }
}

extension Trigger {
    /// The plain words of `when:`.
    static let words: [String: Trigger] = [
        "never": .never, "manual": .manual, "startup": .event(.startup), "scan-complete": .event(.scanComplete),
        "plex-back": .event(.plexBack), "hourly": .schedule(.calendar(.everyHour)),
        "daily": .schedule(.calendar(.daily(at: .usual))), "weekly": .schedule(.calendar(.weekly(on: [7], at: .usual))),
        "monthly": .schedule(.calendar(.monthly(on: [1], at: .usual))),
    ]

    /// In the order of the documentation.
    static let wordList = [
        "never", "hourly", "daily", "weekly", "monthly", "startup", "scan-complete", "plex-back", "manual",
    ]
}

/// `03:30`, as a rule gives it.
public struct TimeOfDay: Hashable, Sendable {
    public let hour, minute: Int

    /// Where a rule names none.
    public static let usual = TimeOfDay(hour: 3, minute: 0)

    init(hour: Int, minute: Int) { (self.hour, self.minute) = (hour, minute) }

    /// Exactly `HH:MM`.
    public init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ (48...57).contains(digits[$0]) })
        else { return nil }
        hour = Int(digits[0] - 48) * 10 + Int(digits[1] - 48)
        minute = Int(digits[3] - 48) * 10 + Int(digits[4] - 48)
        guard hour < 24, minute < 60 else { return nil }
    }
}

extension CalendarPattern {
    /// At :00 of every hour there is.
    static var everyHour: Self {
        var pattern = Self(minutes: 1, hours: 0xff_ffff)
        pattern.followsRealMinutes = true
        return pattern
    }

    static func daily(at time: TimeOfDay) -> Self { Self(hour: time.hour, minute: time.minute) }

    /// - Parameter weekdays: `1...7` from Monday.
    static func weekly(on weekdays: [Int], at time: TimeOfDay) -> Self {
        var pattern = daily(at: time)
        pattern.weekdays = weekdays.reduce(0) { $0 | 1 << UInt64($1) }
        return pattern
    }

    /// - Parameter days: `1...31`; a month that lacks the day is left out.
    static func monthly(on days: [Int], at time: TimeOfDay) -> Self {
        var pattern = daily(at: time)
        pattern.days = days.reduce(0) { $0 | 1 << UInt64($1) }
        return pattern
    }
}
