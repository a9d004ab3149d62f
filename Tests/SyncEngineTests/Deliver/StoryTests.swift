import Database
import Lab
import Ledger
import PlexAPI
import Queue
import SyncModel
import Testing
import Transport

@testable import SyncEngine

/// Things that happen to people, each told to its end.
@Suite struct StoryTests {
    func sync(_ bench: Bench, _ engine: Engine? = nil) async throws {
        let engine = engine ?? bench.engine()
        _ = try await bench.reconcile(engine)
        let report = try await engine.drain(bench.options)
        #expect(report.died == 0 && report.lost == 0, "\(report)")
    }

    @Test func `a worker that ends between write and read-back loses nothing, and what Stash says then arrives`()
        async throws
    {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        bench.stash.editScene(1) { $0.change(.studio) }
        _ = try await bench.reconcile()
        // The PUT arrives; the worker is gone before it can read it back.
        let fuse = Fuse(1)
        let dying = bench.engine(plex: { inner in
            WrappedTransport(inner: inner) { $0.method == .put && fuse.burns() ? .cancelled : nil }
        })
        await #expect(throws: CancellationError.self) { try await dying.drain(bench.options) }
        #expect(try bench.item(101).studio == "Studio B")
        bench.stash.editScene(1) { $0.studio = nil }
        try await sync(bench)
        #expect(try bench.item(101).studio == nil, "our own half-finished write was taken for a person's")
        #expect(try await bench.gaps().isEmpty)
    }

    @Test(arguments: [Field.studio, .summary, .date, .tags, .performers, .collections])
    func
        `a worker that ends after its write, and the next one before its own, leave nothing that looks like a person's`(
            field: Field
        ) async throws
    {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        // One PUT arrives and nobody sees it; the next is written down and never sent.
        for arrives in [true, false] {
            bench.stash.editScene(1) { arrives ? $0.change(field) : $0.empty(field) }
            try await bench.enqueue([1])
            let dying = bench.engine(plex: { inner in
                WrappedTransport(
                    inner: inner, after: { $0.method == .put ? .cancelled : nil },
                    before: { $0.method == .put && !arrives ? .cancelled : nil })
            })
            await #expect(throws: CancellationError.self) { try await dying.drain(bench.options) }
        }
        #expect(try bench.item(101)[field].isDisjoint(with: Said.after(field)) == false)
        try await sync(bench)
        #expect(try bench.item(101)[field].isDisjoint(with: Said.after(field)))
        #expect(try await bench.gaps().isEmpty, "our own half-finished write was taken for a person's")
    }

    @Test func `a write that never arrived is made again`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        bench.stash.editScene(1) { $0.change(.tags) }
        _ = try await bench.reconcile()
        bench.plex.faults = [PlexFault(.status(503), on: .writes, times: 1)]
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 1 && report.retried == 1)
        #expect(Set(try bench.item(101).genres) == ["Red", "Green"])
        #expect(try await bench.jobs().allSatisfy { $0.attempts == 0 }, "an outage costs no try")
    }

    @Test func `an edit without effect is tried again until it has one`() async throws {
        let bench = try Bench(SmallWorld.make())
        bench.plex.faults = [PlexFault(.ignoresEdits, on: .writes, times: 2)]
        _ = try await bench.reconcile()
        var report = try await bench.engine().drain(bench.options)
        #expect(report.retried == 1)
        for _ in 1...2 {
            bench.clock.advance(.seconds(100))
            report = try await bench.engine().drain(bench.options)
        }
        #expect(report.delivered == 1)
        #expect(try bench.item(101).title == "Title A")
    }

    @Test func `an edit that Plex never takes ends as a dead letter, which is not raised again by the hour`()
        async throws
    {
        let bench = try Bench(SmallWorld.make())
        bench.plex.faults = [PlexFault(.ignoresEdits, on: .writes)]
        _ = try await bench.reconcile()
        for _ in 1...7 {
            _ = try await bench.engine().drain(bench.options)
            bench.clock.advance(.seconds(100))
        }
        let dead = try await bench.jobs([.dead])
        #expect(dead.map(\.errorCode) == ["edit-without-effect"])
        let run = try await bench.reconcile()
        #expect(run.reasons[.givenUp] == 1 && run.queued.scenes == 0)
        // A new value is a new matter, and its success closes the letter.
        bench.plex.faults = []
        bench.stash.editScene(1) { $0.change(.title) }
        try await sync(bench)
        #expect(try bench.item(101).title == "Title B")
        #expect(try await bench.jobs([.dead]).isEmpty)
    }

    @Test(arguments: [Field.title, .summary, .tags, .performers])
    func `what Plex keeps in a form of its own counts as delivered`(field: Field) async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        bench.plex.edit(101) { $0[.tags].insert("Mine") }
        bench.stash.editScene(1) { $0.change(field) }
        bench.plex.faults = [PlexFault(.storesOtherForm, on: .writes)]
        _ = try await bench.reconcile()
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 1 && report.retried == 0)
        let note = try await bench.jobs([.done]).last?.note
        #expect(note == "stored_as: \(field.rawValue)")
        let stored = try bench.item(101)[field]
        bench.plex.resetRequests()
        try await sync(bench)
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty, "\(bench.plex.edits)")
        #expect(try await bench.gaps().isEmpty)
        #expect(try bench.item(101)[field] == stored)
    }

    /// How Plex may keep a name otherwise than it was sent, and what of it is there afterwards.
    private static let forms: [(long: String, cut: Int, kept: Set<String>)] = [
        ("Blueberry pie", 9, ["Red", "Blueberry", "Green"]),
        ("Blueberry  pie", 10, ["Red", "Blueberry", "Green"]),  // cut after a blank, and trimmed
        ("BLUE", 100, ["Red", "Blue", "Green"]),  // folded into the spelling that another item has
    ]

    @Test(arguments: forms) func `a later edit of a set leaves alone what Plex keeps in a form of its own`(
        long: String, cut: Int, kept: Set<String>
    ) async throws {
        var world = SmallWorld.make()
        world.stash[.tag][2]?.name = long
        world.plex.items.append(SmallWorld.item(of: 7))
        world.plex.items[1].genres = ["Blue"]
        let bench = try Bench(world)
        bench.plex.behaviour.longestText = cut
        try await sync(bench)
        for tags in [[1, 2, 3], [1, 2]] {
            bench.stash.editScene(1) { $0.tags = tags }
            try await sync(bench)
            let wanted = tags.contains(3) ? kept : kept.subtracting(["Green"])
            #expect(Set(try bench.item(101).genres.map { $0.trimmingBlanks }) == wanted)
            bench.plex.resetRequests()
            try await sync(bench)
            try await bench.enqueue([1])
            _ = try await bench.engine().drain(bench.options)
            #expect(bench.plex.edits.isEmpty, "\(bench.plex.edits)")
            #expect(try await bench.gaps().isEmpty)
        }
        // No longer said, it goes in the form it has.
        bench.stash.editScene(1) { $0.tags = [1] }
        try await sync(bench)
        #expect(try bench.item(101).genres == ["Red"])
    }

    @Test func `a disk that was unmounted, cleaned and scanned again empties nothing`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await sync(bench)
        let before = bench.plex.library.items
        for id in 1...3 { bench.stash.deleteScene(id) }
        try await sync(bench)
        for id in 1...3 {
            var bare = StashScene(id: 0)
            bare.files = SmallWorld.scene(id).files
            bare.files[0].id = 0
            bench.stash.addScene(bare)
        }
        try await sync(bench)
        try await bench.enqueue([4, 5, 6])
        _ = try await bench.engine().drain(bench.options)
        for (item, old) in zip(bench.plex.library.items, before) {
            for field in SmallWorld.fields { #expect(item[field] == old[field]) }
        }
        // With metadata again, what is ours is known to be ours: the new scene has the old one's past.
        bench.stash.editScene(4) { scene in
            scene.tags = [1]
            scene.studio = 1
        }
        try await sync(bench)
        #expect(try bench.item(101).genres == ["Red"])
        #expect(try bench.item(101).roles.isEmpty)
    }

    @Test func `a scene without metadata empties what is ours only when told to`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        bench.plex.edit(101) { $0.genres.append("Mine") }
        bench.stash.editScene(1) { scene in
            for field in SmallWorld.fields where field != .title { scene.empty(field) }
            scene.title = "Title A"
        }
        try await sync(bench)
        #expect(try bench.item(101).genres.count == 3)
        let synced = try await bench.engine().sync([Scene.ID(rawValue: 1)], clears: true)
        #expect(synced.map(\.end) == [.delivered])
        #expect(try bench.item(101).genres == ["Mine"])
        #expect(try bench.item(101).studio == nil && bench.item(101).title == "Title A")
    }

    @Test func `a person's additions and removals under our lock both stay`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        bench.plex.edit(101) { $0.genres = ["Red", "Mine"] }  // Blue is taken out, Mine put in
        bench.stash.editScene(1) { $0.tags = [1, 2, 3] }
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Mine", "Green"])
        try await sync(bench)
        #expect(Set(try bench.item(101).genres) == ["Red", "Mine", "Green"])
    }

    @Test func `a lock that is not ours keeps the field, and is reported`() async throws {
        let bench = try Bench(SmallWorld.make())
        bench.plex.edit(101) { item in
            item.studio = "Mine"
            item.locked = ["studio", "genre"]
        }
        try await sync(bench)
        let item = try bench.item(101)
        #expect(item.studio == "Mine" && item.genres.isEmpty && item.title == "Title A")
        try await sync(bench, bench.engine(with: { $0.plexEdits = .overwrite }))
        #expect(try bench.item(101).studio == "Studio A")
    }

    @Test func `an imported sync leaves a person's collection alone`() async throws {
        let bench = try Bench(SmallWorld.make())
        let at = bench.clock.now
        bench.plex.edit(101) { item in
            (item.title, item.studio, item.collections) = ("Title A", "Studio A", ["Group A", "My own"])
            (item.genres, item.roles) = (["Red", "Blue"], ["Ann", "Bob"])
            item.locked = ["title", "studio", "collection", "genre", "actor"]
        }
        _ = try await bench.store.write {
            try ImportedSyncs.put(ImportedSync(at: at), of: Scene.ID(rawValue: 1), in: $0)
        }
        bench.stash.editScene(1) { $0.groups = [StashGroupLink(group: 2)] }
        try await sync(bench)
        try await sync(bench)
        #expect(Set(try bench.item(101).collections).isSuperset(of: ["My own", "Group B"]))
    }

    @Test func `an item that lost the scene's file is not written`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await sync(bench)
        // Split: the old key keeps another video, the scene's file gets a new item.
        bench.plex.update { library in
            var other = library.items[0]
            other.media = [PlexMedia([PlexPart("/media/clips/folder/other.mp4")])]
            library.items = [other, SmallWorld.item(of: 1, key: 202)]
        }
        let before = try bench.item(101)
        bench.stash.editScene(1) { $0.change(.title) }
        bench.plex.resetRequests()
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(try bench.item(101) == before)
        #expect(bench.plex.edits.allSatisfy { $0.ids == [202] })
        #expect(try bench.item(202).title == "Title B")
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
