import Foundation
import JSON
import Lab
import Testing

/// How many requests a look may cost (`DESIGN.md` 13; nothing here looks at a clock).
@Suite struct BudgetTests {
    @Test func `a look at 5,000 scenes keeps to its budget, and a second one to fifteen requests`() async throws {
        let bench = try LabBench(World.large(scenes: 5000))
        let first = try await bench.program.run("gaps", "--format", "json")
        #expect(first.code == 0, "\(first.errors)")
        let cost = bench.takeRequestCounts()
        #expect(cost.plex <= 130, "\(cost)")
        #expect(cost.stash <= 30, "\(cost)")
        let second = try await bench.program.run("gaps", "--format", "json")
        let again = bench.takeRequestCounts()
        #expect(again.plex + again.stash <= 15, "\(again)")
        #expect(first.output == second.output)
    }

    @Test func `a look that changes nothing writes nothing`() async throws {
        let bench = try LabBench(World.make(seed: 2, scenes: 500))
        _ = try await bench.program.run("reconcile", "--format", "json")
        _ = try await bench.program.run("gaps", "--format", "json")
        let before = try contents(bench)
        _ = try await bench.program.run("gaps", "--format", "json")
        #expect(try contents(bench) == before)
    }

    /// Database and WAL, byte for byte.
    private func contents(_ bench: LabBench) throws -> [Data] {
        try ["plexsync.db", "plexsync.db-wal"].map {
            try Data(contentsOf: URL(fileURLWithPath: "\(bench.state)/\($0)"))
        }
    }
}
