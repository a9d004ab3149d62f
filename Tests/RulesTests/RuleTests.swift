import Rules
import SyncModel
import Testing
import YAML

@Suite struct RuleTests {
    @Test func `every key of a rule is read`() throws {
        let (found, faults) = rules(
            """
            - name: nightly
              when: {daily: "03:30"}
              timezone: America/New_York
              scope: {from: 2026-01-01, to: 2026-02-01, by: created}
              gaps: {types: [empty], fields: [studio]}
              do: report
              limit: 500
              jitter: 10m
              catch_up: {within: 24h}
              overlap: queue
              deadline: 30m
              on_failure: pause
              enabled: false
            - {name: quiet, when: manual}
            """)
        #expect(faults.isEmpty)
        let rule = try #require(found.first)
        #expect(rule.name == "nightly" && rule.timezone?.identifier == "America/New_York")
        #expect(rule.trigger == .schedule(.calendar(CalendarPattern(hour: 3, minute: 30))))
        let day = { (month: Int) in CivilDate(year: 2026, month: month, day: 1).map(Scope.End.day) }
        #expect(rule.scope == Scope(.range(from: day(1), to: day(2)), by: .created))
        #expect(rule.gaps.types == [.empty] && rule.gaps.fields == [.studio])
        #expect(rule.action == .report && rule.limit == 500 && rule.jitter == 600)
        #expect(rule.catchUp == .within(seconds: 86_400) && rule.overlap == .queue && rule.deadline == 1800)
        #expect(rule.onFailure == .pause && !rule.isEnabled)
        #expect(found.last == Rule(name: "quiet", trigger: .manual))
    }

    @Test(
        arguments: [
            ("startup", .event(.startup)), ("scan-complete", .event(.scanComplete)), ("plex-back", .event(.plexBack)),
            ("manual", .manual), ("never", .never),
        ] as [(String, Trigger)])
    func `a word may be the trigger`(word: String, trigger: Trigger) {
        #expect(rules("- {name: a, when: \(word)}").rules.map(\.trigger) == [trigger])
    }

    @Test(
        arguments: [
            ("all", .all), ("24h", Scope(.last(seconds: 86_400, name: "24h"))),
            ("{last: 30d, by: date}", Scope(.last(seconds: 30 * 86_400, name: "last 30d"), by: .date)),
            ("last 30d", Scope(.last(seconds: 30 * 86_400, name: "last 30d"))),
            ("{from: 2026-01-31T20:00:00Z}", Scope(.range(from: .instant(Instant(seconds: 1_769_889_600)), to: nil))),
        ] as [(String, Scope)])
    func `a scope is a word or a mapping`(text: String, scope: Scope) {
        #expect(rules("- {name: a, when: daily, scope: \(text)}").rules.map(\.scope) == [scope])
    }

    /// Each goes into `- {name: a, when: daily, …}`, with the column counted from the snippet's own first letter.
    @Test(arguments: [
        ("wehn: x", "1 unknown-key"), ("scope: 7", "8 bad-scope"), ("scope: yesterday", "8 bad-scope"),
        ("scope: 2026-02-30..2026-03-01", "8 bad-scope"), ("scope: {from: 2026-02-30}", "15 bad-scope"),
        ("scope: {from: 2026-02-01, to: 2026-01-01}", "31 bad-scope"), ("scope: {}", "8 bad-scope"),
        ("scope: {to: 2026-02-30}", "13 bad-scope"), ("scope: {from: 2026-01-01, to: 2026-01-01}", "31 bad-scope"),
        ("scope: {from: 2026-01-01T12:00:00Z, to: 2026-01-01, by: created}", "41 bad-scope"),
        ("scope: {from: 2026-01-02, to: 2026-01-02T00:00:00Z}", "31 bad-scope"),
        ("timezone: Asia/Tokyo, scope: {from: 2026-01-02, to: 2026-01-01T15:00:00Z}", "53 bad-scope"),
        ("scope: 2026-01-01T12:00:00Z..2026-01-01", "8 bad-scope"),
        ("scope: {last: soon}", "15 bad-span"), ("scope: {last: 1d, from: 2026-01-01}", "25 bad-scope"),
        ("scope: {last: 1d, by: edited}", "23 unknown-word"), ("scope: [all]", "8 wrong-type"),
        ("do: repair", "5 unknown-word"), ("limit: 0", "8 out-of-range"), ("limit: \"5\"", "8 wrong-type"),
        ("jitter: 10", "9 bad-span"), ("jitter: 10 minutes", "9 bad-span"), ("catch_up: yes", "11 unknown-word"),
        ("catch_up: {within: 1}", "20 bad-span"), ("catch_up: {}", "11 missing-key"),
        ("overlap: kill", "10 unknown-word"),
        ("deadline: 0m", "11 bad-span"), ("on_failure: stop", "13 unknown-word"), ("enabled: off", "10 wrong-type"),
        ("timezone: Berlin", "11 unknown-zone"), ("gaps: stale", "7 wrong-type"),
        ("gaps: {fields: [rating]}", "7 matches-nothing"), ("gaps: {rating: \">> 3\"}", "16 out-of-range"),
    ])
    func `a fault in a rule is told at its place`(text: String, expected: String) {
        let head = "- {name: a, when: daily, "
        let found = rules("\(head)\(text)}").faults
        #expect(found.map { "\($0.column - head.count) \($0.code.rawValue)" } == [expected])
    }

    @Test(arguments: ["America/New_York", "Asia/Tokyo"])
    func `a day and an instant make a range where the zone has it so`(zone: String) {
        // Midnight of the 2nd is 05:00 UTC in New York, and 15:00 UTC of the 1st in Tokyo.
        let range = "{from: 2026-01-02, to: 2026-01-02T01:00:00Z}"
        let found = rules("- {name: a, when: daily, timezone: \(zone), scope: \(range)}").faults
        #expect(found.isEmpty == (zone == "Asia/Tokyo"))
    }

    @Test(arguments: [
        ("library: Clip", ["Clips"]), ("library: [clips, Archive]", []), ("library: 7", []),
        ("any: [{library: X}]", []),
        ("not: {library: X}", nil),
    ])
    func `a library that is not used is told with its place`(text: String, nearest: [String]?) {
        let found = rules("- {name: a, when: daily, gaps: {\(text)}}", libraries: ["Clips", "Archive"]).faults
        let isFault = nearest != nil && !text.contains("clips") && !text.contains("7")
        #expect(found.map(\.code.rawValue) == (isFault ? ["unused-library"] : []))
        #expect(found.compactMap(\.nearest) == nearest ?? [])
        #expect(found.allSatisfy { $0.column > 33 })
    }

    @Test func `of many libraries a fault names the nearest alone`() {
        let libraries = (10..<99).map { "Library \($0)" }
        let found = rules("- {name: a, when: daily, gaps: {library: Library 7O}}", libraries: libraries).faults
        #expect(
            found.map(\.message) == [
                "'rules[0].gaps.library' names 'Library 7O', which is not among plex.libraries; did you mean 'Library 70'?"
            ])
    }

    @Test func `a key of a library is held against keys alone`() {
        let text = "- {name: a, when: daily, gaps: {library: [Clips, 7]}}"
        #expect(rules(text, libraries: ["1", "7"]).faults.isEmpty)
        #expect(rules(text.replacing("Clips, 7", with: "8"), libraries: ["1", "7"]).faults.count == 1)
    }

    @Test(arguments: [
        ("dayly", "unknown-word"), ("\"03:30\"", "unknown-word"), ("{daily: \"3:30\"}", "bad-schedule"),
        ("{daily: \"24:00\"}", "bad-schedule"), ("{daily: 330}", "wrong-type"), ("{}", "wrong-type"),
        ("{daily: \"03:30\", every: 6h}", "wrong-type"), ("{yearly: x}", "unknown-key"),
        ("{every: 30s}", "out-of-range"), ("{every: 6}", "bad-span"), ("{every: 400d}", "out-of-range"),
        ("{weekly: {on: funday}}", "unknown-word"), ("{weekly: {on: []}}", "empty-list"),
        ("{monthly: {on: 32}}", "out-of-range"), ("{monthly: {on: first}}", "out-of-range"),
        ("{monthly: {day: 1}}", "unknown-key"), ("{cron: \"* * * *\"}", "bad-schedule"),
        ("{cron: \"0 * * * * *\"}", "bad-schedule"), ("{cron: \"60 * * * *\"}", "bad-schedule"),
        ("{cron: \"* 24 * * *\"}", "bad-schedule"), ("{cron: \"* * 0 * *\"}", "bad-schedule"),
        ("{cron: \"* * * 13 *\"}", "bad-schedule"), ("{cron: \"* * * * 8\"}", "bad-schedule"),
        ("{cron: \"5/10 * * * *\"}", "bad-schedule"), ("{cron: \"*/90 * * * *\"}", "bad-schedule"),
        ("{cron: \"*/0 * * * *\"}", "bad-schedule"), ("{cron: \"30-10 * * * *\"}", "bad-schedule"),
        ("{cron: \"1,,2 * * * *\"}", "bad-schedule"), ("{cron: \"0 0 30 2 *\"}", "bad-schedule"),
        ("{cron: \"0 0 31 4,6 *\"}", "bad-schedule"), ("{cron: \"@reboot\"}", "bad-schedule"),
        ("{cron: \"@dayly\"}", "bad-schedule"), ("{cron: \"0 0 * * L\"}", "bad-schedule"),
        ("{cron: \"\(String(repeating: "1,", count: 500))1 * * * *\"}", "bad-schedule"),
        ("{cron: \"0 0 * * mno\"}", "bad-schedule"), ("~", "empty-value"), ("5", "wrong-type"),
    ])
    func `a schedule that is none is told`(when: String, code: String) {
        #expect(Set(rules("- {name: a, when: \(when)}").faults.map(\.code.rawValue)).contains(code))
    }

    @Test func `names and triggers must be there, and names differ`() {
        let found = rules(
            "- {when: daily}\n- {name: a}\n- {name: A, when: daily}\n- {name: a b, when: daily}\n- daily\n- ~"
        ).faults
        #expect(
            places(found) == [
                "2:3 missing-key", "3:3 missing-key", "4:10 duplicate-key", "5:10 bad-name", "6:3 wrong-type",
                "7:3 empty-value",
            ])
    }

    @Test(arguments: [
        ("- {name: a, when: dayly}", "daily"), ("- {name: a, when: {cron: \"@dayly\"}}", "@daily"),
        ("- {name: a, when: {cron: \"0 0 * * mno\"}}", "mon"), ("- {name: a, when: {weekly: {on: sundy}}}", "sunday"),
        ("- {name: a, when: {daily: \"3:30\"}}", "03:30"), ("- {name: a, wehn: daily}", "when"),
    ])
    func `the nearest word is named`(text: String, word: String) {
        #expect(rules(text).faults.compactMap(\.nearest) == [word])
    }

    @Test func `a rule's delay stays within its jitter and depends on its name alone`() {
        func delay(_ name: String) -> Int {
            var rule = Rule(name: name, trigger: .manual)
            rule.jitter = 600
            return rule.delay
        }
        let delays = (0..<200).map { delay("rule-\($0)") }
        #expect(delays.allSatisfy { (0...600).contains($0) })
        #expect(Set(delays).count > 100)
        // FNV-1a of "a" is a published value; it may not change from one version of plexsync to the next.
        #expect(delay("a") == Int(0xaf63_dc4c_8601_ec8c as UInt64 % 601))
        #expect(Rule(name: "a", trigger: .manual).delay == 0)
    }
}
