public import SyncModel

/// When something happens by the clock.
public enum Schedule: Hashable, Sendable {
    /// Days and times in a zone.
    case calendar(CalendarPattern)
    /// Elapsed time, blind to summer time: every so many seconds since 1970, so that all hosts name the same instants.
    case every(seconds: Int)
}

/// One time that a schedule names.
public struct Fire: Hashable, Sendable {
    /// What became of the local time that was meant.
    public enum Note: String, Hashable, Sendable {
        /// The clock skips it; this is the first instant after.
        case skipped
        /// It comes twice; this is the first time.
        case repeated
    }

    /// The nominal instant, before any jitter: with the rule's name it is the slot.
    public let at: Instant
    public let note: Note?

    public init(at: Instant, note: Note? = nil) { (self.at, self.note) = (at, note) }
}

extension Schedule {
    /// The first fire later than `instant`; `nil` where there is none within ten years.
    ///
    /// O(days until then), whatever lies before.
    public func next(after instant: Instant, in zone: Zone) -> Fire? {
        switch self {
        case .every(let seconds):
            let slot = Self.floor(instant.seconds, by: seconds)
            return Fire(at: Instant(seconds: slot + seconds))
        case .calendar(let pattern):
            let solver = CalendarSolver(pattern, in: zone)
            let first = solver.day(of: instant) - 2
            for day in first..<(first + CalendarSolver.longestWait) {
                if let fire = solver.fires(on: day).first(where: { $0.at > instant }) { return fire }
            }
            return nil
        }
    }

    /// The last fire not later than `instant`: the one to catch up with after an absence, however long that was.
    public func last(notAfter instant: Instant, in zone: Zone) -> Fire? {
        switch self {
        case .every(let seconds): return Fire(at: Instant(seconds: Self.floor(instant.seconds, by: seconds)))
        case .calendar(let pattern):
            let solver = CalendarSolver(pattern, in: zone)
            let last = solver.day(of: instant) + 2
            for day in stride(from: last, to: last - CalendarSolver.longestWait, by: -1) {
                if let fire = solver.fires(on: day).last(where: { $0.at <= instant }) { return fire }
            }
            return nil
        }
    }

    /// All fires in a half-open range, ascending. Days are solved once each, so this is how ten years are simulated.
    public func fires(in range: Range<Instant>, zone: Zone) -> [Fire] {
        switch self {
        case .every(let seconds):
            let first = Self.floor(range.lowerBound.seconds - 1, by: seconds) + seconds
            return stride(from: first, to: range.upperBound.seconds, by: seconds).map { Fire(at: Instant(seconds: $0)) }
                .filter { range.contains($0.at) }
        case .calendar(let pattern):
            let solver = CalendarSolver(pattern, in: zone)
            var result: [Fire] = []
            for day in (solver.day(of: range.lowerBound) - 2)...(solver.day(of: range.upperBound) + 2) {
                // What a gap skips lands where the day after may have a time of its own.
                for fire in solver.fires(on: day) where range.contains(fire.at) && fire.at != result.last?.at {
                    result.append(fire)
                }
            }
            return result
        }
    }

    private static func floor(_ value: Int, by step: Int) -> Int {
        let rest = value % step
        return value - (rest < 0 ? rest + step : rest)
    }
}
