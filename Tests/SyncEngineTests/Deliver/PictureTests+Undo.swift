import Lab
import PlexAPI
import SyncModel
import Testing

@testable import SyncEngine

extension PictureTests {
    @Test func `undo shows the picture again that was there before, and leaves it until the cover changes`()
        async throws
    {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        let first = try #require(try await bench.reconcile(engine).run)
        _ = try await engine.drain(bench.options)
        bench.stash.replaceCover(of: 1, with: Self.newCover)
        let second = try #require(try await bench.reconcile(engine).run)
        _ = try await engine.drain(bench.options)
        let dry = try await engine.undo(.run(second), isDryRun: true)
        #expect(dry.fields == 1 && dry.restored == 0)
        #expect(try await engine.undo(.run(second)).restored == 1)
        #expect(try shown(101, .poster, bench) == Self.cover && bench.item(101).locked.contains("thumb"))
        bench.plex.resetRequests()
        try await sync(bench, engine)
        #expect(writes(bench).isEmpty)
        let all = try await engine.undo(.run(first))
        #expect(all.left.map(\.why) == [], "\(all.left)")
        #expect(try shown(101, .poster, bench) == nil && bench.item(101).locked.isEmpty)
        bench.plex.resetRequests()
        try await sync(bench, engine)
        #expect(writes(bench).isEmpty)
        bench.stash.replaceCover(of: 1, with: Self.jpeg("C"))
        try await sync(bench, engine)
        #expect(try shown(101, .poster, bench) == Self.jpeg("C"))
    }

    @Test func `undo leaves a picture that a person chose since`() async throws {
        let bench = try bench()
        let engine = engine(bench, [.poster])
        let run = try #require(try await bench.reconcile(engine).run)
        _ = try await engine.drain(bench.options)
        _ = happen(.replacedAndLocked, .poster, bench)
        let report = try await engine.undo(.run(run))
        #expect(report.left.map(\.why) == [.touched] && report.left[0].field == .poster)
        #expect(try shown(101, .poster, bench) == Self.own)
    }
}
