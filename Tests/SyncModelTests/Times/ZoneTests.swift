import SyncModel
import Testing

@Suite struct ZoneTests {
    private func wall(_ text: String) throws -> WallTime {
        WallTime(secondsSince1970: try #require(Instant(rfc3339: text + "Z")).seconds)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-01-15T12:00:00", "2026-01-15T11:00:00Z"),
        ("Europe/Berlin", "2026-07-15T12:00:00", "2026-07-15T10:00:00Z"),
        ("Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
        ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T02:00:00", "2026-04-04T15:30:00Z"),
        ("Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59Z"),
        ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00Z"),
        ("Asia/Kathmandu", "2026-01-01T00:00:00", "2025-12-31T18:15:00Z"),
        ("UTC", "2026-03-29T02:30:00", "2026-03-29T02:30:00Z"),
    ])
    func `most wall times come once`(zone: String, local: String, instant: String) throws {
        let zone = try #require(Zone(identifier: zone))
        #expect(zone.meaning(of: try wall(local)) == .once(try #require(Instant(rfc3339: instant))))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:59:59", "2026-03-29T01:00:00Z"),
        ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:30:00Z"),
        ("Antarctica/Troll", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
        ("America/Havana", "2026-03-08T00:30:00", "2026-03-08T05:00:00Z"),
        ("Africa/Cairo", "2026-04-24T00:00:00", "2026-04-23T22:00:00Z"),
        ("Pacific/Apia", "2011-12-30T00:00:00", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30T23:59:59", "2011-12-30T10:00:00Z"),
    ])
    func `a wall time that the clock skips means the first instant after`(
        zone: String, local: String, next: String
    ) throws {
        let zone = try #require(Zone(identifier: zone))
        #expect(zone.meaning(of: try wall(local)) == .never(next: try #require(Instant(rfc3339: next))))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-10-25T02:00:00", "2026-10-25T00:00:00Z", 3600),
        ("Europe/Berlin", "2026-10-25T02:59:59", "2026-10-25T00:59:59Z", 3600),
        ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z", 3600),
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z", 1800),
        ("Antarctica/Troll", "2026-10-25T01:30:00", "2026-10-24T23:30:00Z", 7200),
        ("America/Havana", "2026-11-01T00:30:00", "2026-11-01T04:30:00Z", 3600),
    ])
    func `a wall time that comes twice has both instants`(
        zone: String, local: String, first: String, apart: Int
    ) throws {
        let zone = try #require(Zone(identifier: zone))
        let first = try #require(Instant(rfc3339: first))
        #expect(zone.meaning(of: try wall(local)) == .twice(first: first, second: first.advanced(seconds: apart)))
    }

    /// The oracle walks through real minutes and notes what the wall shows; nothing is solved.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-28", 3), ("Europe/Berlin", "2026-10-24", 3), ("America/New_York", "2026-11-01", 2),
        ("Australia/Lord_Howe", "2026-04-04", 3), ("Australia/Lord_Howe", "2026-10-03", 3),
        ("Antarctica/Troll", "2026-03-28", 3), ("Antarctica/Troll", "2026-10-24", 3),
        ("America/Havana", "2026-03-07", 3),
        ("Africa/Cairo", "2026-04-23", 3), ("Africa/Cairo", "2026-10-29", 3), ("Pacific/Apia", "2011-12-29", 4),
        ("Africa/Casablanca", "2026-02-14", 3), ("Africa/Casablanca", "2026-03-21", 3),
    ])
    func `every minute around a jump means what a clock that walks through it shows`(
        name: String, from: String, days: Int
    ) throws {
        let zone = try #require(Zone(identifier: name))
        let start = try #require(CivilDate(text: from)).daysSince1970 * 86_400
        var shown: [Int: [Instant]] = [:]
        for second in stride(from: start - 172_800, to: start + (days + 2) * 86_400, by: 60) {
            let instant = Instant(seconds: second)
            shown[zone.wallTime(at: instant).secondsSince1970, default: []].append(instant)
        }
        var firstAfter: [Int: Instant] = [:]
        var earliest = Instant(rawValue: .max)
        for local in stride(from: start + (days + 1) * 86_400, through: start, by: -60) {
            firstAfter[local] = earliest
            earliest = min(earliest, shown[local]?.first ?? earliest)
        }
        for local in stride(from: start, to: start + days * 86_400, by: 60) {
            let expected: Zone.Meaning
            if let hits = shown[local] {
                expected = hits.count == 1 ? .once(hits[0]) : .twice(first: hits[0], second: hits[1])
            } else {
                expected = .never(next: try #require(firstAfter[local]))
            }
            let meaning = zone.meaning(of: WallTime(secondsSince1970: local))
            guard meaning == expected else {
                Issue.record("\(name) \(WallTime(secondsSince1970: local).text): \(meaning), not \(expected)")
                return
            }
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    ])
    func `a day begins at its first instant, midnight or not`(zone: String, day: String, start: String) throws {
        let zone = try #require(Zone(identifier: zone))
        #expect(zone.start(of: try #require(CivilDate(text: day))).rfc3339 == start)
    }

    @Test(arguments: [
        "", "Berlin", "Europe/Nowhere", "CEST", "+02:00", "../../etc/passwd", "/etc/localtime", "Europe/",
        "Europe/Berlin ",
        "GMT+5/2",
    ])
    func `a name that the time zone database does not have is refused`(name: String) {
        #expect(Zone(identifier: name) == nil)
    }

    @Test func `UTC has no offset, ever`() {
        #expect(Zone.utc.offset(at: Instant(seconds: 1_751_364_903)) == 0)
        #expect(Zone(identifier: "UTC")?.offset(at: Instant(seconds: 0)) == 0)
    }
}
