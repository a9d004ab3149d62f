import Foundation
import JSON
import Lab
import Testing

/// After whatever happened at either server, looking at what changed finds what looking at everything finds.
@Suite struct RandomChangeTests {
    static var count: Int { ProcessInfo.processInfo.environment["PLEXSYNC_CHANGES"].flatMap { Int($0) } ?? 30 }
    static var seed: UInt64 { ProcessInfo.processInfo.environment["PLEXSYNC_CHANGE_SEED"].flatMap { UInt64($0) } ?? 1 }

    @Test func `the changes pass equals a full pass after every random change`() async throws {
        let bench = try LabBench(World.make(seed: Self.seed, scenes: 200))
        var random = LabRandom(seed: Self.seed)
        _ = try await bench.program.run("gaps", "--format", "json")
        var history: [String] = []
        for round in 1...Self.count {
            history.append(bench.servers.change(using: &random))
            try await bench.pass(minutes: 61)
            let kept = try await bench.program.run("gaps", "--format", "json")
            // The same ledger, and nothing else kept: a copy of the state, read in full.
            let copy = try bench.copyOfState()
            let full = try await Program(arguments: ["--rules", bench.rules, "--state", copy])
                .run("gaps", "--format", "json", "--full")
            let difference = try Self.difference(kept.json(), full.json())
            #expect(
                difference == nil, "round \(round), seed \(Self.seed): \(difference ?? ""), after \(history.suffix(6))")
            #expect(kept.code == full.code, "\(kept.errors)\(full.errors)")
            if difference != nil { return }
        }
    }

    /// What the one has and the other has not; `nil` where they say the same.
    static func difference(_ kept: JSONTree, _ full: JSONTree) throws -> String? {
        if kept == full { return nil }
        let (one, other) = (kept["gaps"]?.list ?? [], full["gaps"]?.list ?? [])
        func text(_ tree: JSONTree) -> String { String(decoding: tree.bytes(), as: UTF8.self) }
        let (texts, others) = (Set(one.map(text)), Set(other.map(text)))
        return """
            only by changes \(texts.subtracting(others).sorted().prefix(5)), only in full \
            \(others.subtracting(texts).sorted().prefix(5)), outcomes \(kept["outcomes"]?.counts ?? [:]) and \
            \(full["outcomes"]?.counts ?? [:])
            """
    }
}
