import Database
import Lab
import Ledger
import PlexAPI
import Queue
import SyncModel
import Synchronization
import Testing
import Transport

@testable import SyncEngine

/// How often workers ask a server that is down, together.
@Suite struct OutageTests {
    /// Ends where it would wait.
    private func hasty(_ bench: Bench) -> DrainOptions {
        var options = bench.options
        options.isByHand = false
        options.sleep = { _ in throw CancellationError() }
        return options
    }

    private func refused(_ bench: Bench) -> Int { bench.plex.requests.count { $0.status == 503 } }

    @Test func `each try of a read counts, and the tries end when the breaker opens`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await bench.enqueue([1])
        bench.plex.faults = [PlexFault(.status(503), on: .all)]
        _ = try? await bench.engine().drain(hasty(bench))
        #expect(refused(bench) == 5)
        let outages = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        #expect(outages.count == 1 && outages[0].cause.contains("503"))
    }

    @Test func `a worker that waited for its turn does not ask a Plex that the one before it found down`() async throws
    {
        let bench = try Bench(SmallWorld.make(scenes: 400))
        try await bench.enqueue(Array(1...400))
        _ = try await bench.gaps()
        let (fuse, options) = (Fuse(1), hasty(bench))
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...6 {
                group.addTask {
                    do {
                        let store = try bench.secondStore()
                        // The first write arrives; from then on Plex is down.
                        let engine = bench.engine(
                            store: store,
                            plex: { inner in
                                WrappedTransport(inner: inner) { request in
                                    guard request.method == .put, fuse.burns() else { return nil }
                                    bench.plex.faults = [PlexFault(.status(503), on: .all)]
                                    return nil
                                }
                            })
                        _ = try await engine.drain(options)
                    } catch is CancellationError {} catch { Issue.record(error) }
                }
            }
        }
        // Five failures open the breaker; each of the five other workers may be asking just then, two things at once.
        let most = 5 + 2 * 5
        #expect((1...most).contains(refused(bench)), "\(bench.plex.requests.filter { $0.status == 503 }.map(\.path))")
        let jobs = try await bench.jobs()
        #expect(jobs.allSatisfy { $0.state == .ready || $0.state == .done } && jobs.allSatisfy { $0.attempts == 0 })
        bench.plex.faults = []
        bench.clock.advance(.seconds(400))
        _ = try await bench.engine().drain(bench.options)
        #expect(try await bench.gaps().isEmpty)
    }

    @Test func `a person's sync that is answered ends the rest of a server for all`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 2))
        let now = bench.clock.now.rawValue
        try await bench.store.write { transaction in
            for _ in 1...5 { try JobStore().record(.missed(), to: "plex", cause: "x", now: now, in: transaction) }
        }
        #expect(try await bench.engine().sync([Scene.ID(rawValue: 1)]).map(\.end) == [.delivered])
        let breaker = try await bench.store.read { try JobStore().breaker(for: "plex", now: now, in: $0) }
        #expect(breaker.state == .closed(missesInARow: 0))
    }

    /// Lets the state go as soon as a worker says that it waits for it.
    private final class Letting: Activity {
        private let lock = Mutex<OSLock?>(nil)
        let waits = Mutex(0)
        func hold(_ path: String) throws {
            let taken = try OSLock.take(at: path)
            lock.withLock { $0 = taken }
        }
        func progress(_ step: Step) {}
        func warn(_ sentence: String) {
            waits.withLock { $0 += 1 }
            lock.withLock { $0?.release() }
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .put])
    func `a state that another program keeps locked is waited for, and costs no job a try`(
        when: HTTPRequest.Method
    ) async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await bench.enqueue([1, 2, 3])
        let (letting, fuse, path) = (Letting(), Fuse(when == .put ? 3 : 9), bench.store.path)
        let impatient = try Store.open(
            at: path, schemas: [QueueSchema.schema, LedgerSchema.schema], patience: .milliseconds(20))
        let usual = bench.engine(
            store: impatient,
            plex: { inner in
                WrappedTransport(inner: inner) { request in
                    guard request.method == when, fuse.burns() else { return nil }
                    do { try letting.hold(path + ".lock") } catch { Issue.record(error) }
                    return nil
                }
            })
        let engine = Engine(
            store: impatient, stateFolder: usual.stateFolder, settings: usual.settings, stash: usual.stash,
            plex: usual.plex, jobs: usual.jobs, activity: letting, now: usual.now)
        var options = bench.options
        options.waits = true
        options.awaitJobs = { until in
            if until == nil { throw CancellationError() }  // nothing is left to wait for
            bench.clock.advance(.seconds(1))
        }
        await #expect(throws: CancellationError.self) { try await engine.drain(options) }
        #expect(letting.waits.withLock { $0 } > 0)
        let jobs = try await bench.jobs()
        #expect(jobs.count == 3 && jobs.allSatisfy { $0.state == .done && $0.attempts == 0 }, "\(jobs)")
        #expect(bench.plex.library.items.allSatisfy { $0.title == "Title A" })
    }

    @Test func `a tag that Stash cannot answer for keeps no scene back`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await bench.enqueue([1, 2, 3])
        let now = bench.clock.now.rawValue
        _ = try await bench.store.write {
            try JobStore().enqueue(NewJob(key: "tag:1", priority: .hook, why: ["hook"]), now: now, in: $0)
        }
        bench.stash.fail(.errors("no such thing"), times: 1, on: "findScenes")
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 3 && report.retried == 1, "\(report)")
        let left = try await bench.jobs([.ready])
        #expect(left.map(\.key) == ["tag:1"] && left[0].attempts == 1)
    }

    @Test func `a scan that Plex did not hear is asked for again, one that it heard is not`() async throws {
        var world = SmallWorld.make(scenes: 2)
        let parts = world.plex.items.flatMap(\.media).flatMap(\.parts)
        world.plex.items = [SmallWorld.item(of: 9)]
        world.plex.unscanned = parts
        let bench = try Bench(world)
        try await bench.enqueue([1, 2])
        bench.plex.faults = [PlexFault(.status(500), on: .path("/library/sections/3/refresh"), times: 1)]
        let scans = { bench.plex.requests.filter { $0.path.hasSuffix("/refresh") }.map(\.status) }
        _ = try await bench.engine().drain(bench.options)
        #expect(scans() == [500])
        bench.clock.advance(.seconds(31))
        _ = try await bench.engine().drain(bench.options)
        #expect(scans() == [500, 200])
        bench.clock.advance(.seconds(61))
        _ = try await bench.engine().drain(bench.options)
        #expect(scans() == [500, 200])
        #expect(try await bench.jobs([.ready, .dead]).isEmpty)
    }

    @Test func `an undo keeps workers from writing for as long as it lives, whoever wrote before`() async throws {
        let bench = try Bench(SmallWorld.make())
        try await bench.enqueue([1])
        let engine = bench.engine()
        _ = try await engine.drain(bench.options)  // and leaves its name in the lock's file
        let servers = try await engine.probe()
        let undoing = try engine.leases.take()
        let lock = try #require(
            try await engine.takeWriterLock(servers, as: .undo(undoing.name), within: .zero))
        let worker = try engine.leases.take()
        #expect(try await engine.takeWriterLock(servers, as: .worker(worker.name), within: .zero) == nil)
        undoing.end()
        #expect(try await engine.takeWriterLock(servers, as: .worker(worker.name), within: .zero) != nil)
        lock.release()
    }
}
