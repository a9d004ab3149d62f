import Database
import Foundation
import JSON
import Lab
import Testing

/// Ends that are taken over from an earlier look are those that a comparison comes to.
@Suite struct VerdictReuseTests {
    private static let deeds = [
        ["reconcile", "--yes"], ["queue", "drain"], ["reconcile", "-n", "5"], ["status"], ["status"], ["status"],
    ]

    private static func forget(_ state: String) async throws -> Int {
        let store = try Store.open(at: state + "/plexsync.db", schemas: [])
        return try await store.write { try $0.run("DELETE FROM verdict") }
    }

    private static func kept(_ state: String) async throws -> Int {
        let store = try Store.open(at: state + "/plexsync.db", schemas: [])
        return try await store.read { try $0.first("SELECT count(*) FROM verdict") { try $0[0] } ?? 0 }
    }

    @Test func `a look is the same without them, whatever happened, was queued, written to Plex or undone`()
        async throws
    {
        let bench = try LabBench(World.make(seed: RandomChangeTests.seed, scenes: 200))
        var random = LabRandom(seed: RandomChangeTests.seed &+ 1)
        _ = try await bench.program.run("gaps", "--format", "json")
        var history: [String] = []
        var reused = 0
        for round in 1...RandomChangeTests.count {
            history.append(bench.servers.change(using: &random))
            let deed = Self.deeds[Int.random(in: 0..<Self.deeds.count, using: &random)]
            let done = try await bench.program.run(deed)
            history.append(deed.joined(separator: " "))
            #expect([0, 1].contains(done.code), "\(deed): \(done.errors)")
            let copy = try bench.copyOfState()
            reused += try await Self.forget(copy)
            for words in [["gaps", "--format", "json"], ["reconcile", "--dry-run", "--format", "json"]] {
                let kept = try await bench.program.run(words)
                let anew = try await Program(arguments: ["--rules", bench.rules, "--state", copy]).run(words)
                #expect(kept.output == anew.output, "round \(round), after \(history.suffix(8))")
                #expect(kept.code == anew.code)
                if kept.output != anew.output { return }
            }
        }
        #expect(reused > 50 * RandomChangeTests.count, "hardly any was kept: \(reused)")
    }

    @Test func `a second look keeps what the first kept, and writes nothing`() async throws {
        let bench = try LabBench(World.make(seed: 3, scenes: 500))
        let first = try await bench.program.run("gaps", "--format", "json")
        let kept = try await Self.kept(bench.state)
        #expect(kept > 300)
        func bytes() throws -> [Int] {
            try ["plexsync.db", "plexsync.db-wal"].map { name in
                try FileManager.default.attributesOfItem(atPath: bench.state + "/" + name)[.size] as? Int ?? -1
            }
        }
        let before = try bytes()
        let second = try await bench.program.run("gaps", "--format", "json")
        #expect(first.output == second.output)
        #expect(try bytes() == before, "what is written goes into the log first")
        #expect(try await Self.kept(bench.state) == kept)
    }

    @Test func `another policy, other fields and a full look take none over`() async throws {
        let bench = try LabBench(World.make(seed: 4, scenes: 200))
        _ = try await bench.program.run("gaps", "--format", "json")
        for (more, options) in [
            ("sync: {plex_edits: overwrite}\n", []), ("sync: {fields: {title: false}}\n", []), ("", ["--full"]),
        ] {
            let rules = bench.folder + "/other.yaml"
            let text = try String(contentsOfFile: bench.rules, encoding: .utf8) + more
            try Data(text.utf8).write(to: URL(fileURLWithPath: rules))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: rules)
            let copy = try bench.copyOfState()
            _ = try await Self.forget(copy)
            let look = ["gaps", "--format", "json"] + options
            let anew = try await Program(arguments: ["--rules", rules, "--state", copy]).run(look)
            let kept = try await Program(arguments: ["--rules", rules, "--state", bench.state]).run(look)
            #expect(kept.code == 0 && kept.output == anew.output, "\(more)\(options): \(kept.errors)")
        }
    }
}
