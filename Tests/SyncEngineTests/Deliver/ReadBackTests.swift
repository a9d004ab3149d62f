import Lab
import Queue
import SyncModel
import Testing
import Transport

@testable import SyncEngine

@Suite struct ReadBackTests {
    @Test(arguments: [nil, FieldValue.text("scanned")])
    func `a value that Plex left while it took our lock is written again`(have: FieldValue?) {
        let want = FieldValue.text("wanted")
        var item = Item(
            ratingKey: RatingKey(rawValue: "1"), library: Library.Key(rawValue: "1"), values: [:], locked: [],
            isFull: true)
        item.values[.summary] = have
        let before = item
        item.locked = [.summary]
        let edit = Edit(field: .summary, action: .set, have: have, want: want, reason: .authority)
        let finding = ReadBackFinding(
            SentEdits(edits: [edit]), before: before, after: item, known: [.summary: FieldLedger(written: want)],
            findings: [])
        #expect(finding.unchanged == [.summary])
        let again = FieldComparer(policy: .keep).compare(
            Wants(values: [.summary: want]), with: item, fields: [.summary], ledger: finding.fields, imported: nil)
        #expect(again.flatMap(\.edits).map(\.want) == [want])
        #expect(again.flatMap(\.kept).isEmpty)
    }

    @Test func `what a worker that is gone sent, and what arrives after our own write, is no form of ours`()
        async throws
    {
        let bench = try Bench(SmallWorld.make())
        try await bench.enqueue([1])
        let dying = bench.engine(plex: { inner in
            WrappedTransport(inner: inner, after: { _ in nil }, before: { $0.method == .put ? .cancelled : nil })
        })
        await #expect(throws: CancellationError.self) { _ = try await dying.drain(bench.options) }
        #expect(try bench.item(101).title != "Title A", "it was on its way")
        bench.stash.editScene(1) { $0.title = "Title B" }
        try await bench.enqueue([1])
        let fuse = Fuse(1)
        let overtaken = bench.engine(plex: { inner in
            WrappedTransport(inner: inner) { request in
                if request.method == .put, fuse.burns() { bench.plex.edit(101) { $0.title = "Title A" } }
                return nil
            }
        })
        let first = try await overtaken.drain(bench.options)
        #expect(try bench.item(101).title == "Title A" && first.retried == 1 && first.delivered == 0, "\(first)")
        #expect(try await bench.jobs([.ready]).map(\.errorCode) == ["edit-without-effect"])
        bench.clock.advance(.seconds(100))
        #expect(try await bench.engine().drain(bench.options).delivered == 1)
        #expect(try bench.item(101).title == "Title B")
        #expect(try await bench.gaps().isEmpty)
    }

    /// Tags: at first A and B, then C (on its way), then B and D; the request with C arrives before the one with D, or
    /// after it.
    @Test(arguments: [true, false], PlexBehaviour.TagLists.allCases)
    func `names of a worker that is gone, which arrive beside our own write, are ours to remove`(
        isAfter: Bool, lists: PlexBehaviour.TagLists
    ) async throws {
        let bench = try fourTags()
        bench.plex.behaviour.tagLists = lists
        let dying = bench.engine(plex: { inner in
            WrappedTransport(inner: inner, after: { _ in nil }, before: { $0.method == .put ? .cancelled : nil })
        })
        let fuse = Fuse(1)
        let arrive: @Sendable (HTTPRequest) -> Void = { request in
            guard request.method == .put, fuse.burns() else { return }
            bench.plex.edit(101) { item in
                item.genres = lists == .replace ? ["C"] : item.genres.filter { $0 != "A" && $0 != "B" } + ["C"]
            }
        }
        let overtaken = bench.engine(plex: { inner in
            WrappedTransport(
                inner: inner,
                after: { request in
                    if isAfter { arrive(request) }
                    return nil
                },
                before: { request in
                    if !isAfter { arrive(request) }
                    return nil
                })
        })
        try await say([1, 2], bench)
        #expect(try await bench.engine().drain(bench.options).delivered == 1)
        try await say([3], bench)
        await #expect(throws: CancellationError.self) { _ = try await dying.drain(bench.options) }
        try await say([2, 4], bench)
        _ = try await overtaken.drain(bench.options)
        bench.clock.advance(.seconds(100))
        _ = try await bench.engine().drain(bench.options)
        #expect(try Set(bench.item(101).genres) == ["B", "D"])
        #expect(try await bench.gaps().isEmpty)
    }

    private func fourTags() throws -> Bench {
        var world = SmallWorld.make()
        for (id, name) in [1: "A", 2: "B", 3: "C", 4: "D"] {
            world.stash[.tag][id] = StashEntity(id: id, name: name, createdAt: StashFile.epoch)
        }
        world.plex.items[0].genres = []
        return try Bench(world)
    }

    private func say(_ tags: [Int], _ bench: Bench) async throws {
        bench.stash.editScene(1) { $0.tags = tags }
        try await bench.enqueue([1])
    }
}
