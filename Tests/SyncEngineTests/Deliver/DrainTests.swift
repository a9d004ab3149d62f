import Database
import Lab
import Queue
import SyncModel
import Testing

@testable import SyncEngine

@Suite struct DrainTests {
    @Test func `what ended three months ago is taken out, what a person may still look at stays`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await bench.enqueue([1, 2, 3])
        _ = try await bench.engine().drain(bench.options)
        try await bench.store.write { transaction in
            let now = bench.clock.now.rawValue
            _ = try JobStore().enqueue(NewJob(key: "none:1", priority: .hook), now: now, in: transaction)
        }
        #expect(try await bench.engine().drain(bench.options).died == 1)
        bench.clock.advance(.seconds(89 * 86_400))
        _ = try await bench.engine().drain(bench.options)
        #expect(try await bench.jobs([.done]).count == 3)
        bench.clock.advance(.seconds(2 * 86_400))
        _ = try await bench.engine().drain(bench.options)
        #expect(try await bench.jobs([.done]).isEmpty)
        #expect(try await bench.jobs([.dead]).map(\.key) == ["none:1"])
    }

    @Test func `a rate makes a drain wait, not end`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 12))
        try await bench.enqueue(Array(1...12))
        let (engine, start) = (bench.engine(pace: Pace(jobs: 30, in: .seconds(60))), bench.clock.now)
        let report = try await engine.drain(bench.options)
        #expect(report.delivered == 12)
        #expect(bench.clock.now >= start.advanced(seconds: 22), "twelve jobs, two seconds apart")
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `a made world is brought in sync`(seed: UInt64) async throws {
        let bench = try Bench(.make(seed: seed, scenes: 400))
        let before = try await bench.gaps()
        #expect(before.count > 50)
        let run = try await bench.reconcile()
        #expect(run.queued.scenes > 50)
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered > 50)
        #expect(report.died == 0 && report.lost == 0)
        // What Plex had not found yet was asked for, a folder once, and is delivered when its time has come.
        let scans = bench.plex.requests.filter { $0.path.hasSuffix("/refresh") }.map { $0.argumentOfScan }
        #expect(Set(scans).count == scans.count && !scans.isEmpty)
        bench.clock.advance(.seconds(61))
        let second = try await bench.engine().drain(bench.options)
        #expect(second.delivered > 0)
        let after = try await bench.gaps()
        let writable = after.values.filter { !$0.wouldWriteNothing && !$0.types.contains(.missing) }
        #expect(writable.isEmpty, "\(writable.map { "\($0.scene.rawValue) \($0)" }.prefix(5))")
        // Nothing is written twice.
        bench.plex.resetRequests()
        _ = try await bench.reconcile()
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty, "\(bench.plex.edits.prefix(5))")
        for job in try await bench.jobs([.ready]) { #expect(job.errorCode == "not-in-plex", "\(job)") }
    }
}

extension PlexRequest {
    /// The folder that a scan is asked for.
    var argumentOfScan: String { query.last { $0.name == "path" }?.value ?? "" }
}
