import Database
import Lab
import Ledger
import Queue
import Rules
import SyncEngine
import SyncModel
import Testing

@Suite struct HostTests {
    @Test func `two hosts start each time of each rule once`() async throws {
        let bench = try HostBench(
            """
            rules:
              - {name: hour, when: hourly, scope: 24h, do: report}
              - {name: night, when: {daily: "03:30"}, scope: {from: 2026-01-01, to: 2026-02-01, by: created}}
            """, at: "2026-03-01T00:10:00Z")
        let hosts = [try await bench.host(), try await bench.host()]
        for _ in 1...(26 * 2) {
            bench.advance(1800)
            try await bench.tick(hosts)
        }
        let records = try await bench.records()
        let hours = records.filter { $0.rule == "hour" }.map { $0.startedAt.rfc3339.dropFirst(5).prefix(11) }
        #expect(hours.count == 26 && Set(hours).count == 26)
        #expect(records.count { $0.rule == "night" } == 1 && records.allSatisfy { $0.result == .ok })
        let night = try #require(records.first { $0.rule == "night" })
        let scope = try RunSummary(decoding: night.summary).scope
        #expect(scope.from?.rfc3339 == "2026-01-01T00:00:00Z" && scope.to?.rfc3339 == "2026-02-01T00:00:00Z")
        #expect(night.startedAt.rfc3339 == "2026-03-01T03:40:00Z" && night.trigger == "schedule")
    }

    @Test func `a range begins where the rule's zone says`() async throws {
        let bench = try HostBench(
            "rules: [{name: a, when: daily, timezone: Asia/Tokyo, scope: {from: 2026-01-01, by: created}}]")
        let host = try await bench.host()
        try bench.set("2026-03-01T18:00:00Z")
        try await bench.tick([host])
        let record = try #require(try await bench.records().first)
        #expect(try RunSummary(decoding: record.summary).scope.from?.rfc3339 == "2025-12-31T15:00:00Z")
    }

    @Test func `hosts that were killed for three days catch up once`() async throws {
        let bench = try HostBench(
            "rules: [{name: a, when: hourly, do: report}, {name: b, when: hourly, catch_up: none}]")
        do {
            let host = try await bench.host()
            try bench.set("2026-03-01T01:00:00Z")
            try await bench.tick([host])
        }
        #expect(try await bench.runs() == ["a schedule ok", "b schedule ok"])
        try bench.set("2026-03-04T12:34:00Z")
        let hosts = [try await bench.host(), try await bench.host()]
        try await bench.tick(hosts)
        try await bench.tick(hosts)
        #expect(try await bench.runs() == ["a schedule ok", "b schedule ok", "a schedule ok"])
        try bench.set("2026-03-04T13:00:00Z")
        try await bench.tick(hosts)
        #expect(try await bench.runs().count == 5)
    }

    @Test func `the start of the first host is the start; a second one is none`() async throws {
        let bench = try HostBench("rules: [{name: a, when: startup, scope: 24h}]")
        let first = try await bench.host()
        bench.advance(1)
        let second = try await bench.host()
        try await bench.tick([first, second])
        #expect(try await bench.runs() == ["a startup ok"])
    }

    @Test func `a Stash that comes back, or a scan that ends, starts its rules once`() async throws {
        let bench = try HostBench(
            "rules: [{name: start, when: startup, scope: 24h}, {name: scan, when: scan-complete, scope: 24h}]")
        let hosts = [try await bench.host(), try await bench.host()]
        func step() async throws -> [String] {
            let before = try await bench.runs().count
            bench.advance(6)
            try await bench.tick(hosts)
            return Array(try await bench.runs().dropFirst(before))
        }
        #expect(try await step() == ["start startup ok"])
        bench.servers.stash.jobs = [.init(id: 3, status: "RUNNING", description: "Scanning...", addTime: "")]
        #expect(try await step() == [])
        bench.servers.stash.jobs = []
        #expect(try await step() == ["scan scan-complete ok"])
        #expect(try await step() == [])
        bench.servers.stash.readiness = .needsMigration
        #expect(try await step() == [])
        #expect(bench.codes.contains("stash-gone"))
        bench.servers.stash.readiness = .ok
        #expect(try await step() == ["start startup ok"])
        bench.servers.stash.jobs = [.init(id: 2, status: "RUNNING", description: "Generating...", addTime: "")]
        #expect(try await step() == [])
        bench.servers.stash.jobs = [.init(id: 1, status: "RUNNING", description: "Generating...", addTime: "")]
        #expect(try await step() == ["start startup ok"])
    }

    @Test func `Stash is left alone while no rule waits for it`() async throws {
        let bench = try HostBench("rules: [{name: a, when: startup, enabled: false}, {name: b, when: manual}]")
        let host = try await bench.host()
        for _ in 1...5 {
            bench.advance(60)
            try await bench.tick([host])
        }
        #expect(bench.servers.stash.requests.isEmpty && bench.servers.plex.requestCount == 0)
    }

    @Test func `an outage of Plex that has ended starts its rules once, an old one does not`() async throws {
        let bench = try HostBench("rules: [{name: a, when: plex-back, scope: 24h}]")
        func outage() async throws {
            let jobs = JobStore()
            let now = bench.now.rawValue
            try await bench.store.write { transaction in
                for _ in 1...5 { try jobs.record(.missed(), to: "plex", now: now, in: transaction) }
                _ = try jobs.admit(to: "plex", by: "x", now: now + 20_000, in: transaction) { _ in true }
                try jobs.record(.answered, of: .probe, to: "plex", now: now + 21_000, in: transaction)
            }
        }
        try await outage()
        bench.advance(3600)
        let hosts = [try await bench.host(), try await bench.host()]
        try await bench.tick(hosts)
        #expect(try await bench.runs() == [])
        try await outage()
        bench.advance(60)
        try await bench.tick(hosts)
        try await bench.tick(hosts)
        #expect(try await bench.runs() == ["a plex-back ok"])
    }

    @Test func `a rule that is forgotten while the host runs begins as a new one`() async throws {
        let bench = try HostBench("rules: [{name: A, when: hourly}]", at: "2026-03-01T00:30:00Z")
        let host = try await bench.host()
        try bench.set("2026-03-01T00:59:00Z")
        try await bench.tick([host])
        _ = try await bench.store.write { try RuleLog.forget("a", in: $0) }
        try await bench.tick([host])
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["A schedule ok"])
    }

    @Test func `a rule is switched off and on while the host runs`() async throws {
        let bench = try HostBench("rules: [{name: A, when: hourly}]")
        let host = try await bench.host()
        let now = bench.now
        func set(_ isEnabled: Bool?) async throws {
            let at = isEnabled == true ? bench.now : nil
            #expect(
                try await bench.store.write {
                    try RuleLog.set("a", isEnabled: isEnabled, why: nil, switchedOn: at, in: $0)
                })
        }
        try await set(false)
        bench.set(now.advanced(seconds: 7300))
        try await bench.tick([host])
        #expect(try await bench.runs() == [])
        try await set(true)
        try await bench.tick([host])
        bench.set(now.advanced(seconds: 10_900))
        try await bench.tick([host])
        #expect(try await bench.runs() == ["A schedule ok"])
    }
}
