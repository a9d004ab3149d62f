import Lab
import SyncModel
import Testing

@testable import SyncEngine

/// Stash's database is put back to an earlier copy: what was changed after it is found to be as it was.
@Suite struct RestoredDatabaseTests {
    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let field: Field
        let change: @Sendable (FakeStash) -> Void
    }

    @Test(arguments: [
        Story(testDescription: "a tag was renamed", field: .tags) { $0.renameTag(1, to: "Crimson") },
        Story(testDescription: "a tag was merged into another", field: .tags) { $0.mergeTags([1], into: 3) },
        Story(testDescription: "a scene was edited, and a later one is new", field: .summary) { stash in
            stash.editScene(1) { $0.details = "Summary B" }
            _ = stash.addScene(SmallWorld.scene(9))
        },
    ])
    func `what was undone by it is found`(story: Story) async throws {
        let bench = try Bench(SmallWorld.make(scenes: 2))
        bench.plex.edit(101) { item in (item.genres, item.summary) = (["Red", "Blue"], "Summary A") }
        bench.stash.editScene(2) { $0.code = "the latest edit there is" }
        func differs() async throws -> Bool {
            bench.clock.advance(.seconds(10))
            let gap = try await bench.gaps()[1]
            return gap.map { ($0.emptyFields + $0.staleFields).contains(story.field) } ?? false
        }
        #expect(try await !differs())
        let copy = bench.stash.library
        story.change(bench.stash)
        #expect(try await differs())
        bench.stash.update { $0 = copy }
        #expect(try await !differs())
    }
}
