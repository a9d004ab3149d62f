import SyncModel

/// Finds the instants of a pattern day by day, on the zone's offsets alone.
///
/// Fires of one day ascend, and none of a later day is earlier: a day is a local one for times of day, and one of UTC
/// for a pattern that follows real minutes.
struct CalendarSolver {
    /// Days after which a pattern that is possible has come: from 29 February 2096 to 2104, and some more.
    static let longestWait = 10 * 366

    private let pattern: CalendarPattern
    private let zone: Zone
    private let times: [Int]

    init(_ pattern: CalendarPattern, in zone: Zone) {
        (self.pattern, self.zone, times) = (pattern, zone, pattern.timesOfDay)
    }

    /// The number of the UTC day; a local day is at most one away.
    func day(of instant: Instant) -> Int { Self.day(instant.seconds) }

    func fires(on day: Int) -> [Fire] { pattern.followsRealMinutes ? realFires(on: day) : localFires(on: day) }

    private static func day(_ seconds: Int) -> Int { seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400 }

    /// Each time of a local day once: at the first instant after where the clock skips it, and the first time where it
    /// comes twice.
    private func localFires(on day: Int) -> [Fire] {
        let date = CivilDate(daysSince1970: day)
        guard pattern.matches(date) else { return [] }
        if let offset = steadyOffset(around: day) {
            return times.map { Fire(at: Instant(seconds: day * 86_400 + $0 - offset)) }
        }
        var fires: [Fire] = []
        for time in times {
            let fire =
                switch zone.meaning(of: WallTime(date: date, secondOfDay: time)) {
                case .once(let instant): Fire(at: instant)
                case .twice(let first, _): Fire(at: first, note: .repeated)
                case .never(let next): Fire(at: next, note: .skipped)
                }
            if fires.last?.at == fire.at { fires.removeLast() }
            fires.append(fire)
        }
        return fires
    }

    /// The offset of a local day on which, and near which, the clock is left alone.
    private func steadyOffset(around day: Int) -> Int? {
        let middle = zone.offset(at: Instant(seconds: day * 86_400 + 43_200))
        let edges = [-129_600, 216_000].map { zone.offset(at: Instant(seconds: day * 86_400 + $0)) }
        return edges == [middle, middle] ? middle : nil
    }

    /// Every minute of a UTC day whose wall clock fits.
    private func realFires(on day: Int) -> [Fire] {
        let (start, end) = (day * 86_400, (day + 1) * 86_400)
        let before = zone.offset(at: Instant(seconds: start))
        let after = zone.offset(at: Instant(seconds: end))
        if before == after { return realFires(from: start, to: end, offset: before) }
        var (last, first) = (start, end)
        while first - last > 1 {
            let middle = last + (first - last) / 2
            if zone.offset(at: Instant(seconds: middle)) == before { last = middle } else { first = middle }
        }
        return realFires(from: start, to: first, offset: before) + realFires(from: first, to: end, offset: after)
    }

    private func realFires(from start: Int, to end: Int, offset: Int) -> [Fire] {
        let local = (start + offset)..<(end + offset)
        guard !local.isEmpty else { return [] }
        var fires: [Fire] = []
        for day in Self.day(local.lowerBound)...Self.day(local.upperBound - 1)
        where pattern.matches(CivilDate(daysSince1970: day)) {
            for time in times where local.contains(day * 86_400 + time) {
                fires.append(Fire(at: Instant(seconds: day * 86_400 + time - offset)))
            }
        }
        return fires
    }
}
