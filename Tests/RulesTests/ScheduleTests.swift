import Rules
import SyncModel
import Testing

@Suite struct ScheduleTests {
    /// Fires of `when` in a zone within a range, as RFC 3339.
    private func fires(_ when: String, _ zone: String, _ from: String, _ until: String) throws -> [String] {
        let schedule = try #require(parsedSchedule(when))
        let zone = try #require(Zone(identifier: zone))
        let (from, until) = (try #require(Instant(rfc3339: from)), try #require(Instant(rfc3339: until)))
        return schedule.fires(in: from..<until, zone: zone).map { $0.at.rfc3339 + ($0.note.map { " \($0)" } ?? "") }
    }

    @Test func `all vectors of the oracle hold`() throws {
        let vectors = try Vector.all()
        #expect(vectors.count == 400)
        for vector in vectors {
            let found = try fires(vector.when.text, vector.zone, vector.from, vector.until)
                .map { String($0.prefix { $0 != " " }) }
            #expect(found == vector.fires, "\(vector.zone) \(vector.when.text) from \(vector.from)")
        }
    }

    @Test func `going from fire to fire, forward and back, gives the same as a range`() throws {
        for vector in try Vector.all() {
            let schedule = try #require(parsedSchedule(vector.when.text))
            let zone = try #require(Zone(identifier: vector.zone))
            let from = try #require(Instant(rfc3339: vector.from))
            let until = try #require(Instant(rfc3339: vector.until))
            var forward: [String] = []
            var at = from.advanced(milliseconds: -1)
            while let fire = schedule.next(after: at, in: zone), fire.at < until {
                forward.append(fire.at.rfc3339)
                at = fire.at
            }
            var backward: [String] = []
            at = until.advanced(milliseconds: -1)
            while let fire = schedule.last(notAfter: at, in: zone), fire.at >= from {
                backward.append(fire.at.rfc3339)
                at = fire.at.advanced(milliseconds: -1)
            }
            #expect(
                forward == vector.fires && backward.reversed() == vector.fires, "\(vector.zone) \(vector.when.text)")
        }
    }

    @Test(arguments: [
        // Spring: 02:30 does not exist and runs at 03:00; autumn: it comes twice and runs the first time.
        ("{daily: \"02:30\"}", "Europe/Berlin", "2026-03-29", "2026-03-29T01:00:00Z skipped"),
        ("{daily: \"02:30\"}", "Europe/Berlin", "2026-10-25", "2026-10-25T00:30:00Z repeated"),
        ("{daily: \"02:30\"}", "America/New_York", "2026-03-08", "2026-03-08T07:00:00Z skipped"),
        ("{daily: \"02:30\"}", "America/New_York", "2026-11-01", "2026-11-01T07:30:00Z"),
        ("{daily: \"01:30\"}", "America/New_York", "2026-11-01", "2026-11-01T05:30:00Z repeated"),
        // Half an hour.
        ("{daily: \"02:15\"}", "Australia/Lord_Howe", "2026-10-04", "2026-10-03T15:30:00Z skipped"),
        ("{daily: \"01:45\"}", "Australia/Lord_Howe", "2026-04-05", "2026-04-04T14:45:00Z repeated"),
        // Two hours.
        ("{daily: \"01:30\"}", "Antarctica/Troll", "2026-03-29", "2026-03-29T01:00:00Z skipped"),
        ("{daily: \"01:30\"}", "Antarctica/Troll", "2026-10-25", "2026-10-24T23:30:00Z repeated"),
        // Midnight itself is skipped.
        ("{daily: \"00:00\"}", "America/Havana", "2026-03-08", "2026-03-08T05:00:00Z skipped"),
        ("{daily: \"00:00\"}", "Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z skipped"),
    ])
    func `a time that is skipped runs at the first instant after, one that is repeated the first time`(
        when: String, zone: String, day: String, expected: String
    ) throws {
        let day = try #require(CivilDate(text: day))
        let place = try #require(Zone(identifier: zone))
        let from = place.start(of: day).rfc3339
        let until = place.start(of: day.advanced(days: 1)).rfc3339
        #expect(try fires(when, zone, from, until) == [expected])
    }

    @Test func `a day that the calendar of a zone leaves out runs at the first instant after it`() throws {
        #expect(
            try fires("{daily: \"03:00\"}", "Pacific/Apia", "2011-12-29T10:00:00Z", "2012-01-01T00:00:00Z") == [
                "2011-12-29T13:00:00Z", "2011-12-30T10:00:00Z skipped", "2011-12-30T13:00:00Z", "2011-12-31T13:00:00Z",
            ])
    }

    @Test func `several skipped times are one slot, and one with the time that follows them`() throws {
        let found = try fires(
            "{cron: \"*/20 2,3 * * *\"}", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z")
        #expect(found == ["2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z"])
    }

    @Test func `hours as a star follow real time`() throws {
        let spring = try fires("hourly", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z")
        #expect(spring == ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"])
        let autumn = try fires(
            "{cron: \"30 * * * *\"}", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z")
        #expect(autumn == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
        let odd = try fires("hourly", "America/St_Johns", "2026-06-01T00:00:00Z", "2026-06-01T02:00:00Z")
        #expect(odd == ["2026-06-01T00:30:00Z", "2026-06-01T01:30:00Z"])
    }

    @Test(arguments: [
        ("{cron: \"0 0 29 2 *\"}", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]),
        ("{monthly: {on: 31, at: \"00:00\"}}", ["2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"]),
        ("{cron: \"0 12 13 * fri\"}", ["2026-01-02T12:00:00Z", "2026-01-09T12:00:00Z"]),
        ("{cron: \"0 0 * * 7\"}", ["2026-01-04T00:00:00Z", "2026-01-11T00:00:00Z"]),
        ("{cron: \"@monthly\"}", ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"]),
        ("{cron: \"5-15/5 8 * jan mon-fri\"}", ["2026-01-01T08:05:00Z", "2026-01-01T08:10:00Z"]),
        ("daily", ["2026-01-01T03:00:00Z", "2026-01-02T03:00:00Z"]),
        ("weekly", ["2026-01-04T03:00:00Z", "2026-01-11T03:00:00Z"]),
        ("monthly", ["2026-01-01T03:00:00Z", "2026-02-01T03:00:00Z"]),
        ("{weekly: {on: [mon, friday], at: \"04:00\"}}", ["2026-01-02T04:00:00Z", "2026-01-05T04:00:00Z"]),
        ("{monthly: {on: [1, 15]}}", ["2026-01-01T03:00:00Z", "2026-01-15T03:00:00Z"]),
        ("{weekly: {at: \"05:00\"}}", ["2026-01-04T05:00:00Z", "2026-01-11T05:00:00Z"]),
        ("{every: 6h}", ["2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z"]),
    ])
    func `schedules name these times after new year 2026`(when: String, expected: [String]) throws {
        let schedule = try #require(parsedSchedule(when))
        let start = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        let first = try #require(schedule.next(after: start, in: .utc))
        let second = try #require(schedule.next(after: first.at, in: .utc))
        #expect([first.at.rfc3339, second.at.rfc3339] == expected)
    }

    @Test func `every is elapsed time, whatever the clock does`() throws {
        let found = try fires("{every: 90m}", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T04:30:00Z")
        #expect(found == ["2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T03:00:00Z"])
    }

    @Test func `the slot to catch up with is found at once after years`() throws {
        let schedule = try #require(parsedSchedule("{cron: \"* * * * *\"}"))
        let now = try #require(Instant(rfc3339: "2036-01-01T00:00:30Z"))
        #expect(schedule.last(notAfter: now, in: .utc)?.at.rfc3339 == "2036-01-01T00:00:00Z")
    }

    @Test func `ten years of a rule are its every day`() throws {
        let years = ("2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z")
        #expect(try fires("{daily: \"02:30\"}", "Europe/Berlin", years.0, years.1).count == 3652)
        #expect(try fires("hourly", "Europe/Berlin", years.0, years.1).count == 3652 * 24)
    }
}
