/// Lengths of time for people; machines get seconds and RFC 3339.
extension Duration {
    /// `820 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: two units at most, rounded down. A negative one is `0 ms`.
    public var forPeople: String {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return "0 ms" }
        if seconds == 0 { return "\(attoseconds / 1_000_000_000_000_000) ms" }
        if seconds < 10 {
            let tenths = attoseconds / 100_000_000_000_000_000
            return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
        }
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if minutes == 0 { return "\(seconds) s" }
        if hours == 0 { return both("\(minutes) min", seconds % 60, "s") }
        return days == 0 ? both("\(hours) h", minutes % 60, "min") : both("\(days) d", hours % 24, "h")
    }

    private func both(_ first: String, _ rest: Int64, _ unit: String) -> String {
        rest == 0 ? first : "\(first) \(rest) \(unit)"
    }

    /// How far an instant lies from now, this duration being now less the instant: `3 h ago`, `in 5 min`, `just now`.
    public var ago: String {
        let seconds = components.seconds
        switch seconds {
        case ..<(-1): return "in \((Duration.zero - self).inOneUnit)"
        case ...1: return "just now"
        default: return "\(inOneUnit) ago"
        }
    }

    private var inOneUnit: String {
        let seconds = components.seconds
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        case ..<5_184_000: return "\(seconds / 86_400) d"
        case ..<63_072_000: return "\(seconds / 2_592_000) months"
        default: return "\(seconds / 31_536_000) years"
        }
    }
}

/// A count for people, `12 345`: groups of three, with a blank, which no language reads as a decimal point.
public func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max($0 - 3, 0)..<$0]) }.reversed()
    return (count < 0 ? "-" : "") + groups.joined(separator: " ")
}
