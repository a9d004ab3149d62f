import SyncModel
import TestSupport
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01Z", 1000), ("1969-12-31T23:59:59.5Z", -500),
        ("2025-07-01T20:15:03+10:00", 1_751_364_903_000), ("2025-07-01T10:15:03Z", 1_751_364_903_000),
        ("2025-07-01T06:45:03-03:30", 1_751_364_903_000), ("2025-07-01 10:15:03z", 1_751_364_903_000),
        ("2025-07-01t10:15:03Z", 1_751_364_903_000), ("2025-07-01T10:15:03.1Z", 1_751_364_903_100),
        ("2025-07-01T10:15:03.12Z", 1_751_364_903_120), ("2025-07-01T10:15:03.123Z", 1_751_364_903_123),
        ("2025-07-01T10:15:03.123456789Z", 1_751_364_903_123),
        ("2025-07-01T10:15:03.000999999+00:00", 1_751_364_903_000),
        ("2024-02-29T00:00:00+23:59", 1_709_078_460_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("2025-07-01T10:15:03-00:00", 1_751_364_903_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ])
    func `RFC 3339 is read with any offset and fraction`(text: String, milliseconds: Int) {
        #expect(Instant(rfc3339: text)?.rawValue == milliseconds)
    }

    @Test(arguments: [
        "", "2025-07-01", "2025-07-01T10:15:03", "2025-07-01T10:15Z", "2025-07-01T24:00:00Z", "2025-07-01T10:60:00Z",
        "2025-07-01T10:15:61Z", "2025-07-01T10:15:03.Z", "2025-07-01T10:15:03.1234567890Z", "2025-02-29T10:15:03Z",
        "2025-07-01T10:15:03+1000", "2025-07-01T10:15:03+10", "2025-07-01T10:15:03+24:00", "2025-07-01T10:15:03+10:60",
        "2025-07-01T10:15:03Zz", " 2025-07-01T10:15:03Z", "2025-07-01T10:15:03 Z", "2025-07-01T10:15:03,5Z",
        "2025-07-01T1٠:15:03Z", "12025-07-01T10:15:03Z", "2025-07-01T10:15:03-",
    ])
    func `what is not whole RFC 3339 is no instant`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-500, "1969-12-31T23:59:59.500Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_751_364_903_000, "2025-07-01T10:15:03Z"), (1_751_364_903_007, "2025-07-01T10:15:03.007Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
    ])
    func `it is written in UTC, with milliseconds only where there are some`(milliseconds: Int, text: String) {
        #expect(Instant(rawValue: milliseconds).rfc3339 == text)
    }

    @Test(arguments: [
        (7200, "2026-03-29T03:30:00+02:00"), (-12_600, "2026-03-28T22:00:00-03:30"), (0, "2026-03-29T01:30:00+00:00"),
        (37_800, "2026-03-29T12:00:00+10:30"), (-1800, "2026-03-29T01:00:00-00:30"),
    ])
    func `it is written with an offset where a zone is to be seen`(offset: Int, text: String) throws {
        let instant = try #require(Instant(rfc3339: "2026-03-29T01:30:00Z"))
        #expect(instant.rfc3339(offset: offset) == text)
        #expect(Instant(rfc3339: text) == instant)
    }

    @Test func `what is written is read back, over 400 years each way and with any offset`() {
        var numbers = SeededNumbers(seed: 1)
        let span = 400 * 31_556_952_000
        for _ in 0..<20_000 {
            let instant = Instant(rawValue: Int.random(in: -span...span, using: &numbers))
            let whole = Instant(seconds: instant.seconds)
            let offset = Int.random(in: -1439...1439, using: &numbers) * 60
            guard Instant(rfc3339: instant.rfc3339) == instant,
                Instant(rfc3339: whole.rfc3339(offset: offset)) == whole,
                WallTime(secondsSince1970: whole.seconds).secondsSince1970 == whole.seconds,
                whole <= instant, instant < whole.advanced(seconds: 1)
            else {
                Issue.record("\(instant.rawValue) at offset \(offset)")
                return
            }
        }
    }

    @Test(arguments: [(0, 0), (999, 0), (1000, 1), (-1, -1), (-999, -1), (-1000, -1), (-1001, -2)])
    func `seconds are rounded down, before 1970 too`(milliseconds: Int, seconds: Int) {
        #expect(Instant(rawValue: milliseconds).seconds == seconds)
    }

    @Test(arguments: [Int.min, Int.min + 1, Int.max, Int.max / 1000, Int.min / 1000])
    func `numbers that no clock shows end at the last instant there is, not the program`(number: Int) {
        let instant = Instant(seconds: number)
        #expect((instant.rawValue > 0) == (number > 0))
        #expect(instant.advanced(seconds: number).rawValue != 0)
        #expect(Instant(rawValue: number).advanced(milliseconds: number).rawValue != 0)
        #expect(!Instant(rawValue: number).rfc3339.isEmpty)
    }

    @Test func `a timestamp keeps its text, and order is decided by the instant`() {
        let (local, utc) = (Timestamp("2025-07-01T20:15:03+10:00"), Timestamp("2025-07-01T10:15:03Z"))
        #expect(local != utc)
        #expect(local.instant == utc.instant)
        #expect(Timestamp("yesterday").instant == nil)
    }
}
