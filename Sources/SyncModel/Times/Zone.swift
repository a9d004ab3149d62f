import Foundation

/// A time zone as a source of offsets; what a local time means is solved here, on the offsets alone.
///
/// `Calendar.nextDate` is not used: it skips days where the clock moves by other than an hour (Lord Howe, Troll).
public struct Zone: Hashable, Sendable {
    public let identifier: String
    private let timeZone: TimeZone

    /// `nil` for a name that the system's time zone database does not have, and for abbreviations.
    public init?(identifier: String) {
        let isKnown = identifier == "UTC" || identifier.contains("/") || Self.names.contains(identifier)
        guard isKnown, let zone = TimeZone(identifier: identifier) else { return nil }
        (self.identifier, timeZone) = (identifier, zone)
    }

    private init(_ zone: TimeZone) { (identifier, timeZone) = (zone.identifier, zone) }

    public static let utc = Zone(TimeZone(secondsFromGMT: 0) ?? .current)
    public static var current: Zone { Zone(.current) }
    /// Every name that can be given, for "did you mean".
    public static var names: [String] { TimeZone.knownTimeZoneIdentifiers }

    /// Seconds east of UTC.
    public func offset(at instant: Instant) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.rawValue) / 1000))
    }

    public func wallTime(at instant: Instant) -> WallTime {
        WallTime(secondsSince1970: instant.seconds + offset(at: instant))
    }

    /// When a clock on the wall shows `wall`.
    public enum Meaning: Hashable, Sendable {
        case once(Instant)
        /// The clock was put back over it.
        case twice(first: Instant, second: Instant)
        /// The clock was put forward over it; this is the first instant after.
        case never(next: Instant)
    }

    /// O(1): looks at the offsets a day and a half before and after, and where they differ for the jump between.
    public func meaning(of wall: WallTime) -> Meaning {
        let local = wall.secondsSince1970
        let early = Instant(seconds: local - 129_600)
        let late = Instant(seconds: local + 129_600)
        var offsets: [Int] = []
        for offset in [offset(at: early), offset(at: Instant(seconds: local)), offset(at: late)]
        where !offsets.contains(offset) {
            offsets.append(offset)
        }
        let hits = offsets.map { Instant(seconds: local - $0) }.filter { $0.seconds + offset(at: $0) == local }.sorted()
        if let first = hits.first, let last = hits.last {
            return first == last ? .once(first) : .twice(first: first, second: last)
        }
        return .never(next: jump(from: early, to: late, over: local))
    }

    /// The first instant that shows a wall time of `local` or later.
    private func jump(from early: Instant, to late: Instant, over local: Int) -> Instant {
        var (before, after) = (early.seconds, late.seconds)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if middle + offset(at: Instant(seconds: middle)) >= local { after = middle } else { before = middle }
        }
        return Instant(seconds: after)
    }

    /// The first instant of a day, which is not midnight where the clock skips that.
    public func start(of day: CivilDate) -> Instant {
        switch meaning(of: WallTime(date: day, secondOfDay: 0)) {
        case .once(let instant), .twice(let instant, _), .never(let instant): instant
        }
    }
}
