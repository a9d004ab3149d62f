extension Trigger {
    /// As a rules file says it: `daily`, `{weekly: {on: [monday, friday], at: "04:00"}}`. Reading it gives the same trigger.
    public var text: String {
        if let word = Self.wordList.first(where: { Self.words[$0] == self }) { return word }
        guard case .schedule(let schedule) = self else { return "never" }  // every other kind has a word
        return schedule.text
    }
}

extension Schedule {
    fileprivate var text: String {
        switch self {
        case .every(let seconds): "{every: \(seconds.asSpan)}"
        case .calendar(let pattern): pattern.text
        }
    }
}

extension Int {
    /// Seconds in the largest unit that holds them whole: `6h`, `90m`, `45s`.
    public var asSpan: String {
        for (unit, name) in [(86_400, "d"), (3600, "h"), (60, "m")] where self > 0 && self % unit == 0 {
            return "\(self / unit)\(name)"
        }
        return "\(self)s"
    }
}

extension CalendarPattern {
    fileprivate var text: String {
        let (minutes, hours) = (Self.list(self.minutes, 0...59), Self.list(self.hours, 0...23))
        guard !followsRealMinutes, months == Self.everyMonth, minutes.count == 1, hours.count == 1,
            days == nil || weekdays == nil
        else { return "{cron: \"\(cron)\"}" }
        let time = "\"\(Self.two(hours[0])):\(Self.two(minutes[0]))\""
        if let days { return "{monthly: {on: \(Self.named(Self.list(days, 1...31)) { "\($0)" }), at: \(time)}}" }
        if let weekdays {
            return
                "{weekly: {on: \(Self.named(Self.list(weekdays, 1...7)) { Self.weekdayNames[$0 - 1] }), at: \(time)}}"
        }
        return "{daily: \(time)}"
    }

    private var cron: String {
        let weekday = weekdays.map { Self.field($0, 1...7) } ?? "*"
        let hour = followsRealMinutes ? realHours : Self.field(hours, 0...23)
        return [
            Self.field(minutes, 0...59, star: true), hour, days.map { Self.field($0, 1...31) } ?? "*",
            Self.field(months, 1...12, star: true), weekday,
        ].joined(separator: " ")
    }

    /// Hours with a `*` in them, since that is what makes them follow real time.
    private var realHours: String {
        let steps = Array(1...23)
        let step = steps.first { step in
            stride(from: 0, to: 24, by: step).allSatisfy { hours >> UInt64($0) & 1 == 1 }
        }
        guard let step else { return "*" }  // some field with a star has been read, so there is one
        let rest = stride(from: 0, to: 24, by: step).reduce(hours) { $0 & ~(1 << UInt64($1)) }
        return (step == 1 ? "*" : "*/\(step)") + (rest == 0 ? "" : ",\(Self.field(rest, 0...23))")
    }

    private static let everyMonth: UInt64 = 0b1_1111_1111_1110
    private static let weekdayNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private static func list(_ bits: UInt64, _ range: ClosedRange<Int>) -> [Int] {
        range.filter { bits >> UInt64($0) & 1 == 1 }
    }

    /// Values at equal distances as a step, runs of three and more as ranges.
    ///
    /// - Parameter star: Whether `*` means no more in this field than its whole range: in others it changes what the line
    ///   means.
    private static func field(_ bits: UInt64, _ range: ClosedRange<Int>, star: Bool = false) -> String {
        let values = list(bits, range)
        if star, values.count == range.count { return "*" }
        if let stepped = stepped(values, range, star: star) { return stepped }
        var parts: [ClosedRange<Int>] = []
        for value in values {
            if let last = parts.last, last.upperBound == value - 1 {
                parts[parts.count - 1] = last.lowerBound...value
            } else {
                parts.append(value...value)
            }
        }
        return parts.flatMap { $0.count > 2 ? ["\($0.lowerBound)-\($0.upperBound)"] : $0.map { "\($0)" } }
            .joined(separator: ",")
    }

    /// `*/5`, `8-18/2`; `nil` where a list is no longer than that, or the distances differ.
    private static func stepped(_ values: [Int], _ range: ClosedRange<Int>, star: Bool) -> String? {
        guard values.count > 2, let first = values.first, let last = values.last else { return nil }
        let step = values[1] - first
        guard step > 1, values == Array(stride(from: first, through: last, by: step)) else { return nil }
        if first == range.lowerBound, last + step > range.upperBound {
            return star ? "*/\(step)" : "\(first)-\(range.upperBound)/\(step)"
        }
        return values.count > 3 ? "\(first)-\(last)/\(step)" : nil
    }

    private static func named(_ values: [Int], _ name: (Int) -> String) -> String {
        values.count == 1 ? name(values[0]) : "[\(values.map(name).joined(separator: ", "))]"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
