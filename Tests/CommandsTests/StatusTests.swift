import Database
import JSON
import Ledger
import Queue
import SyncEngine
import SyncModel
import TestSupport
import Testing

@testable import Commands

@Suite struct StatusTests {
    let bench = Bench()

    @Test func `a new folder is quiet`() async throws {
        #expect(
            try await bench.run("status --format json").output
                == #"{"queue":{"ready":0,"running":0,"dead":0,"done":0,"held":0,"paused":false},"#
                + #""breakers":{"plex":{"state":"closed"},"stash":{"state":"closed"}},"next":[]}"# + "\n")
        #expect(try await bench.run("status").output.contains("last run        none yet; 'reconcile' makes one"))
    }

    @Test func `a breaker that opened says until when, and why`() async throws {
        let now = Bench.now.rawValue
        try await bench.store.write { transaction in
            for _ in 1...5 {
                try JobStore().record(.missed(), to: "plex", cause: "Plex is gone.", now: now, in: transaction)
            }
        }
        let plex = try await bench.run("status --format json").json()["breakers"]?["plex"]
        #expect(plex?["state"]?.string == "open")
        #expect(plex?["cause"]?.string == "Plex is gone.")
        #expect(plex?["until"]?.string?.hasPrefix("2025-12-29T09:20:") == true)
        #expect(try await bench.run("status").output.contains("Plex is gone."))
    }

    @Test func `outages are listed with their cause, and what share of the time a server was there`() async throws {
        let now = Bench.now.rawValue
        let hour = 3_600_000
        try await bench.store.write { transaction in
            let run = try RunLog.begin(
                trigger: "command", rule: nil, owner: "index.lock", summary: Array("{}".utf8),
                now: Instant(rawValue: now - 10 * hour), in: transaction)
            try RunLog.finish(
                run, .ok, summary: Array("{}".utf8), now: Instant(rawValue: now - 10 * hour), in: transaction)
            for _ in 1...5 {
                try JobStore().record(
                    .missed(), to: "plex", cause: "Plex \u{1b}[31mis gone.", now: now - 3 * hour, in: transaction)
            }
            let admission = try JobStore().admit(
                to: "plex", by: "w", byHand: false, now: now - 2 * hour, in: transaction, isAlive: { _ in true })
            guard case .go(let pass) = admission else { throw NotAdmitted() }
            try JobStore().record(.answered, of: pass, to: "plex", cause: "", now: now - 2 * hour, in: transaction)
            for _ in 1...5 {
                try JobStore().record(.missed(), to: "stash", cause: "No.", now: now - hour / 2, in: transaction)
            }
        }
        let json = try await bench.run("status --outages --format json").json()
        #expect(json["servers"]?["plex"]?["availability"]?.double == 0.9)
        #expect(json["servers"]?["plex"]?["down_seconds"]?.int == 3600)
        #expect(json["servers"]?["stash"]?["availability"]?.double == 0.95)
        #expect(json["outages"]?.elements?.map { $0["server"]?.string } == ["plex", "stash"])
        #expect(json["outages"]?[0]?["start"]?.string == Instant(rawValue: now - 3 * hour).rfc3339)
        #expect(json["outages"]?[0]?["end"]?.string == Instant(rawValue: now - 2 * hour).rfc3339)
        #expect(json["outages"]?[1]?["end"] == nil)
        let narrow = try await bench.run("status --outages --since 1h --format json").json()
        #expect(narrow["servers"]?["plex"]?["availability"]?.double == 1)
        #expect(narrow["servers"]?["stash"]?["availability"]?.double == 0.5)
        let table = try await bench.run("status --outages")
        #expect(table.output.contains("lasts") && table.output.contains("is gone."))
        #expect(!table.output.contains("\u{1b}"))
        #expect(table.said.contains { $0.hasPrefix("plex: there 90.000 % of the time") })
        #expect(try await bench.run("status --since 1h").code == 2)
    }

    private struct NotAdmitted: Error {}

    @Test func `without any history nothing is claimed of the servers`() async throws {
        let json = try await bench.run("status --outages --format json").json()
        #expect(json["servers"]?["plex"]?["availability"] == nil)
        #expect(json["outages"]?.elements?.isEmpty == true)
    }

    @Test func `a refused token is told`() async throws {
        let now = Bench.now.rawValue
        try await bench.store.write { transaction in
            let jobs = JobStore()
            _ = try jobs.enqueue(NewJob(key: "scene:1", priority: .rule), now: now, in: transaction)
            for job in try jobs.claim(upTo: 1, by: "w", now: now, in: transaction, isAlive: { _ in true }) {
                _ = try jobs.end(
                    job.fence, Ending(.pauseQueue, error: "Plex refused the token."), now: now, jitter: 1,
                    in: transaction)
            }
        }
        let queue = try await bench.run("status --format json").json()["queue"]
        #expect(queue?["paused"]?.bool == true)
        #expect(queue?["paused_because"]?.string == "Plex refused the token.")
    }

    /// As a run leaves it that was killed: nobody holds the lock under which it ran.
    func leaveRun(_ scope: ResolvedScope) async throws {
        var writer = JSONWriter()
        writer.object { writer in
            scope.write(to: &writer, as: "scope")
            writer.write("scanned", 10)
            writer.object("outcomes") { $0.write("gap", 3) }
            writer.object("found") { $0.write("stale", 3) }
            writer.object("queued") { $0.write("stale", 2) }
            writer.write("queued_scenes", 2)
            writer.object("not_queued") { $0.write("kept", 1) }
            writer.write("emptied", 0)
            writer.array("troubles") { _ in }
        }
        let summary = writer.bytes
        try await bench.store.write { transaction in
            _ = try RunLog.begin(
                trigger: "schedule", rule: "nightly", owner: "index.lock", summary: summary, now: Bench.now,
                in: transaction)
        }
    }

    @Test func `the last run is shown, interrupted where its process is gone`() async throws {
        try await leaveRun(ResolvedScope(kind: "24h", by: .updated, from: Bench.now.advanced(seconds: -86_400)))
        let run = try await bench.run("status --format json").json()["last_run"]
        #expect(run?["run"]?.string == "1")
        #expect(run?["rule"]?.string == "nightly")
        #expect(run?["trigger"]?.string == "schedule")
        #expect(run?["result"]?.string == "interrupted")
        #expect(run?["scope"]?["kind"]?.string == "24h")
        #expect(run?["scope"]?["from"]?.string == "2025-12-28T09:20:00Z")
        #expect(run?["found"] == ["empty": 0, "stale": 3, "missing": 0])
        #expect(run?["queued"] == ["empty": 0, "stale": 2, "missing": 0])
    }

    @Test func `a run whose process lives is left as it is`() async throws {
        try await leaveRun(ResolvedScope(kind: "all", by: .updated))
        let lock = try #require(try OSLock.take(at: bench.folder("state/index.lock")))
        defer { lock.release() }
        #expect(try await bench.run("runs list --format json").json()["runs"]?[0]?["result"]?.string == "running")
    }

    @Test func `runs are listed in every format, and one is shown`() async throws {
        #expect(try await bench.run("runs list").said == ["No reconciliation has run yet; 'reconcile' makes one."])
        try await leaveRun(ResolvedScope(kind: "all", by: .updated))
        #expect(try await bench.run("runs list --format jsonl").lines.count == 1)
        #expect(try await bench.run("runs list --format csv").lines.count == 2)
        #expect(try await bench.run("runs show 1").output.contains("not queued, kept     1\n"))
        #expect(try await bench.run("runs show 1 --format json").json()["not_queued"] == ["kept": 1])
        #expect(try await bench.run("runs show 2").code == 1)
    }
}
