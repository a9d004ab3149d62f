import JSON
import SyncModel
import Testing

@testable import StashAPI

@Suite struct SceneFilterTests {
    static func day(_ text: String) -> CivilDate? { CivilDate(text: text) }

    @Test func `ends are widened and written without an offset`() throws {
        let from = try #require(Instant(rfc3339: "2026-11-23T06:05:14Z"))
        let to = try #require(Instant(rfc3339: "2026-11-24T00:00:00Z"))
        let both = try #require(SceneFilter(ResolvedScope(kind: "range", by: .created, from: from, to: to)))
        #expect(both.column == "created_at")
        #expect(
            both.criterion
                == ["value": "2026-11-22T18:05:14", "value2": "2026-11-24T14:00:01", "modifier": "BETWEEN"])
        let upper = try #require(SceneFilter(ResolvedScope(kind: "range", by: .updated, to: to)))
        #expect(upper.criterion == ["value": "2026-11-24T14:00:01", "modifier": "LESS_THAN"])
        #expect(SceneFilter(ResolvedScope(kind: "all", by: .updated)) == nil)
        let dates = ResolvedScope(
            kind: "range", by: .date, from: from, to: to, fromDay: Self.day("2026-01-01"), toDay: Self.day("2026-02-01")
        )
        #expect(
            SceneFilter(dates)?.criterion == ["value": "2025-12-31", "value2": "2026-02-02", "modifier": "BETWEEN"])
    }

    /// Stash keeps the wall clock of whatever zone it ran in, and compares text.
    @Test(arguments: [-12 * 3600, -9 * 3600 - 1800, 0, 5 * 3600 + 2700, 14 * 3600])
    func `no scene of the scope is lost whatever offset its time was written with`(offset: Int) throws {
        let (from, to) = (Instant(seconds: 1_700_000_000), Instant(rawValue: 1_700_090_000_500))
        for by in [Scope.By.updated, .created] {
            for scope in [
                ResolvedScope(kind: "range", by: by, from: from, to: to),
                ResolvedScope(kind: "last", by: by, from: from),
                ResolvedScope(kind: "range", by: by, to: to),
            ] {
                let filter = try #require(SceneFilter(scope))
                for second in stride(from: from.seconds - 90_000, through: to.seconds + 90_000, by: 1801) {
                    for instant in [Instant(seconds: second), from, to.advanced(milliseconds: -1)] {
                        let text = Timestamp(instant.rfc3339(offset: offset))
                        guard scope.contains(createdAt: text, updatedAt: text, date: nil) else { continue }
                        #expect(passes(text.text, filter.criterion), "\(text.text) of \(scope)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "2022-12-31", "2023", "2023-01", "2023-01-01", "2023-05", "2023-05-17", "2023-12-31", "2024", "2024-01-01",
    ])
    func `no date of the scope is lost, partial or whole, as text or as its first day`(text: String) throws {
        let date = try #require(PartialDate(text: text))
        for (from, to) in [
            ("2023-01-01", "2024-01-01"), ("2023-01-01", nil), (nil, "2024-01-01"), ("2023-05-01", "2023-06-01"),
        ] {
            let scope = ResolvedScope(
                kind: "range", by: .date, fromDay: from.flatMap(Self.day), toDay: to.flatMap(Self.day))
            let filter = try #require(SceneFilter(scope))
            guard scope.contains(createdAt: Timestamp(""), updatedAt: Timestamp(""), date: date) else { continue }
            #expect(passes(text, filter.criterion))
            #expect(passes(date.span.lowerBound.text, filter.criterion))
        }
    }

    /// As SQLite compares: bytes of the text.
    private func passes(_ text: String, _ criterion: JSONTree) -> Bool {
        let value = criterion["value"]?.string ?? ""
        func less(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
        return switch criterion["modifier"]?.string {
        case "GREATER_THAN": less(value, text)
        case "LESS_THAN": less(text, value)
        case "BETWEEN": !less(text, value) && !less(criterion["value2"]?.string ?? "", text)
        default: false
        }
    }
}
