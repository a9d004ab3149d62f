/// A length of time as people write it: `90s`, `15m`, `24h`, `7d`, `7days`, `2w`.
public struct TimeSpan: Hashable, Sendable {
    public let seconds: Int
    /// As it was written.
    public let text: String

    /// `nil` for anything else, zero and what does not fit included.
    public init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count > 0, let unit = Self.units[String(text.dropFirst(digits.count))] else {
            return nil
        }
        let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
        guard !isTooLong, seconds <= 366 * 100 * 86_400 else { return nil }
        (self.seconds, self.text) = (seconds, text)
    }

    /// How units may be called, the longest first.
    public static var unitNames: [String] { units.keys.sorted { ($1.count, $0) < ($0.count, $1) } }

    private static let units: [String: Int] = [
        "s": 1, "m": 60, "min": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400,
        "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800,
    ]
}
