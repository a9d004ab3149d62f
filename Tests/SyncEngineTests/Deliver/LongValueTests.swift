import Database
import Lab
import PlexAPI
import Queue
import SyncModel
import Synchronization
import Testing
import Transport

@testable import SyncEngine

/// Values that no single request to Plex can carry: as much as can be is written, and what is lost is told.
@Suite struct LongValueTests {
    /// A scene with so many tags that their list takes several requests.
    private func manyTags(_ count: Int = 400) throws -> Bench {
        var world = SmallWorld.make()
        for id in 1...count {
            world.stash[.tag][id] = StashEntity(
                id: id, name: "A rather long name of a tag, number \(id)", createdAt: StashFile.epoch)
        }
        world.stash.scenes[1]?.tags = Array(1...count)
        world.plex.items[0].genres = ["Mine"]
        return try Bench(world)
    }

    @Test func `as many tags as a scene has arrive, and as many go`() async throws {
        let bench = try manyTags()
        try await bench.enqueue([1])
        #expect(try await bench.engine().drain(bench.options).delivered == 1)
        #expect(try bench.item(101).genres.count == 401)
        #expect(bench.plex.requests.allSatisfy { $0.status != 414 })
        bench.plex.resetRequests()
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
        bench.stash.editScene(1) { $0.tags = [7] }
        try await bench.enqueue([1])
        #expect(try await bench.engine().drain(bench.options).delivered == 1)
        #expect(Set(try bench.item(101).genres) == ["Mine", "A rather long name of a tag, number 7"])
        #expect(try await bench.gaps().isEmpty)
    }

    @Test func `a Plex that replaces lists loses nothing of a person's, and the job says what is missing`() async throws
    {
        let bench = try manyTags()
        bench.plex.behaviour.tagLists = .replace
        let run = try await bench.reconcile()
        #expect(run.queued.scenes == 1)
        #expect(try await bench.engine().drain(bench.options).died == 1)
        let dead = try await bench.jobs([.dead])
        #expect(dead.map(\.errorCode) == ["edit-too-long"] && dead[0].error?.contains("tags") == true)
        let genres = try bench.item(101).genres
        #expect(genres.contains("Mine") && genres.count > 50)
        #expect(try bench.item(101).title == "Title A")
        let again = try await bench.reconcile()
        #expect(again.reasons[.givenUp] == 1 && again.queued.scenes == 0)
    }

    @Test func `undo takes away as many`() async throws {
        let bench = try manyTags()
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        #expect(try await bench.engine().undo(.run(run)).left.isEmpty)
        #expect(try bench.item(101).genres == ["Mine"])
    }

    private final class Warnings: Activity {
        private let sentences = Mutex([String]())
        var all: [String] { sentences.withLock { $0 } }
        func progress(_ step: Step) {}
        func warn(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    }

    private func engine(_ bench: Bench, _ warnings: Warnings) -> Engine {
        let engine = bench.engine()
        return Engine(
            store: engine.store, stateFolder: engine.stateFolder, settings: engine.settings, stash: engine.stash,
            plex: engine.plex, jobs: engine.jobs, activity: warnings, now: engine.now)
    }

    @Test func `of a text that is too long the beginning is written, with a warning, and once`() async throws {
        var world = SmallWorld.make()
        let text = String(repeating: "Ünd so weiter. ", count: 1000)
        world.stash.scenes[1]?.details = text
        let (bench, warnings) = (try Bench(world), Warnings())
        try await bench.enqueue([1])
        #expect(try await engine(bench, warnings).drain(bench.options).delivered == 1)
        let summary = try #require(try bench.item(101).summary)
        #expect(summary.hasSuffix("…") && text.hasPrefix(summary.dropLast()) && summary.count > 4000)
        #expect(warnings.all.count == 1 && warnings.all[0].contains("summary of scene 1 is longer"))
        #expect(try await bench.jobs([.done]).map(\.note) == ["stored_as: summary"])
        bench.plex.resetRequests()
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
        #expect(try await bench.gaps().isEmpty)
    }

    @Test func `a text that was cut before we knew of it is no edit without effect`() async throws {
        var world = SmallWorld.make()
        world.stash.scenes[1]?.details = String(repeating: "Und so weiter. ", count: 1000)
        let bench = try Bench(world)
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        let summary = try bench.item(101).summary
        // The same Plex under another name: nothing is remembered of it.
        bench.plex.update { library in
            library.machineIdentifier = "another"
            library.items[0].locked = []
        }
        try await bench.enqueue([1])
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 1 && report.retried == 0, "\(report)")
        #expect(try bench.item(101).summary == summary)
    }

    @Test func `a text that is too long to be brought back whole is left by undo`() async throws {
        let bench = try Bench(SmallWorld.make())
        let long = String(repeating: "Their own words. ", count: 1000)
        bench.plex.edit(101) { $0.summary = long }
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        #expect(try bench.item(101).summary == "Summary A")
        let report = try await bench.engine().undo(.run(run))
        #expect(report.left.map(\.why) == [.tooLong] && report.left[0].field == .summary)
        #expect(try bench.item(101).summary == "Summary A" && bench.item(101).title == "video 1")
    }

    @Test func `names that Plex cut for a worker that ended before it saw them are not sent for ever`() async throws {
        var world = SmallWorld.make()
        world.stash[.tag][2]?.name = "Blueberry pie"
        let bench = try Bench(world)
        bench.plex.behaviour.longestText = 9
        let fuse = Fuse(1)
        let dying = bench.engine(plex: { inner in
            WrappedTransport(inner: inner) { $0.method == .put && fuse.burns() ? .cancelled : nil }
        })
        try await bench.enqueue([1])
        await #expect(throws: CancellationError.self) { try await dying.drain(bench.options) }
        #expect(Set(try bench.item(101).genres) == ["Red", "Blueberry"])
        try await bench.enqueue([1])
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 1 && report.retried == 0, "\(report)")
        bench.plex.resetRequests()
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
        #expect(try await bench.gaps().isEmpty)
    }
}
