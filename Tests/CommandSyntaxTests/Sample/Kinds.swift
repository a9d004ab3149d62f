import CommandSyntax

extension NameSort {
    static let library = NameSort("library")
    static let tag = NameSort("tag")
}

extension ValueKind where Value == DaySpan {
    static var span: Self { Self("SPAN", takes: "a span such as 24h, 7d or 2w", read: DaySpan.init(text:)) }
}

extension ValueKind where Value == DateRange {
    static var dates: Self {
        Self("FROM..TO", takes: "two dates, as 2026-01-01..2026-02-01", read: DateRange.init(text:))
    }
}
