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

    @Test func `nor is one in which some files vanished`() async throws {
        let bench = try LabBench(World.large(scenes: 5000))
        bench.servers.plex.update { library in
            for place in library.items.indices {
                library.items[place].updatedAt = 1_700_000_000
                if place.isMultiple(of: 500) { library.items[place].deletedAt = 1_700_000_000 }
            }
        }
        let first = try await bench.program.run("gaps", "--format", "json")
        _ = bench.takeRequestCounts()
        let again = try await bench.program.run("gaps", "--format", "json")
        let count = bench.takeRequestCounts()
        #expect(count.plex + count.stash <= 15 && again.output == first.output, "\(count)")
    }

    @Test func `a library that was filled within a second is not listed at each look`() async throws {
        let bench = try LabBench(World.large(scenes: 5000))
        let plex = bench.servers.plex
        let second = 1_700_000_000
        plex.update { library in
            for place in library.items.indices { library.items[place].updatedAt = second }
            library.items[library.items.count - 1].updatedAt = second - 60
        }
        let first = try await bench.program.run("gaps", "--format", "json")
        _ = bench.takeRequestCounts()
        _ = try await bench.program.run("gaps", "--format", "json")
        let again = bench.takeRequestCounts()
        #expect(again.plex + again.stash <= 15, "\(again)")
        // One edit a second later, and one in the same second, of an item that was older.
        plex.update { library in
            for (back, time) in [(2, second + 1), (1, second)] {
                let place = library.items.count - back
                library.items[place].updatedAt = time
                library.items[place].studio = "Edited"
            }
        }
        let kept = try await bench.program.run("gaps", "--format", "json")
        #expect(kept.output != first.output)
        let full = try await bench.program.run("gaps", "--format", "json", "--full")
        #expect(try RandomChangeTests.difference(kept.json(), full.json()) == nil)
    }

    @Test func `what happened in Stash is found with at most 25 requests`() async throws {
        let bench = try LabBench(World.large(scenes: 5000))
        _ = try await bench.program.run("gaps", "--format", "json")
        let stash = bench.servers.stash
        let library = stash.library
        // Of their own, on few scenes: each scene of a renamed tag has an item that must be read.
        let scenes = library.scenes.keys.sorted()
        let tags = ["one", "two", "three"].map { stash.add(.tag, StashEntity(id: 0, name: "Budget \($0)")) }
        for (place, scene) in scenes.prefix(30).enumerated() {
            stash.editScene(scene) { $0.tags.append(tags[place % 3]) }
        }
        _ = try await bench.program.run("gaps", "--format", "json")
        stash.renameTag(tags[0], to: "Quite another name")
        stash.mergeTags([tags[1]], into: tags[2])
        let performers = Dictionary(grouping: library.scenes.values.flatMap(\.performers)) { $0 }
        let rare = try #require(performers.min { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key)
        stash.deletePerformer(rare)
        for scene in scenes.suffix(10) { stash.editScene(scene) { $0.title += " again" } }
        let moved = try #require(library.scenes[scenes[3]]?.files.first)
        stash.moveFile(moved.id, ofScene: scenes[3], to: moved.pathText + ".moved.mp4")
        _ = bench.takeRequestCounts()
        let kept = try await bench.program.run("gaps", "--format", "json")
        let cost = bench.takeRequestCounts()
        #expect(cost.plex + cost.stash <= 25, "\(cost)")
        let full = try await Program(arguments: ["--rules", bench.rules, "--state", try bench.copyOfState()])
            .run("gaps", "--format", "json", "--full")
        let difference = try RandomChangeTests.difference(kept.json(), full.json())
        #expect(difference == nil, "\(difference ?? "")")
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
