import SyncModel
import TestSupport
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true), (2024, 2, 30, false),
        (2023, 4, 31, false), (2023, 12, 31, true), (2023, 0, 1, false), (2023, 13, 1, false), (2023, 1, 0, false),
        (2023, 1, 32, false), (2023, -1, 1, false), (0, 2, 29, true), (1, 1, 1, true),
    ])
    func `only days that exist are dates`(year: Int, month: Int, day: Int, exists: Bool) {
        #expect((CivilDate(year: year, month: month, day: day) != nil) == exists)
    }

    @Test(arguments: [
        ("2026-01-31", true), ("0000-01-01", true), ("9999-12-31", true), ("2026-02-30", false), ("2026-1-31", false),
        ("26-01-31", false), ("2026-01-31 ", false), (" 2026-01-31", false), ("2026/01/31", false), ("", false),
        ("2026-01", false), ("2026-01-310", false), ("٢٠٢٦-٠١-٣١", false), ("+026-01-01", false),
        ("2026-01-3\u{301}", false), ("20260131", false),
    ])
    func `a date is read only as YYYY-MM-DD, and written the same`(text: String, isDate: Bool) {
        let date = CivilDate(text: text)
        #expect((date != nil) == isDate)
        if isDate { #expect(date?.text == text) }
    }

    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-03-01", 11_017, 3), ("2024-02-29", 19_782, 4),
        ("1600-01-01", -135_140, 6), ("0000-03-01", -719_468, 3), ("2026-11-23", 20_780, 1), ("2026-11-29", 20_786, 7),
    ])
    func `days are counted from 1970 and have their weekday`(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CivilDate(text: text))
        #expect(date.daysSince1970 == days)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSince1970: days) == date)
    }

    /// Counted day by day with the rules of the calendar alone, for 800 years.
    @Test func `every day from 1570 to 2370 follows the one before`() {
        var (year, month, day) = (1570, 1, 1)
        var weekday = CivilDate(year: 1570, month: 1, day: 1)?.weekday ?? 0
        let first = -146_097  // 400 years are 146,097 days
        for days in first...(first + 292_194) {
            let date = CivilDate(daysSince1970: days)
            guard date.year == year, date.month == month, date.day == day, date.daysSince1970 == days,
                date.weekday == weekday, CivilDate(text: date.text) == date
            else {
                Issue.record("day \(days) is \(date.text), not \(year)-\(month)-\(day)")
                return
            }
            weekday = weekday % 7 + 1
            day += 1
            if CivilDate(year: year, month: month, day: day) == nil { (month, day) = (month + 1, 1) }
            if month == 13 { (year, month) = (year + 1, 1) }
        }
        #expect((year, month, day) == (2370, 1, 2))
    }

    @Test(arguments: [
        ("2024-02-28", 1, "2024-02-29"), ("2024-02-29", 1, "2024-03-01"), ("2024-03-01", -1, "2024-02-29"),
        ("2025-12-31", 1, "2026-01-01"), ("2025-01-01", -366, "2024-01-01"), ("2024-01-01", 0, "2024-01-01"),
    ])
    func `days are added across months and years`(from: String, days: Int, to: String) throws {
        #expect(try #require(CivilDate(text: from)).advanced(days: days).text == to)
    }

    @Test func `dates are ordered by year, then month, then day`() {
        let texts = ["1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2001-01-01"]
        let dates = texts.compactMap(CivilDate.init(text:))
        #expect(dates.shuffled().sorted().map(\.text) == texts)
    }
}

@Suite struct PartialDateTests {
    @Test(arguments: [
        ("2023", "2023-01-01", "2024-01-01"), ("2023-05", "2023-05-01", "2023-06-01"),
        ("2023-12", "2023-12-01", "2024-01-01"), ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"), ("0001", "0001-01-01", "0002-01-01"),
        ("2023-12-31", "2023-12-31", "2024-01-01"),
    ])
    func `its span is the year, the month or the day`(text: String, first: String, after: String) throws {
        let date = try #require(PartialDate(text: text))
        #expect(date.span.lowerBound.text == first)
        #expect(date.span.upperBound.text == after)
        #expect(date.text == text)
    }

    @Test(arguments: [
        "", "23", "202", "20235", "2023-", "2023-0", "2023-00", "2023-13", "2023-5", "2023-05-", "2023-02-30",
        "2023-05-1",
        "2023-05-17T00:00:00Z", "May 2023", "2023 ", "-2023",
    ])
    func `what is no date is none, rather than a coarser one`(text: String) {
        #expect(PartialDate(text: text) == nil)
    }

    @Test func `only a whole day has a day`() {
        #expect(PartialDate(text: "2023")?.day == nil)
        #expect(PartialDate(text: "2023-05")?.day == nil)
        #expect(PartialDate(text: "2023-05-17")?.day == CivilDate(text: "2023-05-17"))
    }
}
