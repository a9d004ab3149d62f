import Database
import Foundation
import JSON
import Lab
import Queue
import TestSupport
import Testing

/// Workers as processes: killed at any moment, stopped, several at once.
///
/// `PLEXSYNC_KILLS=500` kills so many; a usual run 24, `.ci/long` ten thousand. `PLEXSYNC_KILL_SEED` takes the same
/// moments again.
@Suite struct DrainKillTests {
    private static let environment = ProcessInfo.processInfo.environment
    static var kills: Int { environment["PLEXSYNC_KILLS"].flatMap { Int($0) } ?? 24 }
    static var seed: UInt64 { environment["PLEXSYNC_KILL_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999) }

    @Test func `workers killed at any moment lose nothing and do nothing twice`() async throws {
        let crew = try await Crew(World.make(seed: 11, scenes: 300))
        let seed = Self.seed
        var random = LabRandom(seed: seed)
        // Slow enough that a kill meets a worker in the midst of its work.
        crew.bench.servers.plex.faults = [PlexFault(.latency(.milliseconds(3)), on: .all)]
        var kills = 0
        while kills < Self.kills {
            try await crew.edit(25, &random)
            let workers = try (1...4).map { _ in try crew.start() }
            for worker in workers.shuffled(using: &random) {
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...120, using: &random)))
                if worker.kill() { kills += 1 }
            }
            for worker in workers { await worker.end() }
        }
        crew.bench.servers.plex.faults = []
        try await crew.finish()
        let jobs = try await crew.jobs()
        #expect(jobs.allSatisfy { $0.state == .done }, "seed \(seed): \(jobs.filter { $0.state != .done }.prefix(3))")
        for job in jobs {
            // Each claim but the last ended in a kill, or in a try that failed and is on record; a long history is cut.
            let attempts = try await crew.attempts(of: job)
            #expect(job.claims == attempts.count + 1 || attempts.count >= 50, "seed \(seed): \(job), \(attempts)")
        }
        #expect(try await crew.store.integrityCheck() == [])
        #expect(crew.differing() == [], "seed \(seed)")
        #expect(try await crew.editsOfAnotherDrain().isEmpty, "seed \(seed)")
        let workers = crew.bench.state + "/workers"
        #expect(try FileManager.default.contentsOfDirectory(atPath: workers).isEmpty, "no lock is left behind")
    }

    @Test func `without a kill each of many jobs is started once, whoever of four does it`() async throws {
        let crew = try await Crew(World.make(seed: 14, scenes: 300))
        var random = LabRandom(seed: 1)
        for _ in 1...3 {
            try await crew.edit(70, &random)
            let workers = try (1...4).map { _ in try crew.start() }
            for worker in workers { #expect(await worker.end() == 0) }
        }
        for job in try await crew.jobs() {
            #expect(job.state == .done && job.claims == 1, "\(job)")
            #expect(try await crew.attempts(of: job).isEmpty)
        }
        #expect(crew.differing() == [])
        let titles = Dictionary(grouping: crew.bench.servers.plex.edits.compactMap { $0.values["title"] }) { $0 }
        #expect(titles.filter { $0.value.count > 1 }.isEmpty, "no title was written twice")
    }

    @Test func `the jobs of a worker that was killed are done by the next one, though nothing else waits`() async throws
    {
        let crew = try await Crew(World.make(seed: 15, scenes: 120))
        var random = LabRandom(seed: 2)
        try await crew.edit(10, &random)
        crew.bench.servers.plex.faults = [PlexFault(.hang, on: .writes)]
        let worker = try crew.start()
        try await crew.until { crew.bench.servers.plex.requests.contains { $0.method == "PUT" } }
        #expect(worker.kill())
        await worker.end()
        crew.bench.servers.plex.faults = []
        let seen = try await crew.bench.program.run("status", "--format", "json").json()
        #expect(seen["queue"]?["running"]?.number == 0, "they wait as soon as anybody looks")
        let drained = try await crew.bench.program.run("queue", "drain", "--format", "json")
        #expect(drained.code == 0)
        #expect(try drained.json()["delivered"]?.number == 10)
        #expect(crew.differing() == [])
    }

    @Test func `a drain of a made world leaves nothing that could be written`() async throws {
        let bench = try LabBench(World.make(seed: 12, scenes: 300))
        let queued = try await bench.program.run("reconcile", "--format", "json").json()
        let drained = try await bench.program.run("queue", "drain", "--format", "json")
        #expect(drained.code == 0)
        let report = try drained.json()
        let scenes = try #require(queued["queued"]?["scenes"]?.number)
        // A job may be tried more than once in one drain; each ends delivered or still waits for Plex to find its file.
        let waiting = try await bench.program.run("queue", "list", "--format", "json").json()["jobs"]?.list ?? []
        #expect((report["delivered"]?.number ?? 0) + waiting.count == scenes)
        let again = try await bench.program.run("reconcile", "--format", "json").json()
        #expect(again["queued"]?["scenes"]?.number == 0)
    }

    /// It takes the thirty seconds that it is about; the engine's tests do the same with a clock of their own.
    @Test(.enabled(if: environment["PLEXSYNC_KILLS"] != nil))
    func `a Plex that stays down ends a drain with 69, and nothing is lost`() async throws {
        let bench = try LabBench(World.make(seed: 13, scenes: 30))
        _ = try await bench.program.run("reconcile")
        bench.servers.plex.faults = [PlexFault(.status(503), on: .library)]
        let ending = try await bench.program.run("queue", "drain")
        #expect(ending.code == 69 && ending.output.isEmpty)
        #expect(ending.errors.contains("503"))
        let status = try await bench.program.run("status", "--format", "json").json()
        #expect(status["breakers"]?["plex"]?["state"]?.text == "open")
        #expect(status["queue"]?["dead"]?.number == 0)
    }
}
