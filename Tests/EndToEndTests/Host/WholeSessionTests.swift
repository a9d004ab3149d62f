import Foundation
import JSON
import Lab
import TestSupport
import Testing

/// The whole of it in one session: a rule fires, finds gaps, queues them, they are repaired in Plex; watched on the status
/// page and at the prompt before the same host.
@Suite(.timeLimit(.minutes(15))) struct WholeSessionTests {
    @Test func `a rule fires, and what it finds reaches Plex before our eyes`() async throws {
        let port = HostPage.freePort()
        let page = HostPage(port: port)
        let bench = try LabBench(
            World.make(seed: 23, scenes: 80),
            adding: """
                host: {listen: "127.0.0.1:\(port)"}
                rules:
                  - {name: repair.all, when: startup, scope: all, gaps: {types: [empty, stale]}, do: enqueue}
                  - {name: nightly, when: {daily: "03:30"}, do: report}

                """)
        // Plex is down for writes, so that what is queued can be looked at before it goes.
        bench.servers.plex.faults = [PlexFault(.status(503), on: .writes)]
        let terminal = try PseudoTerminal(bench.program, "host", "--with-shell")
        try await terminal.wait(for: "plexsync")
        terminal.type("stat")  // a line that is being typed while news come
        try await terminal.wait(for: "host: Rule 'repair.all' ended: ok")
        try await terminal.wait(for: "> stat")
        terminal.type("us\r")
        try await terminal.wait(for: "by startup repair.all")
        try await terminal.wait(for: "next, nightly")

        let before = try await page.get("/")
        #expect(before.status == 200 && before.text.contains("<td>startup repair.all</td>"))
        #expect(before.text.contains("<svg class=\"chart\""))
        for secret in ["lab-stash-key", "plex-lab-stash-key"] { #expect(!before.text.contains(secret)) }
        let run = try await bench.program.run("runs", "show", "1", "--format", "json").json()
        let queued = try #require(run["queued"]?["stale"]?.number)
        #expect(queued > 0 && run["trigger"]?.text == "startup" && run["exit_cause"]?.text == "it was done")
        #expect(run["filter"]?.list.first?["key"]?.text == "types")
        #expect((run["cost"]?["plex"]?["requests"]?.number ?? 0) > 0)

        bench.servers.plex.faults = []
        terminal.type("queue drain\r")  // does not wait until the breaker lets the host's own worker ask again
        // Both in one answer: a batch that Plex refused is running in one and ready again in the next.
        let drained = "plexsync_queue_jobs{state=\"ready\"} 0\nplexsync_queue_jobs{state=\"running\"} 0\n"
        _ = try await page.wait(for: drained, at: "/metrics")
        #expect(!bench.servers.plex.edits.isEmpty)
        terminal.type("gaps --type empty,stale --format json > \(bench.folder)/left.json\r")
        terminal.type("quit\r")
        #expect(await terminal.exitCode() == 0)
        let left = try JSONTree(
            parsing: Array(try Data(contentsOf: URL(fileURLWithPath: bench.folder + "/left.json"))))
        let kept = left["gaps"]?.list.filter { $0["confidence"]?.text == "definite" } ?? []
        #expect(kept.isEmpty, "\(kept)")
        await #expect(throws: (any Error).self) { try await page.get("/healthz") }
    }
}
