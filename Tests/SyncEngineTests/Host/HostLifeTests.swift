import Database
import Foundation
import Lab
import Ledger
import Rules
import SyncModel
import Synchronization
import TestSupport
import Testing

@testable import SyncEngine

/// What happens to runs and workers while a host lives: reload, overlap, deadline, failure, stop.
@Suite struct HostLifeTests {
    /// A host whose one rule has begun and waits for an answer.
    private func busy(_ rules: String, _ bench: HostBench) async throws -> AutomationHost {
        let host = try await bench.host(files: [bench.folder("rules.yaml")])
        bench.gate.shut()
        try bench.set("2026-03-01T01:00:00Z")
        try await host.tick()
        while !bench.gate.isAwaited { await Task.yield() }
        return host
    }

    private func touch(_ bench: HostBench, _ text: String) throws {
        bench.write(text)
        try Data(text.utf8).write(to: URL(filePath: bench.folder("rules.yaml")))
    }

    @Test func `a broken file keeps the old rules and is told once, a good one changes them, a run goes on`()
        async throws
    {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let host = try await busy("", bench)
        try touch(bench, "rules: [{name: a, when: hourli}]")
        for _ in 1...3 { try await host.tick() }
        #expect(bench.codes.count { $0 == "reload-refused" } == 1)
        #expect(bench.news.contains { "\($0)".contains("did you mean 'hourly'?") })
        try touch(bench, "rules: [{name: b, when: hourly, do: report}, {name: c, when: never}]")
        try await host.tick()
        #expect(bench.news.contains(.reloaded(rules: 2)))
        bench.gate.open()
        await host.settle()
        #expect(try await bench.runs() == ["a schedule ok"])
        try bench.set("2026-03-01T02:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["a schedule ok", "b schedule ok"])
    }

    @Test func `a file that is just being written is read once more before anything is said of it`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly}]")
        let host = try await bench.host(files: [bench.folder("rules.yaml")])
        for isAsked in [false, true] {
            bench.forgetNews()
            try touch(bench, "rules: [{name: b}]")
            bench.writeLate { try touch(bench, "rules: [{name: b, when: hourly}, {name: c, when: never}]") }
            if isAsked { await host.reload() }
            try await host.tick()
            #expect(!bench.codes.contains("reload-refused") && !bench.codes.contains("reloaded"))
            try await host.tick()
            #expect(bench.news.contains(.reloaded(rules: 2)))
        }
    }

    @Test func `the old rules go on under a broken file`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let host = try await bench.host(files: [bench.folder("rules.yaml")])
        try touch(bench, "rules: 7")
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["a schedule ok"])
        await host.reload()
        try await bench.tick([host])
        #expect(bench.codes.count { $0 == "reload-refused" } == 2)
    }

    @Test func `a rule that was taken out and put back has nothing to catch up with, and stays switched as it was`()
        async throws
    {
        let rules = "rules: [{name: a, when: hourly, do: report}, {name: b, when: hourly, do: report}]"
        let bench = try HostBench(rules, at: "2026-03-01T00:30:00Z")
        let host = try await bench.host(files: [bench.folder("rules.yaml")])
        _ = try await bench.store.write {
            try RuleLog.set("b", isEnabled: false, why: nil, in: $0)
        }
        try touch(bench, "rules: []")
        try await bench.tick([host])
        try bench.set("2026-03-01T01:30:00Z")
        try touch(bench, rules + " ")
        try await bench.tick([host])
        #expect(try await bench.runs().isEmpty)
        try bench.set("2026-03-01T02:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["a schedule ok"])
    }

    @Test func `rights of a file that change are a change of it`() throws {
        let folder = TemporaryFolder()
        let path = folder("rules.yaml")
        try Data("version: 1".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        let stamps = FileStamps(of: [path])
        #expect(stamps.renewed == stamps)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(stamps.renewed != stamps)
    }

    @Test func `a time that comes while the run goes is passed over, or waits`() async throws {
        let bench = try HostBench(
            "rules: [{name: skip, when: hourly, do: report}, {name: queue, when: hourly, overlap: queue, do: report}]")
        let host = try await busy("", bench)
        try bench.set("2026-03-01T02:00:00Z")
        try await host.tick()
        #expect(bench.codes.contains("rule-passed"))
        bench.gate.open()
        await host.settle()
        try await bench.tick([host])
        try await bench.tick([host])
        // 'queue' had to wait for its turn: of its two times the later is started.
        #expect(try await bench.runs() == ["skip schedule ok", "queue schedule ok"])
    }

    @Test func `a rule whose runs outlast its times leaves others their turn`() async throws {
        let bench = try HostBench(
            "rules: [{name: long, when: hourly, overlap: queue, do: report}, {name: other, when: hourly, do: report}]")
        let host = try await busy("", bench)
        try bench.set("2026-03-01T02:00:00Z")
        bench.gate.open()
        await host.settle()
        try await bench.tick([host])
        try await bench.tick([host])
        #expect(try await bench.runs() == ["long schedule ok", "other schedule ok", "long schedule ok"])
    }

    @Test func `a run that passes its deadline is ended`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, deadline: 10m, on_failure: pause}]")
        let host = try await busy("", bench)
        bench.advance(599)
        try await host.tick()
        #expect(!bench.codes.contains("rule-overran"))
        bench.advance(1)
        try await host.tick()
        await host.settle()
        #expect(try await bench.runs() == ["a schedule interrupted"])
        #expect(bench.codes.suffix(3) == ["rule-overran", "rule-failed", "rule-paused"])
        bench.advance(7200)
        try await bench.tick([host])
        #expect(try await bench.runs().count == 1)
    }

    @Test func `a rule that failed goes on at its next time, unless it is to pause`() async throws {
        let bench = try HostBench(
            "rules: [{name: on, when: hourly}, {name: off, when: hourly, on_failure: pause}]")
        let host = try await bench.host()
        bench.servers.stash.fail(.serverError(503))
        try bench.set("2026-03-01T01:00:00Z")
        try await bench.tick([host])
        bench.servers.stash.heal()
        try bench.set("2026-03-01T02:00:00Z")
        try await bench.tick([host])
        #expect(try await bench.runs() == ["on schedule failed", "off schedule failed", "on schedule ok"])
        let states = try await bench.store.read { try RuleLog.states(in: $0) }
        #expect(states["off"]?.override == false && states["off"]?.why?.contains("failed") == true)
        #expect(states["on"]?.override == nil)
    }

    @Test func `what comes after a run that failed need not wait`() async throws {
        let bench = try HostBench("rules: [{name: a, when: startup, do: report}]")
        bench.servers.stash.fail(.serverError(503))
        let host = try await bench.host()
        try await bench.tick([host])
        bench.servers.stash.heal()
        bench.advance(5)
        try await bench.tick([host])
        #expect(bench.news.contains(.happened(.startup)))
        #expect(try await bench.runs() == ["a startup failed", "a startup ok"])
    }

    @Test func `a host that stops lets its run end`() async throws {
        let bench = try HostBench("rules: [{name: a, when: hourly, do: report}]")
        let host = try await busy("", bench)
        let life = Task { try await host.run() }
        await host.stop()
        bench.gate.open()
        try await life.value
        #expect(try await bench.runs() == ["a schedule ok"])
        #expect(bench.codes.last == "rule-ended")
    }

    @Test func `a worker rests by the host's beat, and begins anew with a new configuration`() async throws {
        let bench = try HostBench("rules: []")
        let starts = Mutex(0)
        let beats = Mutex(0)
        let host = try await bench.host(files: [bench.folder("rules.yaml")]) { _, pace in
            starts.withLock { $0 += 1 }
            while true {
                try await pace.rest(.seconds(1))
                beats.withLock { $0 += 1 }
            }
        }
        func tick(until isTrue: () -> Bool) async throws {
            while !isTrue() {
                bench.advance(1)
                try await host.tick()
                await Task.yield()
            }
        }
        try await tick { beats.withLock { $0 } == 3 }
        #expect(starts.withLock { $0 } == 1)
        try touch(bench, "rules: [{name: a, when: never}]")
        try await tick { starts.withLock { $0 } == 2 }
        let life = Task { try await host.run() }
        await host.stop()
        try await life.value
    }

    @Test func `a worker that fails is tried again, ever later`() async throws {
        struct Broken: Error {}
        let bench = try HostBench("rules: []")
        let starts = Mutex<[Int]>([])
        let host = try await bench.host { _, _ in
            starts.withLock { $0.append(bench.now.seconds) }
            throw Broken()
        }
        let begin = bench.now.seconds
        while starts.withLock({ $0.count }) < 5 {
            try await host.tick()
            await host.worker?.value
            bench.advance(5)
        }
        let times = starts.withLock { $0 }
        #expect(zip(times, times.dropFirst()).map { $1 - $0 } == [15, 30, 60, 120] && times[0] == begin)
    }
}
