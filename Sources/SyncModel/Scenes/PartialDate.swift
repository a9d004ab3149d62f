/// A date as Stash keeps it: `2023`, `2023-05` or `2023-05-17`. The precision is never invented (`apis/stash.md` 2).
public enum PartialDate: Hashable, Sendable {
    case year(Int)
    case month(year: Int, month: Int)
    case day(CivilDate)

    /// `nil` for anything else, an impossible date included.
    public init?(text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4) else { return nil }
        if scanner.isAtEnd {
            self = .year(year)
            return
        }
        guard scanner.take("-"), let month = scanner.number(2, upTo: 12), month >= 1 else { return nil }
        if scanner.isAtEnd {
            self = .month(year: year, month: month)
            return
        }
        guard scanner.take("-"), let day = scanner.number(2), scanner.isAtEnd,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self = .day(date)
    }

    public var text: String {
        switch self {
        case .year(let year): padded(year, 4)
        case .month(let year, let month): "\(padded(year, 4))-\(padded(month, 2))"
        case .day(let date): date.text
        }
    }

    /// The whole day, if it is one.
    public var day: CivilDate? { if case .day(let date) = self { date } else { nil } }

    /// First day of the span, and the first day after it.
    public var span: Range<CivilDate> {
        switch self {
        case .year(let year):
            CivilDate(daysSince1970: Self.firstDay(year, 1))..<CivilDate(daysSince1970: Self.firstDay(year + 1, 1))
        case .month(let year, let month):
            CivilDate(
                daysSince1970: Self.firstDay(year, month))..<CivilDate(
                    daysSince1970: Self.firstDay(month == 12 ? year + 1 : year, month % 12 + 1))
        case .day(let date): date..<date.advanced(days: 1)
        }
    }

    private static func firstDay(_ year: Int, _ month: Int) -> Int {
        CivilDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0
    }
}
