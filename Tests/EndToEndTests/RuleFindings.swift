import Foundation
import JSON
import Lab
import Testing

/// What a rule finds and does over HTTP.
struct RuleFindings {
    let rule: String
    private let looked: JSONTree
    let outcomes, notQueued: [String: Int]
    let gaps: [JSONTree]
    let queued: [JSONTree]
    let result: String

    /// - Parameter before: Scenes that had a job already.
    ///
    /// Looks with the state that is there, and queues in a copy of it: no rule finds what another has queued.
    init(of rule: String, _ bench: LabBench, jobsBefore before: [String] = []) async throws {
        self.rule = rule
        let dry = try await bench.program.run("rules", "run", rule, "--dry-run", "--format", "json")
        looked = try dry.json()
        let program = Program(arguments: ["--rules", bench.rules, "--state", try bench.copyOfState()])
        let done = try await program.run("rules", "run", rule, "--format", "json")
        let report = try done.json()
        let list = try await program.run("queue", "list", "--format", "json")
        queued = (try list.json()["jobs"]?.list ?? []).compactMap { $0["scene"] }
            .filter { !before.contains($0.text ?? "") }
        notQueued = report["not_queued"]?["by_reason"]?.counts ?? [:]
        outcomes = report["outcomes"]?.counts ?? [:]
        gaps = report["gaps"]?.list ?? []
        result = report["result"]?.text ?? ""
        #expect(looked["gaps"] == report["gaps"] && looked["outcomes"] == report["outcomes"])
        #expect(done.code == (result == "ok" ? 0 : 1), "\(done.errors)")
    }

    /// Writes a file of one test that expects just this.
    /// - Returns: Its path.
    func write(_ text: FixtureText, into bench: LabBench) throws -> String {
        let file = "\(bench.folder)/\(rule).test.yaml"
        try Data(text.file(rule: rule, expecting: expectation).utf8).write(to: URL(filePath: file))
        return file
    }

    /// The same in the words of a fixture; what a gap rests on besides is in the plans.
    private var expectation: JSONTree {
        let plans = (looked["plans"]?.list ?? []).map { plan -> JSONTree in
            [
                "scene": plan["scene"] ?? .null, "rating_key": plan["target"]?["rating_key"] ?? .null,
                "edits": list(plan["edits"], keeping: ["field", "action", "have", "want"]),
                "kept": list(plan["kept"], keeping: ["field", "why"]),
            ]
        }
        let bare = gaps.map { gap -> JSONTree in
            let targets = (gap["targets"]?.list ?? []).compactMap { $0["rating_key"] }
            return .object((gap.members ?? []).map { $0 == "targets" ? ($0, .array(targets)) : ($0, $1) })
        }
        return [
            "scanned": looked["scanned"] ?? .null, "counts": looked["counts"] ?? .null,
            "outcomes": looked["outcomes"] ?? .null, "gaps": .array(bare), "plans": .array(plans),
            "result": .string(result), "queued": .array(queued),
            "not_queued": .object(notQueued.map { ($0, .int($1)) }),
        ]
    }

    private func list(_ list: JSONTree?, keeping keys: [String]) -> JSONTree {
        .array((list?.list ?? []).map { .object(($0.members ?? []).filter { keys.contains($0.0) }) })
    }
}

/// Runs tests and expects that they hold: each of them expects what was found over HTTP.
func expectTestsAgree(_ files: [String], _ bench: LabBench) async throws {
    let ending = try await bench.program.run(["rules", "test"] + files + ["--format", "json"])
    let tests = try ending.json()["tests"]?.list ?? []
    #expect(tests.count == files.count, "\(ending.errors)")
    for test in tests {
        let differences = (test["differences"]?.list ?? []).map {
            "\($0["what"]?.text ?? ""): over HTTP \($0["expected"]?.text ?? ""), tested \($0["found"]?.text ?? "")"
        }
        #expect(differences == [], "\(test["rules"]?.texts ?? [])")
    }
    #expect(ending.code == 0)
}
