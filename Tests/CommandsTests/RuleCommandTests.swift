import Database
import JSON
import Ledger
import Queue
import SyncEngine
import SyncModel
import TestSupport
import Testing

@testable import Commands

/// `rules …` where no server is there. The clock stands at 2025-12-29T09:20:00Z.
@Suite struct RuleCommandTests {
    let bench = Bench()

    private func write(_ rules: String) throws -> String {
        try bench.write("version: 1\ntimezone: Europe/Berlin\nrules:\n\(rules)\n", to: "plexsync.yaml")
    }

    @Test func `a file that is well is said to be, without any server`() async throws {
        let file = try write("  - {name: a, when: daily}")
        let end = try await bench.run("rules check --rules \(file) --format json")
        #expect(end.code == 0 && end.output == #"{"ok":true,"faults":[]}"# + "\n")
        #expect(try await bench.run("rules check \(file)").said == ["\(file) is well: 1 rule."])
    }

    @Test func `every fault is told with its place, and ends with 78`() async throws {
        let file = try write("  - {name: a, wehn: daily}\n  - {name: A, when: {daily: \"25:00\"}}")
        let end = try await bench.run("rules check --rules \(file) --format json")
        let faults = try end.json()["faults"]?.elements ?? []
        #expect(end.code == 78 && faults.count == 4)
        #expect(faults.map { $0["line"]?.int } == [4, 4, 5, 5])
        #expect(faults.allSatisfy { $0["file"]?.string == file && $0["code"]?.string != nil })
        let shown = try await bench.run("rules check \(file)").said.joined(separator: "\n")
        #expect(shown.contains("\(file):4:15: unknown key 'wehn'; did you mean 'when'?") && shown.contains("^"))
    }

    @Test func `times come with the jumps of the clock marked`() async throws {
        let file = try write("  - {name: Night, when: {daily: \"02:30\"}}\n  - {name: hand, when: manual}")
        let end = try await bench.run("rules explain night -n 2 --from 2026-03-28 --rules \(file) --format json")
        #expect(
            end.output == #"{"rule":"Night","zone":"Europe/Berlin","next":["#
                + #"{"at":"2026-03-28T01:30:00Z","local":"2026-03-28T02:30:00+01:00"},"#
                + #"{"at":"2026-03-29T01:00:00Z","local":"2026-03-29T03:00:00+02:00","note":"skipped"}]}"# + "\n")
        #expect(try await bench.run("rules explain hand --rules \(file) --format json").output.contains(#""next":[]"#))
        let itself = try await bench.run(
            "rules explain night -n 1 --from 2026-03-29T01:00:00Z --rules \(file) --format json")
        #expect(itself.output.contains(#""at":"2026-03-29T01:00:00Z""#))
        let unknown = try await bench.run("rules explain nigth --rules \(file)")
        #expect(unknown.code == 2 && unknown.said.joined().contains("there are Night, hand"))
    }

    @Test func `what the clock would start is listed, jitter and switches taken into account`() async throws {
        let file = try write("  - {name: a, when: {daily: \"12:00\"}}\n  - {name: b, when: hourly, enabled: false}")
        let end = try await bench.run("rules simulate --from 2026-01-01 --to 2026-01-03 --rules \(file) --format jsonl")
        #expect(
            end.lines == [
                #"{"rule":"a","at":"2026-01-01T11:00:00Z","slot":"2026-01-01T11:00:00Z"}"#,
                #"{"rule":"a","at":"2026-01-02T11:00:00Z","slot":"2026-01-02T11:00:00Z"}"#,
            ])
        #expect(try await bench.run("rules simulate --from 2026-01-02 --to 2026-01-01 --rules \(file)").code == 2)
    }

    @Test func `the next times are in the list and in the status`() async throws {
        let file = try write("  - {name: late, when: {daily: \"12:00\"}}\n  - {name: soon, when: hourly}")
        let status = try await bench.run("status --rules \(file) --format json")
        #expect(
            status.output.contains(
                #""next":[{"rule":"soon","at":"2025-12-29T10:00:00Z"},{"rule":"late","at":"2025-12-29T11:00:00Z"}]"#))
        let list = try await bench.run("rules list --rules \(file)").output
        #expect(list.contains("in 1 h") && list.contains("in 40 min"))
        let rows = try await bench.run("rules list --rules \(file) --format csv").output
        #expect(rows.contains(",2025-12-29T11:00:00Z,") && rows.contains(",2025-12-29T10:00:00Z,"))
        let rules = try await bench.run("rules list --rules \(file) --format json").json()["rules"]?.elements ?? []
        #expect(rules.map { $0["next"]?.string } == ["2025-12-29T11:00:00Z", "2025-12-29T10:00:00Z"])
        #expect(rules.map { $0["line"]?.int } == [4, 5])
    }

    @Test func `a status under a broken configuration still comes`() async throws {
        let file = try write("  - {name: a}")
        let end = try await bench.run("status --rules \(file) --format json")
        #expect(end.code == 0 && end.output.contains(#""next":[]"#) && end.said.count == 1)
    }

    @Test func `a switch over the file holds until the file decides again`() async throws {
        let file = try write("  - {name: A, when: hourly}")
        #expect(try await bench.run("rules disable a --rules \(file)").code == 0)
        #expect(try await bench.run("status --rules \(file) --format json").output.contains(#""next":[]"#))
        #expect(try await bench.run("rules list --rules \(file)").output.contains("off, by hand"))
        #expect(try await bench.run("rules enable a --as-file --rules \(file)").code == 0)
        #expect(try await bench.run("status --rules \(file) --format json").output.contains(#""rule":"A""#))
        #expect(try await bench.run("rules disable a --rules \(file)", isReadOnly: true).code != 0)
    }

    @Test(arguments: [
        (["enable A"], false),  // it was on
        (["disable A"], false), (["disable A", "enable A"], true), (["disable A", "enable A --as-file"], true),
        (["enable off"], true), (["enable off", "enable off --as-file"], true),
    ])
    func `a rule that is switched on, and was off, is known from then on`(lines: [String], isKnownAnew: Bool)
        async throws
    {
        let file = try write("  - {name: A, when: hourly}\n  - {name: 'off', when: hourly, enabled: false}")
        let store = try await bench.store
        try await store.write {
            _ = try RuleLog.note([("a", "so"), ("off", "so, off")], now: Instant(rawValue: 7), in: $0)
        }
        for line in lines { #expect(try await bench.run("rules \(line) --rules \(file)").code == 0) }
        let states = try await store.read { try RuleLog.states(in: $0) }
        let rule = lines[0].hasSuffix("off") ? "off" : "a"
        #expect(states[rule]?.knownSince == (isKnownAnew ? Bench.now : Instant(rawValue: 7)))
    }

    @Test func `one rule is shown as the file has it`() async throws {
        let file = try write("  - {name: a, when: weekly, scope: {last: 30d, by: created}, limit: 5}")
        let shown = try await bench.run("rules show a --rules \(file) --format csv").lines
        #expect(shown.contains("when,weekly") && shown.contains("limit,5") && shown.contains("file,\(file):4"))
        #expect(shown.contains { $0.hasPrefix("scope,") && $0.contains("last: 30d, by: created") })
    }

    @Test func `as JSON it has all that its file says`() async throws {
        let file = try write(
            "  - {name: a, when: weekly, gaps: {types: [empty]}, limit: 5, jitter: 10m, catch_up: {within: 36h}, "
                + "overlap: queue, deadline: 30m, on_failure: pause, timezone: Asia/Tokyo}\n  - {name: b, when: daily}")
        let shown = try await bench.run("rules show a --rules \(file) --format json").output
        #expect(
            shown.contains(
                #""do":"enqueue","timezone":"Asia/Tokyo","gaps":"{types: [empty]}","limit":5,"jitter":"10m","#
                    + #""catch_up":"{within: 36h}","overlap":"queue","deadline":"30m","on_failure":"pause","enabled":true"#
            ))
        let plain = try await bench.run("rules show b --rules \(file) --format json").output
        #expect(plain.contains(#""do":"enqueue","enabled":true"#))
    }
}
