import Foundation
import Glibc
import JSON
import Lab
import TestSupport
import Testing

/// The host as a process: signals, files, a second host, its page.
@Suite(.timeLimit(.minutes(15))) struct HostTests {
    private func bench(_ more: String, scenes: Int = 60) throws -> LabBench {
        try LabBench(World.make(seed: 21, scenes: scenes), adding: more)
    }

    private func write(_ more: String, _ bench: LabBench) throws {
        _ = try bench.servers.writeConfiguration(into: bench.folder, adding: more)
    }

    @Test func `a start-up rule runs once though two hosts start, and the second does without the page`() async throws {
        let port = HostPage.freePort()
        let bench = try bench(
            """
            host: {listen: "127.0.0.1:\(port)"}
            rules: [{name: begin, when: startup, do: report}]

            """)
        let hosts = [try HostProcess(bench.program), try HostProcess(bench.program)]
        for host in hosts { try await host.wait(for: "status page") }
        #expect(hosts.count { $0.text.contains("There is no status page: cannot listen") } == 1)
        _ = try await HostPage(port: port).wait(for: "<td>startup begin</td>", at: "/")
        for host in hosts { host.signal(SIGTERM) }
        for host in hosts { #expect(await host.end() == 0) }
        #expect(hosts.map { $0.count(of: "Rule 'begin' starts") }.reduce(0, +) == 1)
        let runs = try await bench.program.run("runs", "list", "--format", "json").json()["runs"]?.list ?? []
        #expect(runs.count == 1 && runs.first?["result"]?.text == "ok")
    }

    @Test func `a broken file is told once and not used, a good one is, and SIGHUP has it read anyway`() async throws {
        let bench = try bench("rules: [{name: a, when: startup, do: report}]\n")
        let host = try HostProcess(bench.program)
        try await host.wait(for: "Rule 'a' ended")
        try write("rules: [{name: a, when: hourli}]\n", bench)
        try await host.wait(for: "the old one stays")
        #expect(host.text.contains("did you mean 'hourly'?"))
        try write("rules: [{name: b, when: startup, do: report}, {name: c, when: never}]\n", bench)
        try await host.wait(for: "read anew: 2 rules")
        host.signal(SIGHUP)
        try await host.wait(for: "read anew: 2 rules", times: 2)
        #expect(host.count(of: "the old one stays") == 1)
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
    }

    @Test func `a host that is told to stop gives back what it has at hand`() async throws {
        let bench = try bench("")
        let queued = try await bench.program.run("reconcile", "--format", "json").json()["queued"]?["scenes"]?.number
        bench.servers.plex.faults = [PlexFault(.hang, on: .writes)]
        bench.servers.plex.resetRequests()
        let host = try HostProcess(bench.program)
        try await host.wait(for: "The host works")
        while !bench.servers.plex.requests.contains(where: { $0.method == "PUT" }) { await Task.yield() }
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
        let jobs = try await bench.program.run("queue", "list", "--format", "json").json()["jobs"]?.list ?? []
        #expect(
            jobs.count == queued && jobs.allSatisfy { $0["state"]?.text == "ready" },
            "\(jobs.map { $0["state"]?.text })")
        // Those that wait for Plex to find a file had their try.
        let edits = jobs.filter { $0["why"]?.texts != ["missing"] }
        #expect(!edits.isEmpty && edits.allSatisfy { $0["attempt"]?.number == 0 }, "\(edits)")
    }

    @Test func `a second SIGTERM ends it at once`() async throws {
        let bench = try bench("rules: [{name: a, when: startup, do: report}]\n")
        bench.servers.plex.faults = [PlexFault(.hang, on: .all)]
        let host = try HostProcess(bench.program)
        try await host.wait(for: "Rule 'a' starts")
        host.signal(SIGTERM)
        try await host.wait(for: "The host stops")
        host.signal(SIGTERM)
        #expect(await host.end() == 128 + SIGTERM)
        // Whoever comes next sees that the run was cut off, and is not held up by it.
        bench.servers.plex.faults = []
        #expect(try await bench.program.run("reconcile").code == 0)
        let runs = try await bench.program.run("runs", "list", "--format", "json").json()["runs"]?.list ?? []
        #expect(runs.map { $0["result"]?.text } == ["ok", "interrupted"])
    }

    @Test func `news are JSON on standard output where that is asked for`() async throws {
        let bench = try bench("rules: [{name: a, when: startup, scope: 24h, do: report}]\n")
        let host = try HostProcess(bench.program, "--format", "jsonl")
        try await host.wait(for: "rule-ended")
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
        let codes = try host.text.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
            try JSONTree(parsing: Array(line.utf8))["code"]?.text
        }
        #expect(codes.filter { $0 != "trouble" } == ["host-started", "rule-started", "rule-ended", "host-stopping"])
    }

    @Test func `a configuration with faults is told with 78, and no host starts`() async throws {
        let bench = try bench("rules: [{name: a, when: hourli}]\n")
        let ending = try await bench.program.run("host")
        #expect(ending.code == 78 && ending.errors.contains("did you mean 'hourly'?") && ending.output.isEmpty)
    }
}
