import Database
import Lab
import Queue
import SyncModel
import Testing

@testable import SyncEngine

/// Several items, servers, workers or scenes in one story.
extension StoryTests {
    @Test func `every item that plays the scene is brought up to date`() async throws {
        var world = SmallWorld.make()
        let copy = PlexItem(
            ratingKey: 300, section: 5, title: "copy", media: [PlexMedia([PlexPart("/srv/archive/copy.mp4")])],
            addedAt: 1_750_000_000, updatedAt: 1_750_000_000)
        world.plex.items.append(copy)
        world.stash.scenes[1]?.files.append(StashFile(id: 9, path: "/archive/copy.mp4"))
        let bench = try Bench(world)
        try await sync(bench)
        #expect(try bench.item(101).title == "Title A" && bench.item(300).title == "Title A")
        #expect(try await bench.gaps().isEmpty)
    }

    @Test func `a scene that plays in a second Plex is synced there on its own`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        let before = try bench.item(101)
        bench.plex.update { library in
            library.machineIdentifier = "another"
            library.items = [SmallWorld.item(of: 1)]
        }
        let gaps = try await bench.gaps()
        #expect(gaps[1]?.reason == .neverSynced)
        try await sync(bench)
        for field in SmallWorld.fields { #expect(try bench.item(101)[field] == before[field]) }
    }

    @Test func `looking while a worker writes the same items harms neither`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 60))
        _ = try await bench.reconcile()
        let other = try bench.secondStore()
        async let drained = bench.engine().drain(bench.options)
        for _ in 1...4 { _ = try await bench.gaps(bench.engine(store: other)) }
        #expect(try await drained.delivered == 60)
        #expect(try await bench.gaps().isEmpty)
        bench.plex.resetRequests()
        try await bench.enqueue(Array(1...60))
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
    }

    @Test func `two workers share the work and do nothing twice`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 200))
        try await bench.enqueue(Array(1...200))
        let other = try bench.secondStore()
        async let one = bench.engine().drain(bench.options)
        async let two = bench.engine(store: other).drain(bench.options)
        let (first, second) = (try await one, try await two)
        #expect(first.delivered + second.delivered == 200 && first.lost + second.lost == 0)
        #expect(bench.plex.edits.count == 200)
        #expect(try await bench.gaps().isEmpty)
    }

    @Test func `a renamed and a deleted tag reach the items of their scenes`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await sync(bench)
        bench.stash.renameTag(1, to: "Scarlet")
        bench.stash.deleteTag(2)
        let now = bench.clock.now.rawValue
        _ = try await bench.store.write { transaction in
            try JobStore().enqueue(
                ["tag:1", "tag:2"].map { NewJob(key: $0, priority: .hook, why: ["hook"]) }, now: now, in: transaction)
        }
        let report = try await bench.engine().drain(bench.options)
        #expect(report.fannedOut == 2 && report.delivered == 3)
        for item in bench.plex.library.items { #expect(item.genres == ["Scarlet"]) }
    }

    @Test func `jobs end with their outcome as a note where nothing is to be delivered`() async throws {
        var world = SmallWorld.make(scenes: 4)
        world.stash.scenes[1]?.files = []
        world.stash.scenes[2]?.files = [StashFile(id: 50, path: "/nowhere/x.mp4")]
        let bench = try Bench(world)
        try await bench.enqueue([1, 2, 3, 4, 99])
        let report = try await bench.engine(with: { settings in
            settings.only.not = [GapFilter()]
            settings.only.not[0].paths = [Glob("*video 4*")]
        }).drain(bench.options)
        #expect(report.delivered == 1)
        #expect(report.endedOtherwise == ["no_file": 1, "unmapped": 1, "out_of_scope": 1, "gone": 1])
    }

    @Test func `a plan has nothing of a scene that is left out`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        let engine = bench.engine(with: { settings in
            settings.only.not = [GapFilter()]
            settings.only.not[0].paths = [Glob("*video 2*")]
        })
        let found = try await engine.plan((1...3).map(Scene.ID.init(rawValue:)))
        #expect(found.outOfScope.map(\.rawValue) == [2])
        #expect(found.plans.map(\.plan.scene.rawValue) == [1, 3])
        #expect(found.others.isEmpty && found.absent.isEmpty)
    }
}
