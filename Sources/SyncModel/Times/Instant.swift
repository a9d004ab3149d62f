/// A point in time, as milliseconds since 1970-01-01T00:00:00Z. Leap seconds do not exist here, as in Unix time.
///
/// Sums that do not fit end at the first or last instant there is: a server may say any number.
public struct Instant: RawRepresentable, Hashable, Comparable, Sendable {
    /// Milliseconds since the epoch; negative before it.
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(seconds: Int) { self.init(rawValue: milliseconds(seconds)) }

    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int { rawValue >= 0 ? rawValue / 1000 : (rawValue + 1) / 1000 - 1 }

    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    public func advanced(seconds: Int) -> Self { advanced(milliseconds: milliseconds(seconds)) }

    public func advanced(milliseconds: Int) -> Self {
        let (sum, isTooFar) = rawValue.addingReportingOverflow(milliseconds)
        return Self(rawValue: isTooFar ? (milliseconds < 0 ? .min : .max) : sum)
    }
}

private func milliseconds(_ seconds: Int) -> Int {
    let (product, isTooFar) = seconds.multipliedReportingOverflow(by: 1000)
    return isTooFar ? (seconds < 0 ? .min : .max) : product
}

extension Instant {
    /// Reads RFC 3339: `2025-07-01T20:15:03+10:00`, `…Z`, with 0 to 9 digits of a fraction. Nothing shorter is taken.
    ///
    /// - SeeAlso: RFC 3339, section 5.6; `apis/stash.md` section 2.
    public init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2, upTo: 23), scanner.take(":"), let minute = scanner.number(2, upTo: 59),
            scanner.take(":"), let second = scanner.number(2, upTo: 60), let fraction = scanner.milliseconds(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(rawValue: seconds * 1000 + fraction)
    }

    /// RFC 3339 in UTC; milliseconds only where there are some.
    public var rfc3339: String {
        let wall = WallTime(secondsSince1970: seconds)
        let rest = (rawValue % 1000 + 1000) % 1000
        return wall.text + (rest == 0 ? "" : "." + padded(rest, 3)) + "Z"
    }

    /// RFC 3339 with `offset` seconds east of UTC, to the second: `2026-03-29T03:30:00+02:00`.
    public func rfc3339(offset: Int) -> String {
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        return WallTime(secondsSince1970: seconds + offset).text + sign + padded(minutes / 60, 2) + ":"
            + padded(minutes % 60, 2)
    }
}

/// Date and time of day as a clock on the wall shows them, without saying where the wall is.
public struct WallTime: Hashable, Sendable {
    public let date: CivilDate
    /// Second of the day, `0..<86_400`.
    public let secondOfDay: Int

    public init(date: CivilDate, secondOfDay: Int) { (self.date, self.secondOfDay) = (date, secondOfDay) }

    /// The wall clock of UTC; add a zone's offset first for another zone's.
    public init(secondsSince1970 seconds: Int) {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        self.init(date: CivilDate(daysSince1970: days), secondOfDay: seconds - days * 86_400)
    }

    public var secondsSince1970: Int { date.daysSince1970 * 86_400 + secondOfDay }

    /// `2026-01-31T04:05:06`, without any offset.
    public var text: String {
        "\(date.text)T\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
