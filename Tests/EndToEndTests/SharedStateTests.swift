import Foundation
import JSON
import Lab
import Testing

/// Several commands on one state folder.
@Suite struct SharedStateTests {
    @Test func `while another reconciliation works, looking compares on a copy and reconciling is refused`()
        async throws
    {
        let bench = try LabBench(World.make(seed: 11, scenes: 120))
        _ = try await bench.program.run("gaps", "--format", "json")
        let lock = open("\(bench.state)/index.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        defer { close(lock) }
        async let looked = bench.program.run("gaps", "--format", "json")
        async let reconciled = bench.program.run("reconcile", "--format", "json")
        let (look, refusal) = try await (looked, reconciled)
        #expect(look.code == 0, "\(look.errors)")
        #expect(try look.json()["outcomes"]?.counts == bench.servers.world.truth.outcomes)
        #expect(look.errors.contains("copy"))
        #expect(refusal.code == 75, "\(refusal.errors)")
        #expect(refusal.output.isEmpty)
        let runs = try await bench.program.run("runs", "list", "--format", "json")
        let listed = try runs.json()["runs"]?.list
        #expect(listed?.isEmpty == true)
    }

    @Test func `ten at once leave one good state`() async throws {
        let bench = try LabBench(World.make(seed: 12, scenes: 150))
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<10 {
                let words = number % 2 == 0 ? ["gaps", "--format", "json"] : ["reconcile", "--format", "json"]
                group.addTask { try await bench.program.run(words).code }
            }
            for try await code in group { #expect(code == 0 || code == 75) }
        }
        let jobs = try await bench.program.run("queue", "list", "--format", "json").json()["jobs"]?.list ?? []
        let wanted = bench.servers.world.truth.gaps.count { $0.gap?.notQueued == nil }
        #expect(jobs.count == wanted)
    }
}
