import Foundation
import JSON
import Lab
import Testing

/// Workers as processes: killed at any moment, stopped beyond their time, several at once.
@Suite struct DrainKillTests {
    /// Ten in the usual run; the long test sets more.
    static var rounds: Int { ProcessInfo.processInfo.environment["PLEXSYNC_KILLS"].flatMap { Int($0) } ?? 10 }

    @Test func `workers killed at any moment lose nothing and do nothing twice`() async throws {
        let bench = try LabBench(World.make(seed: 11, scenes: 300))
        var random = LabRandom(seed: 7)
        _ = try await bench.program.run("reconcile")
        for _ in 1...Self.rounds {
            let scenes = bench.servers.stash.library.scenes.keys.sorted()
            let edited = (1...20).compactMap { _ in scenes.randomElement(using: &random) }
            for id in edited {
                bench.servers.stash.editScene(id) { $0.title = "Edited \(id) \(UInt64.random(in: 0 ... .max))" }
            }
            _ = try await bench.program.run(["queue", "add"] + edited.map(String.init))
            var processes: [Process] = []
            for _ in 1...4 { processes.append(try bench.program.start(["queue", "drain"]).0) }
            try await Task.sleep(for: .milliseconds(Int.random(in: 5...250, using: &random)))
            for process in processes { kill(process.processIdentifier, SIGKILL) }
            for process in processes { process.waitUntilExit() }
        }
        let ending = try await bench.program.run("queue", "drain")
        #expect(ending.code == 0, "\(ending.errors)")
        let gaps = try await bench.program.run("gaps", "--type", "empty,stale", "--format", "json").json()
        let reconciled = try await bench.program.run("reconcile", "--format", "json").json()
        #expect(reconciled["queued"]?["scenes"]?.number == 0, "\(gaps)")
        let status = try await bench.program.run("status", "--format", "json").json()
        #expect(status["queue"]?["running"]?.number == 0 && status["queue"]?["dead"]?.number == 0)
        // Whatever was written, was written as Stash says now; and nothing is written any more.
        bench.servers.plex.resetRequests()
        let all = bench.servers.stash.library.scenes.keys.sorted().map(String.init)
        _ = try await bench.program.run(["queue", "add"] + all)
        _ = try await bench.program.run("queue", "drain")
        #expect(bench.servers.plex.edits.isEmpty, "\(bench.servers.plex.edits.prefix(3))")
        let doctor = try await bench.program.run("doctor")
        #expect(doctor.output.contains("SQLite finds nothing wrong"))
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
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PLEXSYNC_KILLS"] != nil))
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
