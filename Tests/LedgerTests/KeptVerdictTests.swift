import Database
import SyncModel
import TestSupport
import Testing

@testable import Ledger

/// A verdict is kept only as long as each row that it rests on.
@Suite struct KeptVerdictTests {
    private let ledger: TestLedger
    private let server: PlexServerID
    private let paths = PathMap([])

    /// Scenes 1 and 2 play the items a and b. Scene 3 is of nobody's concern.
    init() throws {
        ledger = try TestLedger()
        server = try ledger.server()
        try ledger.write { [paths, server] transaction in
            _ = try SceneIndex.put(
                [scene(1, "/data/1.mp4"), scene(2, "/data/2.mp4", "/data/2 more.mp4"), scene(3, "/data/3.mp4")],
                paths: paths, in: transaction)
            _ = try ItemIndex.putFull(
                [item("a", "/data/1.mp4", "/data/1 part.mp4"), item("b", "/data/2.mp4"), item("c", "/data/3.mp4")],
                server: server, moment: late, in: transaction)
            let record = SyncRecord(lastSynced: Timestamp("2025-07-01T10:00:00Z"), said: [:])
            for (scene, key) in [(1, "a"), (2, "b")] as [(Scene.ID, RatingKey)] {
                try SyncRecords.put(record, of: scene, to: key, server: server, in: transaction)
                try TargetLedgers.put([:], of: key, server: server, over: 0, in: transaction)
            }
        }
    }

    private func inSync(_ id: Scene.ID) throws -> KeptVerdict {
        try #require(KeptVerdict(SceneVerdict(scene: id, outcome: .inSync), isSettled: true))
    }

    /// Whether `scenes`, and no others, keep their verdicts through `change`.
    private func check(
        _ scenes: [Int], at place: SourceLocation = #_sourceLocation, through change: (WriteTransaction) throws -> Void
    ) throws {
        try ledger.write { try KeptVerdicts.put([inSync(1), inSync(2), inSync(3)], in: $0) }
        try ledger.write(change)
        let kept = try ledger.read { try KeptVerdicts.find([1, 2, 3], in: $0) }
        #expect(kept.keys.map(\.rawValue).sorted() == scenes, sourceLocation: place)
    }

    private func put(_ rows: SceneRow..., in transaction: WriteTransaction) throws {
        _ = try SceneIndex.put(rows, paths: paths, in: transaction)
    }

    private func put(_ items: Item..., in transaction: WriteTransaction) throws {
        _ = try ItemIndex.putListed(items, server: server, moment: late, in: transaction)
    }

    // MARK: What takes them away

    @Test func `a scene that is read anew, or goes, loses its own`() throws {
        try check([2, 3]) { try put(scene(1, "/data/1.mp4", title: "Other"), in: $0) }
        try check([2, 3]) { try put(scene(1, "/data/elsewhere.mp4"), in: $0) }
        try check([1, 3]) { try SceneIndex.remove([2], in: $0) }
    }

    @Test func `a scene that comes to own a file of an item, or no longer does, takes that of the other owner`() throws
    {
        try check([2, 3]) { try put(scene(4, "/data/1 part.mp4"), in: $0) }
        try check([2, 3]) { try SceneIndex.remove([4], in: $0) }
        try check([1, 3]) { try put(scene(5, "/data/2.mp4"), in: $0) }
        try check([1, 3]) { try put(scene(5, "/data/5.mp4"), in: $0) }
    }

    @Test func `so does one that owns it under another spelling, or is found to have an item of its own`() throws {
        try check([2, 3]) { try put(scene(4, "/data/1 PART.mp4"), in: $0) }
        try check([2, 3]) { try put(item("g", "/data/1 PART.mp4", library: "2"), in: $0) }
        try check([2, 3]) { try ItemIndex.remove(["g"], server: server, in: $0) }
        try check([2, 3]) { try SceneIndex.remove([4], in: $0) }
    }

    @Test func `an item that moved, lost or got a file, went, or was read in full, takes that of its scene`() throws {
        try check([2, 3]) { try put(item("a", "/data/1.mp4", "/data/1 part.mp4", updatedAt: 101), in: $0) }
        try check([2, 3]) { try put(item("a", "/data/1.mp4", updatedAt: 101), in: $0) }
        try check([1, 3]) { try put(item("b", "/data/2.mp4", "/data/b.mp4"), in: $0) }
        try check([1, 3]) { try put(item("b", "/data/b.mp4"), in: $0) }
        let full = item("a", "/data/1.mp4", updatedAt: 101)
        try check([2, 3]) { try ItemIndex.putFull([full], server: server, moment: late, in: $0) }
        try check([2, 3]) { try ItemIndex.remove(["a"], server: server, in: $0) }
    }

    @Test func `an item of another library with the same file takes it, and so does an older one that loses it`() throws
    {
        try check([1, 3]) { try put(item("d", "/data/2 more.mp4", library: "2"), in: $0) }
        try check([2, 3]) { try put(item("e", "/data/1.mp4"), in: $0) }
    }

    @Test func `items that are no longer trusted, or that a listing did not show, take theirs`() throws {
        try check([]) { try ItemIndex.expireAll(server, in: $0) }
        try check([2, 3]) { try $0.run("UPDATE item SET isYoung = 1 WHERE ratingKey = 'a'") }
        try check([2, 3]) { try ItemIndex.expireYoung(in: $0) }
        let seen = try ledger.read { try $0.map("SELECT id FROM item WHERE ratingKey != 'b'") { try $0[0] as Int } }
        try check([1, 3]) { try ItemIndex.removeUnseen(server, library: "1", seen: Set(seen), in: $0) }
    }

    @Test func `so do a ledger, a sync, an imported one and a pin`() throws {
        let fields = [Field.title: FieldLedger(base: .text("A"))]
        try check([2, 3]) { try TargetLedgers.put(fields, of: "a", server: server, over: 1, in: $0) }
        try check([1, 2]) { try TargetLedgers.put(fields, of: "c", server: server, over: 0, in: $0) }
        let record = SyncRecord(lastSynced: Timestamp("2025-08-01T10:00:00Z"), said: [:])
        try check([2, 3]) { try SyncRecords.put(record, of: 1, to: "a", server: server, in: $0) }
        try check([1, 2]) { try SyncRecords.put(record, of: 3, to: "c", server: server, in: $0) }
        let sync = ImportedSync(at: Instant(seconds: 1), claims: false, ignoresLocks: false)
        try check([1, 3]) { _ = try ImportedSyncs.put(sync, of: 2, in: $0) }
        try check([1, 2]) {
            try $0.run(
                "INSERT INTO pin (scene, server, ratingKey, library) VALUES (3, ?, 'a', '1')", server.rawValue)
        }
    }

    @Test func `a scene that goes leaves its sync to the one that plays the item now`() throws {
        try ledger.write { transaction in
            try put(scene(6, "/data/6.mp4"), in: transaction)
            let record = SyncRecord(lastSynced: Timestamp("2025-08-01T10:00:00Z"), said: [:])
            try SyncRecords.put(record, of: 6, to: "b", server: server, in: transaction)
        }
        try check([1, 3]) { try SceneIndex.remove([6], in: $0) }
        try check([1, 3]) { try put(scene(6, "/data/6.mp4"), in: $0) }
    }

    @Test func `what changes nothing that they rest on takes none`() throws {
        try check([1, 2, 3]) { transaction in
            try put(item("a", "/data/1.mp4", "/data/1 part.mp4"), in: transaction)
            try put(scene(7, "/data/7.mp4"), in: transaction)
            try put(item("f", "/data/f.mp4"), in: transaction)
            try Marks.set(.stashURL, to: "http://stash", in: transaction)
        }
    }

    // MARK: Keeping

    @Test func `they come back as they were, with title and path of the scene`() throws {
        let gap = Gap(
            scene: 1, title: "A Title", types: [.empty, .stale], emptyFields: [.studio, .tags], staleFields: [.title],
            confidence: .possible, reason: .takenBack, path: "/data/1.mp4",
            targets: [Target(ratingKey: "a", library: "1"), Target(ratingKey: "z", library: "2")],
            wouldWriteNothing: true)
        let verdicts = [
            SceneVerdict(scene: 1, outcome: .gap, gap: gap), SceneVerdict(scene: 2, outcome: .kept),
            SceneVerdict(scene: 3, outcome: .inSync),
        ]
        try ledger.write { try KeptVerdicts.put(verdicts.compactMap { KeptVerdict($0, isSettled: true) }, in: $0) }
        let rows = try ledger.read { try SceneIndex.rows([1, 2, 3], in: $0) }
        let found = try ledger.read { try KeptVerdicts.find([1, 2, 3, 9], in: $0) }
        #expect(rows.map { found[$0.id]?.of($0) } == verdicts)
        #expect(found.values.allSatisfy { $0.isSettled })
        let pages = try ledger.read { transaction in
            try [nil, 2].map { try KeptVerdicts.find(after: $0, limit: 2, in: transaction) }
        }
        #expect(pages.map { $0.keys.sorted() } == [[1, 2], [3]])
    }

    @Test func `a row whose scene is decided comes without what it wants`() throws {
        let rows = try ledger.read { transaction in
            try SceneIndex.page(after: nil, limit: 9, isDecided: { $0 == 2 }, in: transaction)
        }
        #expect(rows.map(\.wants.values.isEmpty) == [false, true, false] && rows.map(\.files.count) == [1, 2, 1])
    }

    @Test func `only what rests on a comparison is kept`() {
        for outcome in Outcome.allCases where ![.inSync, .kept, .gap].contains(outcome) {
            #expect(KeptVerdict(SceneVerdict(scene: 1, outcome: outcome), isSettled: true) == nil)
        }
        let missing = Gap(scene: 1, types: [.missing], confidence: .definite)
        #expect(KeptVerdict(SceneVerdict(scene: 1, outcome: .gap, gap: missing), isSettled: true) == nil)
    }

    @Test func `other grounds take all away, the same none`() throws {
        try ledger.write { try KeptVerdicts.begin(on: "one", in: $0) }
        try check([1, 2, 3]) { try KeptVerdicts.begin(on: "one", in: $0) }
        try check([]) { try KeptVerdicts.begin(on: "other", in: $0) }
        #expect(try ledger.read { try KeptVerdicts.rest(on: "other", in: $0) })
    }

    @Test func `a damaged one is called so`() throws {
        try ledger.write { try $0.run("INSERT INTO verdict (scene, ending) VALUES (1, x'ff')") }
        #expect(throws: DamagedValue.self) { try ledger.read { try KeptVerdicts.find([1], in: $0) } }
    }
}
