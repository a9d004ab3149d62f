import Database
import Lab
import Ledger
import Queue
import Rules
import SyncModel
import Testing

@testable import SyncEngine

/// What a host does of its own accord between the times of its rules: as little as it can.
@Suite struct HostOutlookTests {
    @Test func `an idle host looks into the database only after a write, or when something is due`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let host = try await bench.host()
        try await bench.tick([host])
        for _ in 1...5 {
            bench.advance(1)
            #expect(await !host.needsLook(bench.now))
            try await host.tick()
        }
        let now = bench.now
        _ = try await bench.store.write { try EventLog.note("other", now: now, in: $0) }
        let looks = await host.outlook.changes
        bench.advance(1)
        try await host.tick()
        #expect(await host.outlook.changes > looks)
        try bench.set("2026-03-01T01:00:00Z")
        #expect(await host.needsLook(bench.now))
    }

    @Test func `a clock that is set back does not make a host wait for the old time`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]", at: "2026-03-01T12:30:00Z")
        let host = try await bench.host()
        try await bench.tick([host])
        try bench.set("2026-03-01T09:59:00Z")
        try await bench.tick([host])
        try bench.set("2026-03-01T10:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["a schedule ok"])
    }

    @Test func `a worker wakes for a job that comes, and for nothing else`() async throws {
        let bench = try HostBench("rules: []")
        let (looks, look) = AsyncStream<Void>.makeStream()
        let host = try await bench.host { _, pace in
            while true {
                look.yield()
                try await pace.awaitJobs(nil)
            }
        }
        var seen = looks.makeAsyncIterator()
        try await host.tick()
        await seen.next()
        // What was written while it began makes it look once more.
        while await host.workerWait == nil { await Task.yield() }
        for _ in 1...5 {
            bench.advance(1)
            try await host.tick()
        }
        #expect(await host.workerWait != nil)
        let now = bench.now.rawValue
        _ = try await bench.store.write {
            try JobStore().enqueue([NewJob(key: "scene:1", priority: .hook)], now: now, in: $0)
        }
        bench.advance(1)
        try await host.tick()
        await seen.next()
        let life = Task { try await host.run() }
        await host.stop()
        try await life.value
    }

    @Test func `a Plex that a rule met down is asked until it is back, and its return starts rules once`() async throws
    {
        let bench = try HostBench(
            "rules: [{name: hour, when: hourly, do: report}, {name: back, when: plex-back, scope: 24h}]")
        let hosts = [try await bench.host(), try await bench.host()]
        bench.servers.plex.faults = [PlexFault(.status(503), on: .all)]
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick(hosts)
        #expect(try await bench.runs() == ["hour schedule failed"])
        bench.servers.plex.resetRequests()
        for _ in 1...12 {
            bench.advance(20)
            try await bench.tick(hosts)
        }
        let now = bench.now.rawValue
        let outages = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        #expect(outages.count == 1 && outages[0].end == nil)
        // Two hosts for four minutes: rarer than their looks would be.
        #expect(bench.servers.plex.requestCount <= 16 && now > 0)
        bench.servers.plex.faults = []
        for _ in 1...8 {
            bench.advance(120)
            try await bench.tick(hosts)
        }
        #expect(try await bench.runs() == ["hour schedule failed", "back plex-back ok"])
        #expect(bench.codes.count { $0 == "plex-back" } == 1)
    }

    @Test func `without a rule that waits for it, a Plex that is down is left alone`() async throws {
        let bench = try HostBench("rules: [{name: hour, when: hourly, do: report}]")
        let host = try await bench.host()
        bench.servers.plex.faults = [PlexFault(.status(503), on: .all)]
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        bench.servers.plex.resetRequests()
        for _ in 1...10 {
            bench.advance(60)
            try await bench.tick([host])
        }
        #expect(bench.servers.plex.requestCount == 0)
    }
}
