import Database
import Foundation
import JSON
import Lab
import Testing

/// What a task leaves, without a hook and without a host.
@Suite struct LeftoverTests {
    private static func startup(_ more: String = "") -> String {
        "rules:\n  - {name: at-start, when: startup, scope: all\(more)}\n"
    }

    @Test func `what a rule queues during a task is delivered by a worker`() async throws {
        let bench = try PluginBench(World.make(seed: 4, scenes: 20), adding: Self.startup(", gaps: {types: [empty]}"))
        let status = try bench.task("status")
        #expect((status["queue"]?["ready"]?.int ?? 0) > 0, "\(status)")
        try await bench.driver.awaitDrainer()
        #expect(!bench.written.isEmpty)
        let after = try bench.task("status")
        #expect(after["queue"]?["ready"]?.int == 0, "\(after)")
    }

    @Test func `a rule that takes longer than it may is ended, and switched off where it says so`() async throws {
        let bench = try PluginBench(
            World.make(seed: 4, scenes: 20), adding: Self.startup(", deadline: 1s, on_failure: pause"))
        bench.servers.plex.faults = [PlexFault(.hang, on: .listings)]
        let run = try bench.task("status")["last_run"]
        #expect(run?["result"]?.string == "interrupted", "\(run?.description ?? "none")")
        let told = try bench.driver.run([], bench.driver.task(#""mode":"status""#)).log.map(\.text)
        #expect(told.contains { $0.hasPrefix("Last run: interrupted") }, "\(told)")
        // It is off: another start of Stash does not start it.
        let rule = try bench.driver.store().read {
            try $0.map("SELECT why FROM ruleState WHERE isEnabled = 0") { row -> String in try row[0] }
        }
        #expect(rule.first?.contains("deadline of 1 s") == true, "\(rule)")
    }
}
