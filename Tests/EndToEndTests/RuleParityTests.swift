import Foundation
import JSON
import Lab
import Testing

/// A rule finds and queues what the same words find and queue by hand.
@Suite struct RuleParityTests {
    /// A world in which each of the words keeps some gaps and drops others.
    private static let world = World.make(seed: 12, scenes: 250)

    private static let words: [[String]] = [
        [], ["--type", "empty"], ["--type", "stale,missing", "--confidence", "definite"], ["--field", "studio,tags"],
        ["--not-type", "missing", "--not-field", "title"],
        ["--scope", "last 3000d", "--by", "created", "--type", "empty"],
        ["--since", "2025-01-01", "--until", "2026-06-01T12:00:00Z"], ["--organized"],
        ["--rating", ">= 60", "--not-type", "missing"], ["--path", "*1*"],
    ]

    /// What a run says of its gaps, whatever it was called by and whenever it was.
    private func found(_ ending: Program.Ending) throws -> [String: JSONTree] {
        #expect(ending.code == 0, "\(ending.errors)")
        let report = try ending.json()
        let keys = ["scanned", "outcomes", "counts", "gaps", "complete", "queued", "not_queued"]
        return Dictionary(uniqueKeysWithValues: keys.compactMap { key in report[key].map { (key, $0) } })
    }

    @Test(arguments: words)
    func `a rule that only reports finds what 'gaps' finds, one that queues what 'reconcile' queues`(
        words: [String]
    ) async throws {
        let bench = try LabBench(Self.world)
        /// Each over a state of its own, so that none profits of another's.
        func run(_ command: [String], state: String) async throws -> [String: JSONTree] {
            let program = Program(arguments: ["--rules", bench.rules, "--state", "\(bench.folder)/\(state)"])
            return try found(try await program.run(command + ["--format", "json"]))
        }
        for action in ["report", "enqueue"] {
            let made = try await bench.program.run(
                ["rules", "add", action, "--when", "manual", "--do", action, "--yes"] + words)
            #expect(made.code == 0, "\(made.errors)")
        }
        let gaps = try await run(["gaps"] + words, state: "gaps")
        let reconciled = try await run(["reconcile"] + words, state: "reconcile")
        let reported = try await run(["rules", "run", "report"], state: "report")
        let enqueued = try await run(["rules", "run", "enqueue"], state: "enqueue")
        let count = gaps["gaps"]?.list.count ?? 0
        #expect(count > 0, "a test of nothing")
        for key in ["scanned", "outcomes", "counts", "gaps", "complete"] {
            #expect(reported[key] == gaps[key], "\(key)")
            #expect(enqueued[key] == reconciled[key], "\(key)")
        }
        #expect(enqueued["queued"] == reconciled["queued"] && enqueued["not_queued"] == reconciled["not_queued"])
        #expect(reported["queued"]?["scenes"]?.number == 0)
        #expect(reported["not_queued"]?["by_reason"]?["report"]?.number ?? 0 > 0)
    }

    @Test func `a rule of one library looks at that library alone`() async throws {
        let bench = try LabBench(Self.world)
        let listed = try await bench.program.run("libraries", "--format", "json")
        let titles = (try listed.json()["libraries"]?.list ?? []).filter { $0["supported"]?.flag != false }
            .compactMap { $0["title"]?.text }
        let title = try #require(titles.first)
        let made = try await bench.program.run(
            "rules", "add", "one", "--when", "manual", "--do", "report", "--library", title, "--yes")
        #expect(made.code == 0, "\(made.errors)")
        let gaps = try found(try await bench.program.run("gaps", "--library", title, "--format", "json"))
        let reported = try found(try await bench.program.run("rules", "run", "one", "--format", "json"))
        #expect(reported["gaps"] == gaps["gaps"] && reported["outcomes"] == gaps["outcomes"])
    }

    @Test func `a library that Plex lacks is the file's fault where a rule names it`() async throws {
        let bench = try LabBench(World.make(seed: 12, scenes: 5))
        // Where no libraries are named, only Plex can tell which there are.
        let lines = try String(contentsOfFile: bench.rules, encoding: .utf8).split(separator: "\n")
        let kept = lines.filter { !$0.hasPrefix("  libraries:") }.joined(separator: "\n")
        try Data(kept.utf8).write(to: URL(filePath: bench.rules))
        let made = try await bench.program.run(
            "rules", "add", "one", "--when", "manual", "--library", "Nowhere", "--yes")
        #expect(made.code == 0, "\(made.errors)")
        let run = try await bench.program.run("rules", "run", "one")
        #expect(run.code == 78 && run.output.isEmpty)
        #expect(run.errors.contains("'gaps.library' of rule 'one', \(bench.rules) line "), "\(run.errors)")
        #expect(run.errors.contains("Plex has no library 'Nowhere'"))
        #expect(try await bench.program.run("gaps", "--library", "Nowhere").code == 2)
        let shown = try await bench.program.run("runs", "show", "1", "--format", "csv").output
        #expect(shown.split(separator: "Plex has no library").count == 2, "told once: \(shown)")
    }
}
