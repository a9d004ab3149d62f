import SyncModel

/// Days and times of day, as a cron line names them: the one form that every calendar schedule is brought to.
public struct CalendarPattern: Hashable, Sendable {
    /// Bits `0...59`.
    var minutes: UInt64
    /// Bits `0...23`.
    var hours: UInt64
    /// Bits `1...31`; `nil` is any day.
    var days: UInt64?
    /// Bits `1...12`.
    var months: UInt64 = 0b1_1111_1111_1110
    /// Bits `1...7`, from Monday; `nil` is any weekday.
    var weekdays: UInt64?
    /// Whether the hours follow real time: what the clock skips does not happen, what it repeats happens twice. Else
    /// each local time happens once a day, come what may.
    var followsRealMinutes = false

    /// Every day at one time.
    public init(hour: Int, minute: Int) { (hours, minutes) = (1 << UInt64(hour), 1 << UInt64(minute)) }

    init(minutes: UInt64, hours: UInt64) { (self.minutes, self.hours) = (minutes, hours) }

    /// Of day of the month and weekday, where both are named either will do.
    func matches(_ date: CivilDate) -> Bool {
        guard Self.has(months, date.month) else { return false }
        return switch (days, weekdays) {
        case (nil, nil): true
        case (let days?, nil): Self.has(days, date.day)
        case (nil, let weekdays?): Self.has(weekdays, date.weekday)
        case (let days?, let weekdays?): Self.has(days, date.day) || Self.has(weekdays, date.weekday)
        }
    }

    /// Seconds of the day, ascending.
    var timesOfDay: [Int] {
        (0..<24).filter { Self.has(hours, $0) }.flatMap { hour in
            (0..<60).filter { Self.has(minutes, $0) }.map { hour * 3600 + $0 * 60 }
        }
    }

    /// Whether any year has such a day: no February has a 30th.
    var isPossible: Bool {
        guard let days, weekdays == nil else { return true }
        return (1...12).contains { month in
            Self.has(months, month)
                && (1...CivilDate.length(ofMonth: month, year: 2000)).contains { Self.has(days, $0) }
        }
    }

    private static func has(_ bits: UInt64, _ bit: Int) -> Bool { bits >> UInt64(bit) & 1 == 1 }
}
