import Rules
import SyncModel
import Testing
import YAML

@Suite struct RuleTextTests {
    /// A rule, written and read again.
    private func again(_ rule: Rule) -> Rule? {
        let block = rule.lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }.joined(separator: "\n")
        let (found, faults) = rules(block)
        for fault in faults { Issue.record("\(fault.description)\n\(block)") }
        return found.first
    }

    @Test(arguments: [
        "hourly", "daily", "weekly", "monthly", "startup", "scan-complete", "plex-back", "manual", "never",
        "{daily: \"03:30\"}", "{weekly: {on: [monday, friday], at: \"04:00\"}}",
        "{weekly: {on: tuesday, at: \"04:00\"}}",
        "{monthly: {on: [1, 15, 31], at: \"00:00\"}}", "{every: 90m}", "{every: 2d}", "{every: 100s}",
        "{cron: \"*/15 * * * *\"}", "{cron: \"0 */6,7 * * *\"}", "{cron: \"5 4-8 1,15 jan-mar mon\"}",
        "{cron: \"0 0 * * 0,6\"}", "{cron: \"30 2 29 2 *\"}", "{cron: \"0 */23 * * *\"}",
        "{cron: \"1,2,4,5,6 3 * * *\"}",
    ])
    func `a trigger that is written reads as itself`(text: String) throws {
        let rule = try #require(rules("- {name: a, when: \(text)}").rules.first)
        #expect(again(rule)?.trigger == rule.trigger, "\(rule.trigger.text)")
    }

    @Test(arguments: [
        "*/15 * * * *", "* * * * *", "*/7 3 * * *", "0 0-23/2 * * *", "10-40/10 4 * * *", "0,30 * * * *",
        "5 8-18/2 1-31/2 */3 *", "0 */6,7 * * *", "0 4 * 1 *",
    ])
    func `a cron line is written as people write it`(line: String) throws {
        let schedule = try #require(parsedSchedule("{cron: \"\(line)\"}"))
        #expect(Trigger.schedule(schedule).text == "{cron: \"\(line)\"}")
    }

    @Test func `so do all schedules of the oracle`() throws {
        for vector in try Vector.all() {
            let schedule = try #require(parsedSchedule(vector.when.text))
            let text = Trigger.schedule(schedule).text
            #expect(parsedSchedule(text) == schedule, "\(vector.when.text) → \(text)")
        }
    }

    @Test(arguments: [
        "scope: all", "scope: 24h", "scope: 7days", "scope: {last: 30d}", "scope: {last: 24h, by: created}",
        "scope: {from: 2026-01-01, to: 2026-02-01, by: date}", "scope: {from: \"2026-01-01T10:00:00+02:00\"}",
        "do: report", "limit: 7", "jitter: 90s", "catch_up: none", "catch_up: {within: 36h}", "overlap: queue",
        "deadline: 1h", "on_failure: pause", "enabled: false", "timezone: Asia/Tokyo",
        "gaps: {types: [stale], confidence: possible, organized: false, rating: \"< 20\"}",
        "gaps: {fields: [studio, tags], library: [Clips, \"7\"], studio: \"Acme*\", not: {tags: [private, \"a: b\"]}}",
        "gaps: {any: [{studio: \"No\"}, {path: \"/data/*, #1\", performers: [\"O'Neil\", \"\\\"Q\\\"\"]}]}",
        "gaps: {not: {any: [{tags: a}, {studio: b}]}}", "gaps: {tags: \"日本 – café\"}",
    ])
    func `a rule that is written reads as itself`(key: String) throws {
        let (found, faults) = rules("- {name: \"true\", when: daily, \(key)}")
        #expect(faults.isEmpty)
        let rule = try #require(found.first)
        #expect(again(rule) == rule)
    }
}
