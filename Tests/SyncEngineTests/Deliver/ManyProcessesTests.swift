import Database
import Foundation
import Lab
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncModel
import TestSupport
import Testing
import Transport

@testable import SyncEngine

/// Workers that are processes of their own, on one state folder.
@Suite(.serialized) struct ManyProcessesTests {
    @Test func `eight processes together ask a server that rests once a break, and then deliver everything once`()
        async throws
    {
        let bench = try Bench(SmallWorld.make(scenes: 80))
        let place = Place(bench)
        try await bench.enqueue(Array(1...80))
        let now = unixMilliseconds()
        try await bench.store.write { transaction in
            for _ in 1...5 {
                try place.jobs.record(.missed(), to: "plex", cause: "no answer", now: now, in: transaction)
            }
        }
        bench.plex.faults = [PlexFault(.status(503), on: .library)]
        // On a thread of its own: waiting for eight processes takes all those of the pool.
        let path = bench.store.path
        let healing = Thread {
            do {
                let store = try BlockingStore(at: path, schemas: [QueueSchema.schema])
                while try store.read({ try place.openings(in: $0) }) < 5 { usleep(2000) }
            } catch { Issue.record(error) }
            bench.plex.faults = []
        }
        healing.start()
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...8 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [place = place as Place] in
                        try await place.drainUntilEmpty()
                    }
                }
            }
        }
        // The breaker had opened five times when the fault was lifted, the first time before anybody asked; on a busy
        // machine once or twice more. Did each process ask, there were eight for each.
        let refused = bench.plex.requests.filter { $0.status == 503 }
        #expect((4...8).contains(refused.count), "\(refused.map(\.path))")
        #expect(Set(refused.map(\.path)) == ["/library/sections"])
        let jobs = try await bench.jobs()
        #expect(jobs.allSatisfy { $0.state == .done && $0.attempts == 0 && $0.claims == 1 })
        #expect(jobs.count == 80)
        let edited = bench.plex.edits.flatMap(\.ids)
        #expect(edited.count == 80 && Set(edited).count == 80)
        let outages = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        #expect(outages.count == 1 && outages[0].end != nil)
    }

    @Test func `eight processes that find Plex down at once leave it alone as soon as one would`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 80))
        let place = Place(bench)
        try await bench.enqueue(Array(1...80))
        bench.plex.faults = [PlexFault(.status(503), on: .all)]
        let path = bench.store.path
        let healing = Thread {
            do {
                let store = try BlockingStore(at: path, schemas: [QueueSchema.schema])
                while try store.read({ try place.openings(in: $0) }) < 3 { usleep(2000) }
            } catch { Issue.record(error) }
            bench.plex.faults = []
        }
        healing.start()
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...8 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [place = place as Place] in
                        try await place.drainUntilEmpty(retry: ReadRetry())
                    }
                }
            }
        }
        // Five failures open the breaker, whoever met them; each other process may be asking just then. After that there
        // is one question a break, and there were two or three breaks.
        let refused = bench.plex.requests.filter { $0.status == 503 }
        #expect((5...5 + 7 + 4).contains(refused.count), "\(refused.map(\.path))")
        let jobs = try await bench.jobs()
        #expect(jobs.allSatisfy { $0.state == .done && $0.attempts == 0 })
        let outages = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        #expect(outages.count == 1 && outages[0].end != nil)
    }

    @Test func `a worker stopped beyond its lease is refused when it wakes, and nobody waits for it`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 12))
        let (place, note) = (Place(bench, lease: 2), bench.folder("number"))
        try await bench.enqueue(Array(1...12))
        async let stopped: ExitTest.Result? = #expect(processExitsWith: .success) {
            [place = place as Place, note = note as String] in
            let lock = try #require(try OSLock.take(at: note))
            try lock.write("\(getpid())")
            // It stops itself when its first write has arrived.
            let fuse = Fuse(1)
            let engine = try place.engine { inner in
                WrappedTransport(inner: inner) { request in
                    if request.method == .put, fuse.burns() { raise(SIGSTOP) }
                    return nil
                }
            }
            let report = try await engine.drain(DrainOptions())
            #expect(report.lost == 12 && report.delivered == 0)
        }
        while bench.plex.edits.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        let leases = WorkerLeases(folder: bench.folder("workers"))
        while try await !bench.store.read({
            try place.jobs.hasAbandoned(now: unixMilliseconds(), in: $0) { try leases.isHeld($0) }
        }) { try await Task.sleep(for: .milliseconds(5)) }
        let report = try await place.engine().drain(DrainOptions())
        #expect(report.delivered + (report.endedOtherwise["in_sync"] ?? 0) == 12)
        let edits = bench.plex.edits.count
        let number = try #require(try OSLock.text(at: note).flatMap { pid_t($0) })
        #expect(kill(number, SIGCONT) == 0)
        _ = await stopped
        #expect(bench.plex.edits.count == edits, "who woke wrote nothing more")
        for job in try await bench.jobs() {
            #expect(job.state == .done && job.claims == 2 && job.attempts == 0)
            let attempts = try await bench.store.read { try JobStore().attempts(of: job.id, in: $0) }
            #expect(attempts.map(\.verdict) == ["lost"])
        }
        #expect(try await bench.gaps().isEmpty)
    }
}

/// What another process needs to work on a bench's state folder. Its queue has short times, so that nobody waits for long.
struct Place: Codable, Sendable {
    let folder, stash, stashKey, plex, plexToken: String
    let libraries: [String]
    let paths: [[String]]
    /// Seconds.
    let lease: Int

    init(_ bench: Bench, lease: Int = 60) {
        self.lease = lease
        (folder, stash, stashKey) = (bench.folder.path, bench.stash.url, bench.servers.stashKey)
        (plex, plexToken, libraries) = (bench.plex.url, bench.servers.plexToken, bench.servers.world.libraries)
        paths = bench.servers.world.mappings.map { [$0.stash, $0.plex] }
    }

    /// A tenth of a second to rest at first, a second at most.
    var jobs: JobStore {
        var limits = CircuitBreaker.Limits()
        (limits.firstRest, limits.longestRest) = (.milliseconds(100), .seconds(1))
        return JobStore(maxWaiting: 100_000, lease: .seconds(lease), limits: limits)
    }

    func engine(
        retry: ReadRetry = .never, plex wrap: (any Transport) -> any Transport = { $0 }
    ) throws -> Engine {
        var settings = EngineSettings()
        settings.libraries = libraries
        settings.paths = paths.map { PathMapping(stash: $0[0], plex: $0[1]) }
        settings.stashURL = stash
        var limits = PlexClient.usualLimits
        limits.total = .seconds(20)
        return Engine(
            store: try Store.open(at: folder + "/plexsync.db", schemas: [QueueSchema.schema, LedgerSchema.schema]),
            stateFolder: folder, settings: settings,
            stash: StashClient(url: stash, apiKey: stashKey, transport: CurlTransport()),
            plex: PlexClient(
                url: plex, token: plexToken, clientIdentifier: "test", version: "1", transport: wrap(CurlTransport()),
                retry: retry, limits: limits),
            jobs: jobs, activity: NoActivity(), now: { Instant(rawValue: unixMilliseconds()) })
    }

    /// How often Plex's breaker has opened.
    func openings(in transaction: ReadTransaction) throws -> Int {
        try jobs.breaker(for: "plex", now: unixMilliseconds(), in: transaction).openings
    }

    /// Stays until nothing waits or runs.
    func drainUntilEmpty(retry: ReadRetry = .never) async throws {
        let engine = try engine(retry: retry)
        var options = DrainOptions()
        (options.waits, options.isByHand) = (true, false)
        options.sleep = { duration in
            let left = try await engine.store.read { try JobStore().counts(in: $0) }
            if left.ready + left.running == 0 { throw CancellationError() }
            try await Task.sleep(for: min(duration, .milliseconds(50)))
        }
        do { _ = try await engine.drain(options) } catch is CancellationError {}
    }
}
