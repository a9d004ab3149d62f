import Lab
import Ledger
import PlexAPI
import Queue
import SyncModel
import Testing
import Transport

@testable import SyncEngine

/// Covers on their way to Plex: uploaded as bytes, once, and nobody's own picture lost.
@Suite struct PictureTests {
    enum Situation: CaseIterable {
        case unchanged, changedInStash, savedInStash, otherFieldChanged, otherFieldEditedInPlex
        case replacedAndLocked, replacedAndChanged, refreshedByAgent, removedInStash, readded

        var uploads: Bool { self == .changedInStash || self == .refreshedByAgent || self == .readded }
    }

    static let cells: [(PictureKind, Situation)] = PictureKind.allCases.flatMap { kind in
        Situation.allCases.map { (kind, $0) }
    }

    static func jpeg(_ name: String) -> [UInt8] { [0xFF, 0xD8, 0xFF, 0xE0] + Array(name.utf8) }
    static let cover = jpeg("A")
    static let newCover: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("B".utf8)
    static let own = jpeg("a person's")

    func bench(_ cover: [UInt8]? = PictureTests.cover, scenes: Int = 1) throws -> Bench {
        var world = SmallWorld.make(scenes: scenes)
        for id in 1...scenes { world.stash.scenes[id]?.cover = cover }
        return try Bench(world)
    }

    func engine(
        _ bench: Bench, _ kinds: [PictureKind], plex wrap: (any Transport) -> any Transport = { $0 }
    ) -> Engine {
        bench.engine(plex: wrap, with: { settings in for kind in kinds { settings.fields[kind.field] = .scene } })
    }

    func sync(_ bench: Bench, _ engine: Engine) async throws {
        _ = try await bench.reconcile(engine)
        let report = try await engine.drain(bench.options)
        #expect(report.died == 0 && report.retried == 0, "\(report)")
    }

    func shown(_ key: Int, _ kind: PictureKind, _ bench: Bench) throws -> [UInt8]? {
        let item = try bench.item(key)
        let pictures = kind == .poster ? item.posters : item.arts
        return pictures.uploads.first { $0.key == pictures.selected }?.bytes
    }

    func writes(_ bench: Bench) -> [PlexRequest] { bench.plex.requests.filter { $0.method != "GET" } }

    @Test(arguments: cells) func `a picture ends as the table says`(
        kind: PictureKind, situation: Situation
    ) async throws {
        let bench = try bench()
        let engine = engine(bench, [kind])
        try await sync(bench, engine)
        #expect(try shown(101, kind, bench) == Self.cover)
        #expect(try bench.item(101).locked.contains(kind.field.plexName))
        #expect(writes(bench).count == 2, "one request more than without, as the lock goes with the rest")
        #expect(writes(bench).allSatisfy { request in !request.query.contains { $0.name == "url" } })
        bench.clock.advance(.seconds(5))
        bench.plex.resetRequests()

        let key = happen(situation, kind, bench)
        try await sync(bench, engine)
        #expect(try shown(key, kind, bench) == expected(situation))
        let uploads = writes(bench).filter { $0.method == "POST" }.count
        #expect(uploads == (situation.uploads ? 1 : 0))
        let isJustPicture = situation == .changedInStash
        #expect(!isJustPicture || writes(bench).count == 1, "a lock that is there was set again")
        bench.clock.advance(.seconds(5))
        bench.plex.resetRequests()
        bench.stash.forgetRequests()
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        #expect(writes(bench).isEmpty, "written twice")
        _ = try await bench.reconcile(engine)
        #expect(bench.stash.requests.count { $0.target.hasPrefix("/scene/") } == 0, "asked for a cover it knows")
        #expect(try await bench.gaps(engine).isEmpty)
        #expect(try await bench.jobs([.dead]).isEmpty)
    }

    func happen(_ situation: Situation, _ kind: PictureKind, _ bench: Bench) -> Int {
        let person: (inout PlexItem) -> Void = { item in
            let list: WritableKeyPath<PlexItem, PlexPictures> = kind == .poster ? \.posters : \.arts
            item[keyPath: list].uploads.append(.init(key: "upload://posters/person", bytes: Self.own))
            item[keyPath: list].selected = "upload://posters/person"
        }
        switch situation {
        case .unchanged: break
        case .changedInStash: bench.stash.replaceCover(of: 1, with: Self.newCover)
        case .savedInStash: bench.stash.editScene(1) { _ in }
        case .otherFieldChanged: bench.stash.editScene(1) { $0.change(.title) }
        case .otherFieldEditedInPlex: bench.plex.edit(101) { $0.tagline = "A person's" }
        case .replacedAndLocked: bench.plex.edit(101, person)
        case .replacedAndChanged:
            bench.plex.edit(101, person)
            bench.stash.replaceCover(of: 1, with: Self.newCover)
        case .refreshedByAgent:
            bench.plex.edit(101) { item in
                (item.posters.selected, item.arts.selected) = (nil, nil)
                item.locked.remove(kind.field.plexName)
            }
        case .removedInStash: bench.stash.replaceCover(of: 1, with: nil)
        case .readded:
            bench.plex.update { $0.items = [SmallWorld.item(of: 1, key: 555)] }
            return 555
        }
        return 101
    }

    private func expected(_ situation: Situation) -> [UInt8] {
        switch situation {
        case .changedInStash: Self.newCover
        case .replacedAndLocked, .replacedAndChanged: Self.own
        default: Self.cover
        }
    }

    /// Servers that show less of their pictures than the usual one.
    struct Release: Sendable {
        var namesByHash = true
        var lists = true
    }

    static let releases: [Release] = [
        Release(namesByHash: false), Release(lists: false), Release(namesByHash: false, lists: false),
    ]

    @Test(arguments: releases, PictureKind.allCases) func `a release that tells less gets its pictures all the same`(
        release: Release, kind: PictureKind
    ) async throws {
        let bench = try bench()
        bench.plex.behaviour.namesUploadsByHash = release.namesByHash
        bench.plex.behaviour.listsPictures = release.lists
        let engine = engine(bench, [kind])
        try await sync(bench, engine)
        #expect(try shown(101, kind, bench) == Self.cover)
        bench.clock.advance(.seconds(5))
        bench.stash.editScene(1) { $0.change(.title) }
        try await sync(bench, engine)
        bench.clock.advance(.seconds(5))
        bench.stash.replaceCover(of: 1, with: Self.newCover)
        try await sync(bench, engine)
        #expect(try shown(101, kind, bench) == Self.newCover)
        bench.clock.advance(.seconds(5))
        bench.plex.resetRequests()
        try await sync(bench, engine)
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        #expect(writes(bench).isEmpty)
        #expect(try await bench.gaps(engine).isEmpty)
    }

    static let noPictures: [(String, [UInt8]?)] = [
        ("placeholder", nil), ("drawing", Array("<svg xmlns='x'/>".utf8)), ("page", Array("<html>Log in</html>".utf8)),
        ("animation", Array("GIF89a".utf8)), ("rubbish", [0, 1, 2, 3]), ("empty", []),
    ]

    @Test(arguments: noPictures) func `what is no picture is not sent`(name: String, cover: [UInt8]?) async throws {
        let bench = try bench(cover)
        let engine = engine(bench, [.poster, .art])
        try await sync(bench, engine)
        #expect(writes(bench).map(\.method) == ["PUT"])
        #expect(try bench.item(101).locked.isDisjoint(with: ["thumb", "art"]))
        #expect(try await bench.gaps(engine).isEmpty)
    }

    @Test func `a login page in place of a cover is no picture, and the cover comes later`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        bench.stash.fail(.loginPage, times: 1, on: "/scene/")
        try await sync(bench, engine)
        if try shown(101, .poster, bench) == nil { try await sync(bench, engine) }
        #expect(try shown(101, .poster, bench) == Self.cover)
    }

    @Test func `a picture that a person locked before us is kept`() async throws {
        let bench = try bench()
        bench.plex.edit(101) { item in
            item.posters.uploads = [.init(key: "upload://posters/person", bytes: Self.own)]
            item.posters.selected = "upload://posters/person"
            item.locked = ["thumb"]
        }
        let engine = engine(bench, [.poster])
        try await sync(bench, engine)
        #expect(try shown(101, .poster, bench) == Self.own)
        #expect(try bench.item(101).title == "Title A")
        #expect(try await bench.gaps(engine).isEmpty)
    }

    @Test func `an upload that Plex ignores is made again`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        bench.plex.faults = [PlexFault(.ignoresEdits, on: .path("/library/metadata/101/posters"), times: 1)]
        _ = try await bench.reconcile(engine)
        // Only the upload is ignored; the text that went with it moves the item's time.
        _ = try await engine.drain(bench.options)
        bench.clock.advance(.seconds(200))
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        #expect(try shown(101, .poster, bench) == Self.cover)
    }

    @Test func `an upload that failed leaves no lock, and the text arrives all the same`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        bench.plex.faults = [PlexFault(.status(500), on: .path("/library/metadata/101/posters"), times: 1)]
        _ = try await bench.reconcile(engine)
        let report = try await engine.drain(bench.options)
        #expect(report.retried == 1 && report.delivered == 0)
        #expect(try bench.item(101).title == "Title A" && !bench.item(101).locked.contains("thumb"))
        bench.clock.advance(.seconds(200))
        #expect(try await engine.drain(bench.options).delivered == 1)
        #expect(try shown(101, .poster, bench) == Self.cover && bench.item(101).locked.contains("thumb"))
    }

    @Test func `a worker that ends after an upload knows its own picture again`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        let fuse = Fuse(1)
        let dying = self.engine(
            bench, [.poster],
            plex: { inner in
                WrappedTransport(inner: inner) { $0.method == .put && fuse.burns() ? .cancelled : nil }
            })
        _ = try await bench.reconcile(engine)
        await #expect(throws: CancellationError.self) { try await dying.drain(bench.options) }
        bench.clock.advance(.seconds(5))
        bench.plex.resetRequests()
        try await sync(bench, engine)
        #expect(!writes(bench).contains { $0.method == "POST" })
        bench.stash.replaceCover(of: 1, with: Self.newCover)
        try await sync(bench, engine)
        #expect(try shown(101, .poster, bench) == Self.newCover, "our own upload was taken for a person's")
    }

    @Test func `a cover that cannot be read keeps nothing else back, and nothing is noted as synced`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        bench.stash.fail(.serverError(500), on: "/scene/")
        _ = try await bench.reconcile(engine)
        let report = try await engine.drain(bench.options)
        #expect(report.delivered == 0 && report.retried == 1)
        #expect(try bench.item(101).title == "Title A")
        bench.stash.heal()
        bench.clock.advance(.seconds(200))
        #expect(try await engine.drain(bench.options).delivered == 1)
        #expect(try shown(101, .poster, bench) == Self.cover)
    }

    @Test func `a drain with pictures makes one request to Plex more for each, and two batches one each to be sure`()
        async throws
    {
        let bench = try bench(scenes: 101)
        let engine = engine(bench, [.poster])
        try await bench.enqueue([101])
        _ = try await engine.drain(bench.options)
        try await bench.enqueue(Array(1...100))
        bench.plex.resetRequests()
        #expect(try await engine.drain(bench.options).delivered == 100)
        // What a drain asks once, at its start, is beside the point.
        let requests = bench.plex.requests.filter { $0.edit != nil || $0.path.hasPrefix("/library/metadata/") }
        #expect(Double(requests.count) <= 1.1 * 100 + 100, "\(requests.count)")
        for id in 1...100 { #expect(try shown(id + 100, .poster, bench) == Self.cover) }
        bench.clock.advance(.seconds(5))
        for id in 1...100 { bench.stash.editScene(id) { $0.change(.title) } }
        bench.plex.resetRequests()
        try await sync(bench, engine)
        try await bench.enqueue(Array(1...100))
        try await sync(bench, engine)
        #expect(writes(bench).count == 100 && writes(bench).allSatisfy { $0.method == "PUT" })
        #expect(!bench.plex.requests.contains { $0.path.hasSuffix("/posters") }, "the names were known")
    }
}
