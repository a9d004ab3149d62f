import Rules
import SyncModel
import Testing

@Suite struct EngineTests {
    private let nightly = "- {name: nightly, when: {daily: \"03:30\"}}"

    @Test func `a rule starts once at each of its times, however often the clock is looked at`() {
        for seconds in [20, 61, 3600] {
            var host = Attendance(nightly, from: "2026-03-01T00:00")
            #expect(
                host.look(until: "2026-03-03T12:00", every: seconds) == [
                    "nightly 03-01T03:30", "nightly 03-02T03:30", "nightly 03-03T03:30",
                ])
        }
    }

    @Test func `a rule that is new has nothing to catch up with`() {
        var host = Attendance(nightly, from: "2026-03-01T12:00")
        #expect(host.look("2026-03-01T12:00") == [])
        #expect(host.restart("2026-03-01T18:00") == [])
        #expect(host.look("2026-03-02T03:30") == ["nightly 03-02T03:30"])
    }

    @Test func `a rule that nobody has told of yet is left alone`() {
        var host = Attendance(nightly, from: "2026-03-01T00:00")
        host.world.memories = [:]
        #expect(host.look("2026-03-01T03:30") == [])
    }

    @Test(arguments: [
        ("latest", ["+a 03-04T03:30"]), ("none", []), ("{within: 24h}", ["+a 03-04T03:30"]), ("{within: 8h}", []),
    ])
    func `a host that was away for three days catches up once, or not`(catchUp: String, expected: [String]) {
        var host = Attendance(
            "- {name: a, when: {daily: \"03:30\"}, catch_up: \(catchUp)}", from: "2026-03-01T00:00")
        #expect(host.look("2026-03-01T03:30") == ["a 03-01T03:30"])
        #expect(host.restart("2026-03-04T12:00") == expected)
        #expect(host.look(until: "2026-03-05T04:00", every: 600) == ["a 03-05T03:30"])
    }

    @Test func `many missed slots cost no more than one`() {
        var host = Attendance("- {name: a, when: {every: 5m}}", from: "2000-01-01T00:00")
        #expect(host.restart("2026-01-01T00:04") == ["+a 01-01T00:00"])
        #expect(host.look("2026-01-01T00:04") == [])
    }

    @Test func `a host that starts a moment late has missed nothing`() {
        var host = Attendance(
            "- {name: a, when: {daily: \"03:30\"}, catch_up: none}", from: "2026-03-01T00:00")
        #expect(host.restart("2026-03-01T03:30:59Z") == ["a 03-01T03:30"])
        #expect(host.restart("2026-03-02T03:31:01Z") == [])
    }

    @Test func `a clock that is set back runs no slot twice`() {
        var host = Attendance("- {name: a, when: hourly}", from: "2026-03-01T00:00")
        #expect(host.look(until: "2026-03-01T05:30", every: 600).count == 6)
        host.world.now = at("2026-03-01T01:30")
        #expect(host.look(until: "2026-03-01T05:30", every: 600) == [])
        #expect(host.look(until: "2026-03-01T06:00", every: 600) == ["a 03-01T06:00"])
    }

    @Test func `a clock that was a year ahead does not silence a rule`() {
        var host = Attendance(nightly, from: "2026-03-01T00:00")
        #expect(host.look("2027-03-01T04:00") == ["nightly 03-01T03:30"])
        #expect(host.look("2026-03-01T04:00") == ["nightly 03-01T03:30"])
        #expect(host.look("2026-03-02T04:00") == ["nightly 03-02T03:30"])
    }

    @Test func `jitter delays a rule by its own share, the same each time and on each host`() throws {
        let yaml = "- {name: a, when: {daily: \"03:30\"}, jitter: 2h}"
        var host = Attendance(yaml, from: "2026-03-01T00:00")
        let delay = try #require(host.engine.rules.first).delay
        try #require((1...7200).contains(delay))
        let slot = at("2026-03-01T03:30")
        #expect(host.look(slot.advanced(seconds: delay - 1)) == [])
        #expect(host.look(slot.advanced(seconds: delay)) == ["a 03-01T03:30"])
        #expect(rules("- {name: A, when: daily, jitter: 2h}").rules.first?.delay != delay)
        #expect(rules(yaml).rules.first?.delay == delay)
    }

    @Test func `jitter longer than the time between two slots loses none`() {
        var host = Attendance("- {name: a, when: hourly, jitter: 5h}", from: "2026-03-01T00:00")
        let due = host.engine.simulate(at("2026-03-01")..<at("2026-03-02T06:01")).filter { $0.at >= at("2026-03-01") }
        #expect(host.look(until: "2026-03-02T06:00", every: 60).count == due.count)
    }

    @Test func `the time that comes while the last run goes is passed over for good, or waits`() {
        var host = Attendance(
            "- {name: skip, when: hourly}\n- {name: queue, when: hourly, overlap: queue}", from: "2026-03-01T00:30")
        #expect(host.look("2026-03-01T01:00") == ["skip 03-01T01:00", "queue 03-01T01:00"])
        host.world.running = ["skip", "queue"]
        #expect(host.look("2026-03-01T02:00") == ["-skip 03-01T02:00"])
        #expect(host.look("2026-03-01T03:10") == ["-skip 03-01T03:00"])
        host.world.running = []
        #expect(host.look("2026-03-01T03:20") == ["queue 03-01T03:00"])
        #expect(host.look("2026-03-01T03:30") == [])
    }

    @Test func `what is due at once starts in the order of its times, then of the file`() {
        var host = Attendance(
            "- {name: late, when: {daily: \"02:00\"}}\n- {name: b, when: {daily: \"01:00\"}}\n"
                + "- {name: a, when: {daily: \"01:00\"}}", from: "2026-03-01T00:00")
        #expect(host.look("2026-03-01T02:10") == ["b 03-01T01:00", "a 03-01T01:00", "late 03-01T02:00"])
    }

    @Test func `a person's word goes over the file's`() {
        var host = Attendance(
            "- {name: on, when: hourly}\n- {name: off, when: hourly, enabled: false}\n- {name: no, when: never}\n"
                + "- {name: hand, when: manual}", from: "2026-03-01T00:30")
        #expect(host.look("2026-03-01T01:00") == ["on 03-01T01:00"])
        for name in ["off", "no", "hand"] { host.world.memories[name]?.override = true }
        host.world.memories["on"]?.override = false
        #expect(host.look("2026-03-01T02:00") == ["off 03-01T02:00"])
        #expect(host.engine.upcoming(host.world).map(\.rule.name) == ["off"])
    }

    @Test func `an event starts its rules once, and a later one anew`() {
        var host = Attendance(
            "- {name: start, when: startup}\n- {name: scan, when: scan-complete, scope: 24h}", from: "2026-03-01T00:00")
        #expect(host.look("2026-03-01T00:10") == [])
        host.world.events[.startup] = at("2026-03-01T00:10")
        #expect(host.look("2026-03-01T00:10") == ["start 03-01T00:10"])
        host.world.events[.scanComplete] = at("2026-03-01T00:20")
        #expect(host.look("2026-03-01T00:20") == ["scan 03-01T00:20"])
        #expect(host.look("2026-03-01T00:30") == [])
        host.world.events[.startup] = at("2026-03-01T00:40")
        #expect(host.look("2026-03-01T00:40") == ["start 03-01T00:40"])
    }

    @Test func `an event before the rule was known, or noted by a clock that was ahead`() {
        var host = Attendance("- {name: a, when: plex-back, jitter: 1h}", from: "2026-03-01T00:00")
        host.world.events[.plexBack] = at("2026-02-28T23:59")
        #expect(host.look("2026-03-01T06:00") == [])
        host.world.events[.plexBack] = at("2030-01-01")
        #expect(host.look("2026-03-01T06:00") == ["a 01-01T00:00"])
    }

    @Test func `only events that an enabled rule waits for are looked for`() {
        let host = Attendance(
            "- {name: a, when: startup}\n- {name: b, when: scan-complete, enabled: false}\n- {name: c, when: plex-back}",
            from: "2026-03-01T00:00")
        #expect(host.engine.awaitedEvents([:]) == [.startup, .plexBack])
        #expect(
            host.engine.awaitedEvents([
                "b": RuleMemory(knownSince: at("2026-03-01"), override: true),
                "c": RuleMemory(knownSince: at("2026-03-01"), override: false),
            ]) == [.startup, .scanComplete])
    }

    @Test func `a local time is that of the rule's zone`() throws {
        var host = Attendance(
            "- {name: here, when: {daily: \"02:30\"}}\n- {name: there, when: {daily: \"02:30\"}, timezone: Asia/Tokyo}",
            from: "2026-03-28T23:00", zone: try #require(Zone(identifier: "Europe/Berlin")))
        #expect(
            host.look(until: "2026-03-29T18:00", every: 60) == ["here 03-29T01:00", "there 03-29T17:30"])
    }

    @Test func `what the next due time says is when something starts`() throws {
        var host = Attendance(
            "- {name: a, when: {cron: \"*/7 3-5 * * *\"}, jitter: 3m}\n- {name: b, when: {weekly: {on: [monday, friday]}}}",
            from: "2026-03-01T00:00")
        for _ in 1...60 {
            let due = try #require(host.engine.nextDue(host.world))
            #expect(host.look(due.advanced(milliseconds: -1)) == [])
            host.world.now = due.advanced(milliseconds: -1)
            #expect(!host.look(due).isEmpty)
        }
    }

    @Test func `another trigger or zone, or being switched off, changes the fingerprint, a scope does not`() {
        func print(_ keys: String, _ zone: Zone = .utc) -> String? {
            rules("- {name: a, \(keys)}").rules.first?.fingerprint(zone: zone)
        }
        let all = [
            print("when: daily"), print("when: {daily: \"03:01\"}"), print("when: hourly"), print("when: {every: 1h}"),
            print("when: startup"), print("when: daily, timezone: Asia/Tokyo"), print("when: daily, enabled: false"),
            print("when: weekly"), print("when: monthly"), print("when: manual"), print("when: never"),
        ]
        #expect(Set(all).count == all.count && !all.contains(nil))
        #expect(print("when: daily, scope: 24h, limit: 5") == print("when: {daily: \"03:00\"}"))
        #expect(print("when: daily, timezone: UTC", .utc) == print("when: daily, timezone: UTC", .current))
    }
}
