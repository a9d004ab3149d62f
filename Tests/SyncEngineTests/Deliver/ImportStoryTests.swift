import Lab
import Ledger
import SyncModel
import Testing

@testable import SyncEngine

/// What another tool wrote and locked, taken over with `import stash2plex` (`DESIGN.md` 5).
@Suite struct ImportStoryTests {
    private static let scene = Scene.ID(rawValue: 1)

    /// An item as the other tool left it, but for one tag that only Plex has.
    private func takenOver(laterBy seconds: Int = 0) throws -> (Bench, SyncHistory) {
        let bench = try Bench(SmallWorld.make())
        let at = bench.clock.now.seconds - seconds
        bench.plex.edit(101) { item in
            (item.title, item.studio) = ("Title A", "Studio A")
            (item.genres, item.roles) = (["Red", "Blue", "Strange"], ["Ann", "Bob"])
            item.locked = ["title", "studio", "genre", "actor"]
        }
        return (bench, try SyncHistory(parsing: Array(#"{"1": \#(at)}"#.utf8), now: bench.clock.now))
    }

    private func plan(_ bench: Bench) async throws -> [Kept] {
        try await bench.engine().plans(for: [Self.scene]).flatMap(\.plan.kept)
    }

    private func sync(_ bench: Bench) async throws {
        _ = try await bench.reconcile()
        #expect(try await bench.engine().drain(bench.options).died == 0)
    }

    @Test func `what a look has listed as of unknown owner is taken by an import with --claim after it`() async throws {
        let (bench, history) = try takenOver()
        bench.stash.editScene(1) { $0.change(.summary) }
        _ = try await HistoryImport().run(history, into: bench.store)
        let kept = try await plan(bench).filter { $0.why == .ownerUnknown }
        #expect(kept.map(\.field) == [.tags] && kept.first?.have == .names(["Strange"]))
        let counts = try await HistoryImport(claims: true).run(history, into: bench.store)
        #expect(counts.imported == 1 && counts.ours == 0)
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Blue"])
        // It is claimed once: what a person adds later stays.
        bench.plex.edit(101) { $0.genres.append("Mine") }
        bench.stash.editScene(1) { $0.change(.tags) }
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Green", "Mine"])
    }

    @Test func `locks are taken over also of an item that a row of a listing shows to be in sync`() async throws {
        let (bench, history) = try takenOver()
        let before = bench.clock.now.seconds - 1000
        bench.stash.editScene(1, at: before) { $0.groups = [] }
        bench.plex.edit(101) { item in
            (item.genres, item.summary, item.originallyAvailableAt) = (["Red", "Blue"], "Summary A", "2020-01-02")
        }
        _ = try await HistoryImport().run(history, into: bench.store)
        #expect(try await bench.gaps()[1] == nil)
        bench.stash.editScene(1) { $0.change(.tags) }
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Green"])
    }

    @Test func `without --claim it stays`() async throws {
        let (bench, history) = try takenOver()
        _ = try await HistoryImport().run(history, into: bench.store)
        try await sync(bench)
        bench.stash.editScene(1) { $0.change(.tags) }
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Green", "Strange"])
    }

    @Test func `locks of an item that is later than the import are a person's, unless they are told to be ignored`()
        async throws
    {
        let (bench, history) = try takenOver(laterBy: 300)
        bench.stash.editScene(1) { $0.change(.studio) }
        bench.plex.edit(101) { $0.studio = "Another" }
        _ = try await HistoryImport().run(history, into: bench.store)
        try await sync(bench)
        #expect(try bench.item(101).studio == "Another")
    }

    @Test func `and they are ignored also where a look came before`() async throws {
        let (bench, history) = try takenOver(laterBy: 300)
        bench.plex.edit(101) { $0.studio = "Another" }
        _ = try await HistoryImport().run(history, into: bench.store)
        _ = try await bench.gaps()
        _ = try await HistoryImport(ignoresLocks: true).run(history, into: bench.store)
        try await sync(bench)
        #expect(try bench.item(101).studio == "Studio A")
    }

    @Test func `a sync of ours after it is not taken back by importing again`() async throws {
        let (bench, history) = try takenOver()
        _ = try await HistoryImport().run(history, into: bench.store)
        try await sync(bench)
        _ = try await HistoryImport(claims: true).run(history, into: bench.store)
        bench.plex.resetRequests()
        try await sync(bench)
        #expect(bench.plex.edits.isEmpty)
        #expect(Set(try bench.item(101).genres) == ["Red", "Blue", "Strange"])
    }
}
