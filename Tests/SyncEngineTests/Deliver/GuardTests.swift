import Database
import Foundation
import Lab
import Ledger
import Queue
import SyncModel
import Testing

@testable import SyncEngine

/// The blast guard, in runs and in the worker; and undo.
@Suite struct GuardTests {
    private func synced(_ scenes: Int) async throws -> Bench {
        let bench = try Bench(SmallWorld.make(scenes: scenes))
        try await bench.enqueue(Array(1...scenes))
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == scenes)
        return bench
    }

    /// Six of sixty-odd filled fields an item can go before ten per cent are reached.
    private let strict: (inout EngineSettings) -> Void = { $0.blastGuard = BlastGuard(fields: 20, percent: 5) }

    private func studios(_ bench: Bench) -> Int { bench.plex.library.items.count { $0.studio != nil } }

    @Test func `a run that would empty too much queues nothing until it is approved`() async throws {
        let bench = try await synced(60)
        let engine = bench.engine(with: strict)
        bench.stash.delete(.studio, 1)
        let held = try await bench.reconcile(engine)
        #expect(held.result == .held && held.emptied == 60 && held.queued.scenes == 0)
        #expect(held.reasons[.held] == 60)
        let run = try #require(held.run)
        let summary = try await engine.heldRun(run)
        #expect(summary.heldScenes.count == 60 && summary.emptied == 60)
        let approved = try await engine.approve(run)
        #expect(approved.result == .ok && approved.queued.scenes == 60)
        let report = try await engine.drain(bench.options)
        #expect(report.delivered == 60 && report.held == 0)
        #expect(studios(bench) == 0)
        await #expect(throws: ApprovalFault.notHeld(approved.run ?? 0, result: "ok")) {
            try await engine.approve(approved.run ?? 0)
        }
    }

    /// A studio of so many scenes is deleted in Stash; `PLEXSYNC_CLEARINGS` makes it thousands.
    @Test func `a deleted studio of very many scenes is held, approved, and cleared to the last`() async throws {
        let count = ProcessInfo.processInfo.environment["PLEXSYNC_CLEARINGS"].flatMap { Int($0) } ?? 300
        let bench = try await synced(count)
        bench.stash.delete(.studio, 1)
        // By the hook first: the worker lets 50 fields, or a tenth, go within an hour and keeps the rest.
        let now = bench.clock.now.rawValue
        _ = try await bench.store.write {
            try JobStore().enqueue(NewJob(key: "studio:1", priority: .hook, why: ["hook"]), now: now, in: $0)
        }
        let engine = bench.engine(with: { ($0.blastGuard.fields, $0.blastGuard.percent) = (50, 10) })
        let first = try await engine.drain(bench.options)
        let limit = max(50, count * 8 / 10)
        #expect(first.held >= count - limit && first.held > 0 && first.delivered + first.held == count, "\(first)")
        #expect(studios(bench) == first.held)
        // A run of the rest is held too, and once approved lets it all through.
        let run = try await bench.reconcile(engine)
        #expect(run.result == (run.emptied > 50 && run.emptied > count * 7 / 10 ? .held : .ok))
        if run.result == .held { #expect(try await engine.approve(try #require(run.run)).result == .ok) }
        let released = bench.clock.now.rawValue
        _ = try await bench.store.write { try JobStore().release(JobFilter(hold: .held), now: released, in: $0) }
        _ = try await engine.drain(bench.options)
        #expect(studios(bench) == 0)
        #expect(try await bench.gaps(engine).isEmpty)
        #expect(try await bench.jobs([.ready, .running, .dead]).isEmpty)
    }

    @Test func `what has grown since it was shown is held again`() async throws {
        let bench = try await synced(60)
        let engine = bench.engine(with: strict)
        bench.stash.delete(.studio, 1)
        let run = try #require(try await bench.reconcile(engine).run)
        bench.stash.editScenes(Array(1...60)) { $0.details = "" }
        let approved = try await engine.approve(run)
        #expect(approved.result == .held && approved.emptied == 120)
    }

    @Test func `workers together empty only so much within an hour, and write the rest`() async throws {
        let bench = try await synced(60)
        let engine = bench.engine(with: strict)
        bench.stash.delete(.studio, 1)
        bench.stash.editScenes(Array(1...60)) { $0.change(.title) }
        let now = bench.clock.now.rawValue
        _ = try await bench.store.write {
            try JobStore().enqueue(NewJob(key: "studio:1", priority: .hook, why: ["hook"]), now: now, in: $0)
        }
        let report = try await engine.drain(bench.options)
        #expect(report.fannedOut == 1)
        #expect(report.held > 0 && report.delivered + report.held == 60, "\(report)")
        // 60 items of 7 filled fields and the title: the guard lets 5 % of them, and never fewer than 20, go.
        #expect(60 - studios(bench) == report.delivered)
        #expect(report.delivered >= 20 && report.delivered <= 30)
        #expect(bench.plex.library.items.allSatisfy { $0.title == "Title B" })
        // A held job is not due, and a reconciliation does not queue its scene beside it.
        bench.plex.resetRequests()
        #expect(try await engine.drain(bench.options).tries == 0)
        #expect(bench.plex.edits.isEmpty)
        let released = bench.clock.now.rawValue
        let count = try await bench.store.write {
            try JobStore().release(JobFilter(hold: .held), now: released, in: $0)
        }
        #expect(count == report.held)
        #expect(try await engine.drain(bench.options).delivered == count)
        #expect(studios(bench) == 0)
        #expect(try await bench.gaps(engine).isEmpty)
    }

    @Test func `a job that tries again counts once for what it empties`() async throws {
        let bench = try await synced(60)
        bench.stash.editScenes(Array(1...15)) { $0.empty(.studio) }
        try await bench.enqueue(Array(1...15))
        bench.plex.faults = [PlexFault(.status(503), on: .writes, times: 3)]
        let report = try await bench.engine(with: strict).drain(bench.options)
        #expect(report.delivered == 15 && report.held == 0 && report.retried == 23, "\(report)")
    }

    @Test func `undo brings back what was there, and leaves it until Stash says something new`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        bench.plex.update { library in
            library.items[0].genres = ["Mine"]
            library.items[0].studio = "From the agent"
        }
        let before = bench.plex.library.items
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        bench.plex.edit(102) { $0.summary = "A person's" }
        let dry = try await bench.engine().undo(.run(run), isDryRun: true)
        #expect(dry.restored == 0 && dry.fields == 20)
        #expect(try bench.item(101).title == "Title A")
        let report = try await bench.engine().undo(.run(run))
        #expect(report.restored == 20)
        #expect(report.left.map(\.why) == [.touched] && report.left[0].field == .summary)
        for (item, old) in zip(bench.plex.library.items, before) {
            for field in SmallWorld.fields where !(item.ratingKey == 102 && field == .summary) {
                #expect(item[field] == old[field], "\(field)")
            }
            #expect(item.locked == (item.ratingKey == 102 ? ["summary"] : []))
        }
        // Neither a run nor a job writes it again, and a second undo finds nothing.
        bench.plex.resetRequests()
        _ = try await bench.reconcile()
        try await bench.enqueue([1, 2, 3])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
        #expect(try await bench.engine().undo(.run(run)).fields == 0)
        bench.stash.editScene(1) { $0.change(.title) }
        _ = try await bench.reconcile()
        _ = try await bench.engine().drain(bench.options)
        #expect(try bench.item(101).title == "Title B" && bench.item(101).studio == "From the agent")
        #expect(bench.plex.edits.count == 1)
    }

    @Test func `undo leaves a field alone whose lock alone a person has taken away`() async throws {
        let bench = try Bench(SmallWorld.make())
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        bench.plex.edit(101) { $0.locked.remove("studio") }
        let report = try await bench.engine().undo(.run(run))
        #expect(report.left.map(\.why) == [.touched] && report.left[0].field == .studio)
        #expect(try bench.item(101).studio == "Studio A" && bench.item(101).locked.isEmpty)
        #expect(try bench.item(101).title == "video 1")
    }

    @Test func `two runs undone one after the other leave what was there before both`() async throws {
        let bench = try Bench(SmallWorld.make())
        let first = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        bench.stash.editScene(1) { $0.change(.title) }
        let second = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        for run in [second, first] { #expect(try await bench.engine().undo(.run(run)).left.isEmpty) }
        #expect(try bench.item(101).title == "video 1")
        bench.plex.resetRequests()
        _ = try await bench.reconcile()
        try await bench.enqueue([1])
        _ = try await bench.engine().drain(bench.options)
        #expect(bench.plex.edits.isEmpty)
    }

    @Test func `undo restores what was ours before as ours`() async throws {
        let bench = try await synced(1)
        bench.stash.editScene(1) { $0.change(.tags) }
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        #expect(Set(try bench.item(101).genres) == ["Red", "Green"])
        #expect(try await bench.engine().undo(.run(run)).restored == 1)
        #expect(Set(try bench.item(101).genres) == ["Red", "Blue"])
        bench.stash.editScene(1) { $0.tags = [3] }
        _ = try await bench.reconcile()
        _ = try await bench.engine().drain(bench.options)
        #expect(try bench.item(101).genres == ["Green"])
    }

    @Test func `a field that a later run wrote is not undone by an earlier one`() async throws {
        let bench = try await synced(1)
        bench.stash.editScene(1) { $0.change(.title) }
        let run = try #require(try await bench.reconcile().run)
        _ = try await bench.engine().drain(bench.options)
        bench.stash.editScene(1) { $0.title = "Title C" }
        _ = try await bench.reconcile()
        _ = try await bench.engine().drain(bench.options)
        let report = try await bench.engine().undo(.run(run))
        #expect(report.restored == 0 && report.left.map(\.why) == [.writtenSince])
        #expect(try bench.item(101).title == "Title C")
    }
}
