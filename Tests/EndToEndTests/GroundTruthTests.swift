import Foundation
import JSON
import Lab
import Testing

/// Worlds whose gaps are known from how they were made: what is detected must be just that.
@Suite struct GroundTruthTests {
    /// Three in the usual run; the long test sets PLEXSYNC_SEEDS to try more.
    static var seeds: [UInt64] {
        let count = ProcessInfo.processInfo.environment["PLEXSYNC_SEEDS"].flatMap { UInt64($0) } ?? 3
        return Array(1...max(1, count))
    }

    static var size: Int { ProcessInfo.processInfo.environment["PLEXSYNC_SCENES"].flatMap { Int($0) } ?? 2000 }

    @Test(arguments: seeds) func `a first look finds exactly the gaps that were made`(seed: UInt64) async throws {
        let bench = try LabBench(World.make(seed: seed, scenes: Self.size))
        let ending = try await bench.program.run("gaps", "--format", "json")
        expectSame(try ending.json(), bench.servers.world.truth, ending)
        // Nothing has changed: what is kept must lead to the same.
        let again = try await bench.program.run("gaps", "--format", "json")
        expectSame(try again.json(), bench.servers.world.truth, again)
    }

    @Test func `an imported history decides what is stale`() async throws {
        let bench = try LabBench(World.make(seed: 1, scenes: 1000))
        try bench.servers.writeHistory(into: bench.folder)
        let imported = try await bench.program.run("import", "stash2plex", bench.folder)
        #expect(imported.code == 0, "\(imported.errors)")
        let ending = try await bench.program.run("gaps", "--format", "json")
        expectSame(try ending.json(), bench.servers.world.truthWithHistory, ending)
    }

    private func expectSame(_ found: JSONTree, _ truth: WorldTruth, _ ending: Program.Ending) {
        #expect(ending.code == 0, "\(ending.errors)")
        let outcomes = found["outcomes"]?.counts ?? [:]
        #expect(outcomes == truth.outcomes)
        #expect(outcomes.values.reduce(0, +) == found["scanned"]?.number)
        #expect(found["counts"]?.counts == truth.counts)
        let gaps = found["gaps"]?.list ?? []
        let byScene = Dictionary(gaps.map { ($0["scene"]?.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        let order = gaps.compactMap { $0["scene"]?.text.flatMap { Int($0) } }
        #expect(order.count == gaps.count && order == order.sorted())
        var faults: [String] = []
        for expected in truth.gaps {
            guard let gap = expected.gap, let one = byScene[String(expected.scene)] else {
                faults.append("scene \(expected.scene) (\(expected.made)) is not found")
                continue
            }
            let got = Described(one)
            let wanted = Described(expected, gap)
            if got != wanted {
                faults.append("scene \(expected.scene) (\(expected.made)): \(got) instead of \(wanted)")
            }
        }
        for (scene, one) in byScene where truth.scenes[Int(scene) ?? -1]?.gap == nil {
            let made = truth.scenes[Int(scene) ?? -1]
            faults.append(
                "scene \(scene) (\(made.map { "\($0.made) \($0.outcome)" } ?? "unknown")): \(Described(one)) is too much"
            )
        }
        #expect(faults.isEmpty, "\(faults.count) faults, such as\n\(faults.prefix(25).joined(separator: "\n"))")
    }
}

/// A gap in one comparable form.
private struct Described: Equatable, CustomStringConvertible {
    let types, empty, stale: [String]
    let confidence, reason: String
    let targets: Set<String>

    init(_ gap: JSONTree) {
        types = gap["types"]?.texts ?? []
        empty = gap["fields"]?["empty"]?.texts ?? []
        stale = gap["fields"]?["stale"]?.texts ?? []
        confidence = gap["confidence"]?.text ?? ""
        reason = gap["reason"]?.text ?? ""
        targets = Set(
            (gap["targets"]?.list ?? []).map { "\($0["library"]?.text ?? "") \($0["rating_key"]?.text ?? "")" })
    }

    init(_ scene: ExpectedScene, _ gap: ExpectedGap) {
        (types, empty, stale) = (gap.types, gap.empty, gap.stale)
        (confidence, reason) = (gap.confidence, gap.reason ?? "")
        targets = gap.types == ["missing"] ? [] : Set(scene.targets.map { "\($0.library) \($0.ratingKey)" })
    }

    var description: String {
        "\(types) empty \(empty) stale \(stale) \(confidence) \(reason) at \(targets.sorted())"
    }
}
