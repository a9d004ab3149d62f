import Foundation
import JSON
import Lab
import Testing

/// Scopes narrower than all, with and without an index of all scenes.
@Suite struct ScopeTests {
    @Test(arguments: ["24h", "7days", "last 30d"])
    func `a narrow scope finds in its scenes what a full one finds there`(scope: String) async throws {
        let bench = try LabBench(World.make(seed: 8, scenes: 600))
        // Nothing is known of other scenes: only what lies in the scope is read.
        let alone = try await bench.program.run("gaps", "--scope", scope, "--format", "json").json()
        _ = try await bench.program.run("gaps", "--format", "json")
        let indexed = try await bench.program.run("gaps", "--scope", scope, "--format", "json").json()
        #expect(alone["scanned"] == indexed["scanned"])
        #expect(alone["scanned"]?.number ?? 0 > 0)
        let all = try await bench.program.run("gaps", "--format", "json").json()
        let known = Set((all["gaps"]?.list ?? []).map { String(decoding: $0.bytes(), as: UTF8.self) })
        for gap in indexed["gaps"]?.list ?? [] {
            #expect(known.contains(String(decoding: gap.bytes(), as: UTF8.self)))
        }
        // Without all scenes known the folded rung yields only doubt, so there may be fewer gaps, and never others.
        for gap in alone["gaps"]?.list ?? [] {
            #expect(known.contains(String(decoding: gap.bytes(), as: UTF8.self)))
        }
    }

    @Test func `names filter a narrow scope before anything is known`() async throws {
        let bench = try LabBench(World.make(seed: 8, scenes: 300))
        let world = bench.servers.stash.library
        let studio = try #require(
            world.studios.values.first { studio in world.scenes.values.contains { $0.studio == studio.id } })
        func gaps(_ words: [String]) async throws -> [String] {
            let ending = try await bench.program.run(["gaps", "--scope", "last 3000d", "--format", "json"] + words)
            #expect(ending.code == 0, "\(ending.errors)")
            return (try ending.json()["gaps"]?.list ?? []).compactMap { $0["scene"]?.string }
        }
        let (these, others) = (
            try await gaps(["--studio", studio.name]), try await gaps(["--not-studio", studio.name])
        )
        let all = try await gaps([])
        #expect(!these.isEmpty && !others.isEmpty)
        #expect(these.allSatisfy { Int($0).flatMap { world.scenes[$0]?.studio } == studio.id })
        #expect((these + others).sorted() == all.sorted())
    }

    @Test(arguments: [["gaps", "--scope", "last 3000d"], ["plan", "5"], ["sync", "5"]])
    func `a look under other settings spoils nothing of an index`(other: [String]) async throws {
        let bench = try LabBench(World.make(seed: 8, scenes: 200))
        func gaps() async throws -> JSONTree? {
            try await bench.program.run("gaps", "--format", "json").json()["gaps"]
        }
        if other.first == "sync" { _ = try await bench.program.run(other) }
        let before = try await gaps()
        _ = try bench.servers.writeConfiguration(
            into: bench.folder, adding: "sync: {fields: {studio: false, tags: false, title: false}}\n")
        #expect(try await bench.program.run(other).code < 2)
        _ = try bench.servers.writeConfiguration(into: bench.folder)
        #expect(try await gaps()?.bytes() == before?.bytes())
    }

    @Test func `a scene that comes with an old time is seen, though another went`() async throws {
        let bench = try LabBench(World.make(seed: 8, scenes: 100))
        let before = try await bench.program.run("gaps", "--format", "json").json()["scanned"]?.number
        var imported = StashScene(id: 0)
        imported.title = "Imported"
        let id = bench.servers.stash.addScene(imported, at: 1_500_000_000)
        let gone = try #require(bench.servers.stash.library.scenes.keys.first { $0 != id })
        bench.servers.stash.deleteScene(gone)
        let after = try await bench.program.run("gaps", "--format", "json").json()
        #expect(after["scanned"]?.number == before)
        let match = try await bench.program.run("match", String(id))
        #expect(!match.errors.contains("no scene"), "\(match.errors)")
    }

    @Test func `a range of dates is half open`() async throws {
        let bench = try LabBench(World.make(seed: 8, scenes: 200))
        func scanned(_ words: String...) async throws -> Int {
            let ending = try await bench.program.run(["gaps", "--format", "json"] + words)
            #expect(ending.code == 0, "\(ending.errors)")
            return try ending.json()["scanned"]?.number ?? -1
        }
        let all = try await scanned()
        let before = try await scanned("--until", "2020-01-01", "--by", "created")
        let after = try await scanned("--since", "2020-01-01", "--by", "created")
        #expect(before + after == all)
    }

    @Test(arguments: StashRelease.allCases)
    func `every release of Stash gives the same`(release: StashRelease) async throws {
        let bench = try LabBench(World.make(seed: 9, scenes: 200), release: release)
        let first = try await bench.program.run("gaps", "--format", "json")
        #expect(first.code == 0, "\(first.errors)")
        #expect(try first.json()["outcomes"]?.counts == bench.servers.world.truth.outcomes)
        var random = LabRandom(seed: 9)
        for _ in 1...3 { _ = bench.servers.change(using: &random) }
        let second = try await bench.program.run("gaps", "--format", "json")
        #expect(second.code == 0, "\(second.errors)")
    }
}
