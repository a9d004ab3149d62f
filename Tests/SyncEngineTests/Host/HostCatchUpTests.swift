import Database
import Ledger
import SyncEngine
import SyncModel
import Testing

/// What becomes of times that nobody attended, of limits, and of switches that were thrown by hand.
@Suite struct HostCatchUpTests {
    @Test(arguments: [
        // Down from 1:00 to 12:34: the last hour is 34 minutes ago.
        ("latest", true), ("none", false), ("{within: 35m}", true), ("{within: 33m}", false),
    ])
    func `what was missed is caught up with as the rule says`(catchUp: String, isRun: Bool) async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report, catch_up: \(catchUp)}]")
        _ = try await bench.host()  // takes note of the rule, and is killed
        try bench.set("2026-03-01T12:34:00Z")
        let host = try await bench.host()
        try await bench.tick([host])
        #expect(try await bench.runs().count == (isRun ? 1 : 0))
        try bench.set("2026-03-01T13:00:10Z")
        try await bench.tick([host])
        #expect(try await bench.runs().count == (isRun ? 2 : 1))
    }

    @Test func `no more scenes are queued than the limit, and the run tells what was left and what each filter kept`()
        async throws
    {
        let bench = try HostBench(
            "rules: [{name: a, when: hourly, limit: 2, gaps: {types: [empty, stale], confidence: definite}}]")
        let host = try await bench.host()
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        let summary = try RunSummary(decoding: try #require(try await bench.records().first).summary)
        #expect(summary.queuedScenes == 2 && (summary.notQueued[.overLimit] ?? 0) > 0)
        #expect(summary.steps.map(\.key) == ["types", "confidence"])
        let gaps = summary.outcomes[.gap] ?? 0
        #expect(summary.steps[0].left <= gaps && summary.steps[1].left <= summary.steps[0].left)
        #expect(gaps - (summary.notQueued[.filtered] ?? 0) == summary.steps[1].left)
        #expect((summary.costs[.plex]?.requests ?? 0) > 0 && (summary.costs[.stash]?.requests ?? 0) > 0)
        #expect(summary == (try RunSummary(decoding: summary.encoded)))
    }

    @Test func `a switch thrown by hand outlives a reload`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let host = try await bench.host()
        _ = try await bench.store.write { try RuleLog.set("a", isEnabled: false, why: nil, in: $0) }
        bench.write("rules: [{name: a, when: hourly, do: report, limit: 5}, {name: b, when: hourly, do: report}]")
        await host.reload()
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["b schedule ok"])
    }

    @Test func `of two hosts that want a slot at one moment one starts it, and the other says nothing`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let hosts = [try await bench.host(), try await bench.host()]
        bench.gate.shut()
        try bench.set("2026-03-01T01:00:00Z")
        for host in hosts { try await host.tick() }
        while !bench.gate.isAwaited { await Task.yield() }
        bench.gate.open()
        for host in hosts { await host.settle() }
        try await bench.tick(hosts)
        #expect(try await bench.runs() == ["a schedule ok"])
        #expect(bench.codes.count { $0 == "rule-started" } == 1 && !bench.codes.contains("rule-waits"))
    }
}
