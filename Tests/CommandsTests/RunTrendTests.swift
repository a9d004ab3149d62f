import Database
import JSON
import Ledger
import SyncEngine
import SyncModel
import Terminal
import Testing

@testable import Commands

@Suite struct RunTrendTests {
    let bench = Bench()

    /// - Parameter stale: Gaps that each run found, the earliest first; `nil` for a run that failed.
    func leaveRuns(stale: [Int?], rule: String?, every seconds: Int = 3600) async throws {
        for (number, count) in stale.enumerated() {
            let at = Bench.now.advanced(seconds: (number - stale.count) * seconds)
            var writer = JSONWriter()
            writer.object { writer in
                ResolvedScope(kind: "all", by: .updated).write(to: &writer, as: "scope")
                for key in ["outcomes", "queued", "not_queued"] as [StaticString] { writer.object(key) { _ in } }
                writer.object("found") { $0.write("stale", count ?? 0) }
                for key in ["scanned", "queued_scenes", "emptied"] as [StaticString] { writer.write(key, 0) }
                writer.array("troubles") { _ in }
            }
            let summary = writer.bytes
            try await bench.store.write { transaction in
                let run = try RunLog.begin(
                    trigger: "schedule", rule: rule, owner: "index.lock", summary: summary, now: at, in: transaction)
                try RunLog.finish(run, count == nil ? .failed : .ok, summary: summary, now: at, in: transaction)
            }
        }
    }

    @Test func `without runs a sentence says how to make one, and data is empty`() async throws {
        let ending = try await bench.run("runs trend")
        #expect(ending.code == 0 && ending.output == "")
        #expect(ending.said == ["No reconciliation has run yet; 'reconcile' makes one."])
        #expect(
            try await bench.run("runs trend --rule nightly").said.first?.hasPrefix("The rule 'nightly' has") == true)
        #expect(try await bench.run("runs trend --format json").output == "{\"runs\":[]}\n")
        #expect(try await bench.run("runs trend --format csv").lines.count == 1)
    }

    @Test func `the latest run stands at the right, and one that failed nowhere`() async throws {
        try await leaveRuns(stale: [0, 8, nil, 4], rule: nil)
        let ending = try await bench.run("runs trend")
        #expect(ending.output.contains("stale    ▁█▅         4     8\n"))
        #expect(ending.said == ["3 runs, from 4 h ago to 1 h ago."])
        let runs = try await bench.run("runs trend --format json").json()["runs"]?.elements ?? []
        #expect(runs.map { $0["run"]?.string } == ["1", "2", "4"])
        #expect(runs.map { $0["found"]?["stale"]?.int } == [0, 8, 4])
        #expect(runs.map { $0["found"]?["missing"]?.int } == [0, 0, 0])
        #expect(try await bench.run("runs trend --format csv").lines.last?.hasSuffix(",,0,4,0") == true)
    }

    @Test func `a rule has its own trend, and its limit is of its own runs`() async throws {
        try await leaveRuns(stale: [1, 2, 3], rule: "Nightly")
        try await leaveRuns(stale: [9], rule: "weekly")
        let runs = try await bench.run("runs trend --rule nightly -n 2 --format jsonl").lines
        #expect(runs.map { $0.contains("\"stale\":2") || $0.contains("\"stale\":3") } == [true, true])
        #expect(try await bench.run("runs list --rule WEEKLY --format json").json()["runs"]?.elements?.count == 1)
    }

    @Test(arguments: [(80, true), (40, true), (40, false)])
    func `curves fit the window, the latest runs first`(width: Int, isUTF8: Bool) async throws {
        try await leaveRuns(stale: (1...120).map { $0 * 1000 }, rule: nil)
        let runs = try await bench.store.read { try RunLog.listEnded(limit: 120, in: $0) }
        let look = Look(width: width, isUTF8: isUTF8)
        let trend = try RunTrend(runs.reversed())
        let text = trend.rendered(look)
        #expect(text.split(separator: "\n").allSatisfy { $0.terminalWidth <= width }, "\(text)")
        #expect(text.contains(isUTF8 ? "█  120 000  120 000" : "#  120 000  120 000"))
        #expect(isUTF8 || text.utf8.allSatisfy { $0 < 0x80 })
        #expect(trend.sentence(look, now: Bench.now).hasSuffix(" to 1 h ago."))
    }
}
