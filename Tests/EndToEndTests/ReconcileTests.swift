import Foundation
import JSON
import Lab
import TestSupport
import Testing

/// From gaps to the queue: once, whatever happens meanwhile.
@Suite struct ReconcileTests {
    static var kills: Int { ProcessInfo.processInfo.environment["PLEXSYNC_KILLS"].flatMap { Int($0) } ?? 5 }

    /// Scenes that a reconciliation must queue.
    private func wanted(_ world: World) -> Set<String> {
        Set(world.truth.gaps.filter { $0.gap?.notQueued == nil }.map { String($0.scene) })
    }

    private func queued(_ bench: LabBench) async throws -> [String] {
        let list = try await bench.program.run("queue", "list", "--format", "json")
        #expect(list.code == 0, "\(list.errors)")
        return try list.json()["jobs"]?.list.compactMap { $0["scene"]?.text } ?? []
    }

    @Test func `every gap is queued once, and a second run queues nothing new`() async throws {
        let bench = try LabBench(World.make(seed: 3, scenes: 1000))
        let first = try await bench.program.run("reconcile", "--format", "json")
        #expect(first.code == 0, "\(first.errors)")
        let report = try first.json()
        let jobs = try await queued(bench)
        #expect(Set(jobs) == wanted(bench.servers.world))
        #expect(jobs.count == Set(jobs).count)
        #expect(report["queued"]?["scenes"]?.number == jobs.count)
        let gaps = report["outcomes"]?["gap"]?.number ?? 0
        #expect((report["not_queued"]?["scenes"]?.number ?? 0) + jobs.count == gaps)
        let second = try await bench.program.run("reconcile", "--format", "json")
        #expect(try second.json()["queued"]?["scenes"]?.number == 0)
        #expect(try second.json()["not_queued"]?["by_reason"]?["already_queued"]?.number == jobs.count)
        #expect(try await queued(bench).count == jobs.count)
    }

    @Test func `a limit counts new jobs alone, so that the next run gets on`() async throws {
        let bench = try LabBench(World.make(seed: 3, scenes: 200))
        var seen: Set<String> = []
        for round in 0..<3 {
            let run = try await bench.program.run("reconcile", "--limit", "4", "--format", "json")
            let report = try run.json()
            let jobs = Set(try await queued(bench))
            #expect(report["queued"]?["scenes"]?.number == 4)
            #expect(jobs.count == 4 * (round + 1) && seen.isSubset(of: jobs))
            #expect((report["not_queued"]?["by_reason"]?["already_queued"]?.number ?? 0) == seen.count)
            seen = jobs
        }
    }

    @Test func `killed at any moment, the next run loses no scene and queues none twice`() async throws {
        let bench = try LabBench(World.make(seed: 4, scenes: 600))
        var random = LabRandom(seed: 4)
        for _ in 1...Self.kills {
            let process = try bench.program.start(["reconcile", "--format", "json"], isHeard: false)
            // At a random request rather than a random time: that does not depend on the machine.
            let moment = Int(random.next() % 40)
            while process.isRunning, bench.servers.stash.requests.count + bench.servers.plex.requestCount < moment {
                await Task.yield()
            }
            process.signal(SIGKILL)
            await process.end()
            _ = bench.takeRequestCounts()
        }
        let last = try await bench.program.run("reconcile", "--format", "json")
        #expect(last.code == 0, "\(last.errors)")
        let jobs = try await queued(bench)
        #expect(Set(jobs) == wanted(bench.servers.world))
        #expect(jobs.count == Set(jobs).count)
        #expect(try last.json()["outcomes"]?.counts["unreadable"] == nil)
        let runs = try await bench.program.run("runs", "list", "--format", "json")
        let results = try runs.json()["runs"]?.list.compactMap { $0["result"]?.text } ?? []
        #expect(results.first == "ok")
        #expect(!results.contains("running"))
    }

    @Test func `a dry run shows edits and writes nothing`() async throws {
        let bench = try LabBench(World.make(seed: 5, scenes: 300))
        let ending = try await bench.program.run("reconcile", "--dry-run", "--format", "json")
        let report = try ending.json()
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(report["run"] == nil)
        #expect(report["queued"]?["scenes"]?.number == 0)
        let plans = report["plans"]?.list ?? []
        #expect(!plans.isEmpty)
        #expect(try await queued(bench).isEmpty)
        #expect(bench.servers.plex.edits.isEmpty)
        let runs = try await bench.program.run("runs", "list", "--format", "json")
        let listed = try runs.json()["runs"]?.list
        #expect(listed?.isEmpty == true)
    }
}
