import SyncModel
import Testing

@Suite struct TimeSpanTests {
    @Test(arguments: [
        ("90s", 90), ("15m", 900), ("15min", 900), ("24h", 86_400), ("1hour", 3600), ("2hours", 7200), ("7d", 604_800),
        ("1day", 86_400), ("7days", 604_800), ("2w", 1_209_600), ("1week", 604_800), ("2weeks", 1_209_600),
        ("007d", 604_800),
    ])
    func `spans are a number and a unit`(text: String, seconds: Int) {
        #expect(TimeSpan(text: text)?.seconds == seconds)
        #expect(TimeSpan(text: text)?.text == text)
    }

    @Test(arguments: [
        "", "d", "7", "0d", "-1d", "1.5h", "7 d", "7x", "٧d", "1h30m", "36601d", "9223372036854775807w",
        "99999999999999999999d", "7d ", "+7d",
    ])
    func `anything else is none, what does not fit included`(text: String) {
        #expect(TimeSpan(text: text) == nil)
    }
}

@Suite struct ScopeTests {
    private let now = Instant(rawValue: 1_767_269_106_000)  // 2026-01-01T12:05:06Z

    @Test(arguments: [
        ("all", "all"), ("ALL", "all"), ("24h", "24h"), ("1d", "24h"), ("last 24h", "24h"), ("7days", "7days"),
        ("7d", "7days"), ("1w", "7days"), ("last 30d", "last 30d"), ("30d", "last 30d"), ("48h", "last 48h"),
        ("Last  30D", "last 30d"), ("2026-01-01..2026-02-01", "range"), ("2026-01-01..", "range"),
        ("..2026-02-01", "range"),
        (" 2026-01-01 .. 2026-02-01 ", "range"), ("2026-01-01T00:00:00Z..2026-02-01", "range"),
    ])
    func `a scope is read, and named by what it means`(text: String, kind: String) throws {
        #expect(try Scope(text: text).resolved(now: now, zone: .utc).kind == kind)
    }

    @Test(arguments: [
        "", "everything", "..", " .. ", "2026-02-30..", "2026-02-01..2026-01-01", "2026-01-01..2026-01-01",
        "2026-01-01...2026-02-01", "2026-01..2026-02", "last", "last week", "0h",
        "2026-01-02T00:00:00Z..2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:00..2025-12-31T23:00:00Z",
        "yesterday..today",
    ])
    func `what is no scope is a fault that names it`(text: String) throws {
        let fault = try #require(throws: ScopeFault.self) { try Scope(text: text) }
        #expect(!fault.description.isEmpty)
    }

    @Test func `the last hours have no upper end, and are counted in seconds through a change of the clock`() throws {
        let zone = try #require(Zone(identifier: "Europe/Berlin"))
        let morning = try #require(Instant(rfc3339: "2026-03-29T08:00:00+02:00"))
        let scope = try Scope(text: "24h").resolved(now: morning, zone: zone)
        #expect(scope.from?.rfc3339 == "2026-03-28T06:00:00Z")
        #expect(scope.to == nil)
        #expect(try Scope(text: "7days").resolved(now: now, zone: zone).from?.rfc3339 == "2025-12-25T12:05:06Z")
    }

    @Test(arguments: [
        ("Europe/Berlin", "2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z"),
        ("Pacific/Auckland", "2025-12-31T11:00:00Z", "2026-01-31T11:00:00Z"),
        ("UTC", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
    ])
    func `a date begins in the zone of the rule`(zone: String, from: String, to: String) throws {
        let zone = try #require(Zone(identifier: zone))
        let scope = try Scope(text: "2026-01-01..2026-02-01").resolved(now: now, zone: zone)
        #expect(scope.from?.rfc3339 == from)
        #expect(scope.to?.rfc3339 == to)
        #expect(scope.fromDay == nil)
    }

    @Test(arguments: [
        ("2025-12-31T22:59:59Z", false), ("2025-12-31T23:00:00Z", true), ("2026-01-01T00:00:00+01:00", true),
        ("2026-01-01T09:59:59+11:00", false), ("2026-01-01T10:00:00+11:00", true), ("2026-01-31T22:59:59.999Z", true),
        ("2026-01-31T23:00:00Z", false), ("2026-02-01T00:30:00+02:00", true), ("2026-02-01T00:00:00+01:00", false),
        ("not a time", true),  // better looked at than silently lost
    ])
    func `a range has its beginning and not its end, by instant and not by text`(time: String, isIn: Bool) throws {
        let zone = try #require(Zone(identifier: "Europe/Berlin"))
        let old = Timestamp("1999-01-01T00:00:00Z")
        let text = "2026-01-01..2026-02-01"
        let updated = try Scope(text: text).resolved(now: now, zone: zone)
        #expect(updated.contains(createdAt: old, updatedAt: Timestamp(time), date: nil) == isIn)
        let created = try Scope(text: text, by: .created).resolved(now: now, zone: zone)
        #expect(created.contains(createdAt: Timestamp(time), updatedAt: old, date: nil) == isIn)
    }

    @Test(arguments: [
        ("2025-12-31", false), ("2026-01-01", true), ("2026-01-31", true), ("2026-02-01", false), ("2026-01", true),
        ("2026-02", false), ("2026", false), ("2025", false), (nil, false),
    ])
    func `a scene's date is in a range if its whole span is, in whatever zone`(date: String?, isIn: Bool) throws {
        for zone in ["Pacific/Auckland", "America/Los_Angeles"] {
            let zone = try #require(Zone(identifier: zone))
            let scope = try Scope(text: "2026-01-01..2026-02-01", by: .date).resolved(now: now, zone: zone)
            let recent = Timestamp("2026-01-15T00:00:00Z")
            let date = date.flatMap(PartialDate.init(text:))
            #expect(scope.contains(createdAt: recent, updatedAt: recent, date: date) == isIn)
        }
    }

    @Test(arguments: [("..2026-02-01", "2025", true), ("2026-01-01..", "2026", true), ("2026-01-02..", "2026", false)])
    func `an open end holds any date`(text: String, date: String, isIn: Bool) throws {
        let scope = try Scope(text: text, by: .date).resolved(now: now, zone: .utc)
        let time = Timestamp("2026-01-15T00:00:00Z")
        #expect(scope.contains(createdAt: time, updatedAt: time, date: PartialDate(text: date)) == isIn)
    }

    @Test func `all scenes are all, those without a date and with garbage for a time too`() {
        for by in Scope.By.allCases {
            let scope = Scope(.all, by: by).resolved(now: now, zone: .utc)
            #expect(scope.isAll)
            #expect(scope.contains(createdAt: Timestamp(""), updatedAt: Timestamp("x"), date: nil))
        }
    }

    @Test(arguments: [
        ("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-01", "2026-01-03"),
        ("2026-01-01T18:00:00Z", "2026-01-03T00:00:01Z", "2026-01-01", "2026-01-04"),
    ])
    func `by date, an instant within a day takes that day in`(from: String, to: String, first: String, after: String)
        throws
    {
        let scope = try Scope(text: "\(from)..\(to)", by: .date).resolved(now: now, zone: .utc)
        #expect(scope.fromDay?.text == first)
        #expect(scope.toDay?.text == after)
    }
}
