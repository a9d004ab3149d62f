import Glibc
import JSON
import Lab
import TestSupport
import Testing

/// What makes a rule of a real host start besides the clock and its own start.
@Suite(.timeLimit(.minutes(15))) struct TriggerTests {
    /// Waits until Stash was asked for its jobs once more than before.
    private func look(_ bench: LabBench) async {
        func looks() -> Int { bench.servers.stash.counts["jobQueue"] ?? 0 }
        let before = looks()
        while looks() <= before { await Task.yield() }
    }

    @Test func `a scan that ends, and a Stash that comes back, start their rules once`() async throws {
        let bench = try LabBench(
            World.make(seed: 25, scenes: 20),
            adding: """
                rules:
                  - {name: scanned, when: scan-complete, scope: 24h, do: report}
                  - {name: begin, when: startup, scope: 24h, do: report}

                """)
        let stash = bench.servers.stash
        let host = try HostProcess(bench.program)
        try await host.wait(for: "Rule 'begin' ended")
        await look(bench)
        stash.jobs = [.init(id: 7, status: "RUNNING", description: "Scanning...", addTime: "2026-01-01T00:00:00Z")]
        await look(bench)
        await look(bench)
        stash.jobs = []
        try await host.wait(for: "Rule 'scanned' ended")
        stash.readiness = .needsMigration
        try await host.wait(for: "Stash is gone")
        stash.readiness = .ok
        try await host.wait(for: "Rule 'begin' ended", times: 2)
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
        let runs = try await bench.program.run("runs", "list", "--format", "json").json()["runs"]?.list ?? []
        #expect(runs.compactMap { $0["trigger"]?.text } == ["startup", "scan-complete", "startup"])
    }
}
