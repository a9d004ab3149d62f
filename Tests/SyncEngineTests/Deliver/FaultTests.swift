import Database
import Lab
import PlexAPI
import Queue
import StashAPI
import SyncModel
import Testing
import Transport

@testable import SyncEngine

/// What goes wrong at the servers, and that nothing is lost by it.
@Suite struct FaultTests {
    /// Faults that are an outage, whatever they look like.
    static let outages: [(PlexFault.Kind, PlexFault.Scope)] = [
        (.status(503), .library), (.status(500), .library), (.status(502), .library), (.reset, .library),
        (.reset, .all),
        (.cut, .library), (.truncated, .library), (.resetAfter(20), .library), (.html, .library),
        (.status(503), .items), (.hang, .library), (.hang, .writes), (.latency(.seconds(30)), .library),
        (.status(503), .writes), (.tooManyRequests(retryAfter: nil), .library),
        (.tooManyRequests(retryAfter: "banana"), .library), (.tooManyRequests(retryAfter: "-1"), .library),
    ]

    @Test(arguments: outages.indices) func `no job dies of an outage, and all is delivered after it`(number: Int)
        async throws
    {
        let (kind, scope) = Self.outages[number]
        let bench = try Bench(SmallWorld.make(scenes: 60))
        try await bench.enqueue(Array(1...60))
        bench.plex.faults = [PlexFault(kind, on: scope)]
        for _ in 1...4 {
            await #expect(throws: EngineError.self) {
                _ = try await bench.engine(patience: .milliseconds(150)).drain(bench.options)
            }
            bench.clock.advance(.seconds(400))
        }
        let jobs = try await bench.jobs()
        #expect(
            jobs.allSatisfy { $0.state == .ready && $0.attempts == 0 },
            "\(jobs.filter { $0.state != .ready || $0.attempts > 0 }.prefix(1))")
        let outages = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        // Where the cheap question is answered, the breaker closes in between.
        let isWhole = if case .library = scope { true } else if case .all = scope { true } else { false }
        #expect(isWhole ? outages.count == 1 && outages[0].end == nil : !outages.isEmpty)
        #expect(outages.allSatisfy { !$0.cause.isEmpty })
        bench.plex.faults = []
        bench.clock.advance(.seconds(400))
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 60)
        #expect(try await bench.gaps().isEmpty)
        let ended = try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }
        #expect(ended.count == outages.count && ended.allSatisfy { $0.end != nil })
    }

    @Test(arguments: [0, 1]) func `a page or a cut body counts for nothing where the server answers all else`(
        number: Int
    ) async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        bench.plex.faults = [PlexFault([.html, .cut][number], on: .items)]
        for _ in 1...7 {
            try await bench.enqueue([1, 2, 3])
            _ = try await bench.engine(patience: .milliseconds(150)).drain(bench.options)
            bench.clock.advance(.seconds(400))
        }
        #expect(try await bench.store.read { try JobStore().outages(of: "plex", in: $0) }.isEmpty)
        bench.plex.faults = []
        try await bench.enqueue([1, 2, 3])
        #expect(try await bench.engine().drain(bench.options).delivered == 3)
    }

    @Test(
        arguments: [
            StashFault.serverError(503), .serverError(500), .reset, .loginPage, .garbled,
            .tooManyRequests(retryAfter: nil),
        ].indices)
    func `nor of one of Stash`(number: Int) async throws {
        let faults: [StashFault] = [
            .serverError(503), .serverError(500), .reset, .loginPage, .garbled, .tooManyRequests(retryAfter: nil),
        ]
        let bench = try Bench(SmallWorld.make(scenes: 10))
        try await bench.enqueue(Array(1...10))
        bench.stash.fail(faults[number])
        for _ in 1...4 {
            await #expect(throws: EngineError.self) { _ = try await bench.engine().drain(bench.options) }
            bench.clock.advance(.seconds(400))
        }
        #expect(try await bench.jobs().allSatisfy { $0.state == .ready && $0.attempts == 0 })
        bench.stash.heal()
        bench.clock.advance(.seconds(400))
        #expect(try await bench.engine().drain(bench.options).delivered == 10)
    }

    @Test(arguments: [("120", 120), ("999999", 3600), ("date", 120)])
    func `what Plex asks for with Retry-After is kept to, an hour at most`(text: String, seconds: Int) async throws {
        let bench = try Bench(SmallWorld.make(scenes: 5))
        let engine = bench.engine()
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        try await bench.enqueue([1, 2, 3, 4, 5])
        let wish = text == "date" ? httpDate(unixSeconds() + seconds) : text
        bench.plex.faults = [PlexFault(.tooManyRequests(retryAfter: wish), on: .items, times: 1)]
        let start = bench.clock.now
        let report = try await engine.drain(bench.options)
        #expect(report.delivered == 0 && report.waiting == 5, "\(text)")
        let due = try #require(report.nextDue)
        // A date is in whole seconds, and the reply's own may be a second later.
        #expect(due >= start.advanced(seconds: seconds - 2) && due <= bench.clock.now.advanced(seconds: seconds))
        bench.clock.advance(.seconds(seconds + 2))
        #expect(try await engine.drain(bench.options).tries == 5)
    }

    @Test func `a server that rests is asked once a break, by whichever process`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 200))
        try await bench.enqueue(Array(1...200))
        bench.plex.faults = [PlexFault(.status(503), on: .library)]
        await #expect(throws: EngineError.self) { _ = try await bench.engine().drain(bench.options) }
        bench.plex.resetRequests()
        var options = bench.options
        options.isByHand = false
        let now = bench.clock.now
        let until = try await bench.store.read {
            try JobStore().breaker(for: "plex", now: now.rawValue, in: $0).state
        }
        guard case .open(let instant) = until else { return #expect(Bool(false), "\(until)") }
        bench.clock.advance(.milliseconds(instant - now.rawValue + 10))
        var stores = [bench.store]
        for _ in 1...3 { stores.append(try bench.secondStore()) }
        options.sleep = { _ in throw CancellationError() }  // to wait is to be done with the test
        let hasty = options
        await withTaskGroup(of: Void.self) { group in
            for store in stores {
                let engine = bench.engine(store: store)
                group.addTask { _ = try? await engine.drain(hasty) }
            }
        }
        #expect(bench.plex.requestCount <= 1, "\(bench.plex.requests.map(\.path))")
    }

    @Test func `a refused token stops the queue with one clear line, and a good one starts it again`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 120))
        try await bench.enqueue(Array(1...120))
        // The token is changed while a worker is at it.
        let fuse = Fuse(60)
        let engine = bench.engine(plex: { inner in
            WrappedTransport(inner: inner) { request in
                if request.method == .put, fuse.burns() { bench.plex.token = "changed" }
                return nil
            }
        })
        let report = try await engine.drain(bench.options)
        #expect(report.pauses.refusal?.cause.contains("refused the token") == true)
        #expect(report.died == 0)
        bench.plex.resetRequests()
        // As long as it is refused nothing is tried, and each attempt says so.
        await #expect(throws: EngineError.plexProbe(.tokenRefused(host: "127.0.0.1:\(bench.plex.port)"))) {
            _ = try await engine.drain(bench.options)
        }
        #expect(bench.plex.edits.isEmpty)
        let fresh = try await bench.engine(token: "changed").drain(bench.options)
        #expect(fresh.pauses.isPaused == false)
        #expect(try await bench.jobs([.done]).count == 120)
        #expect(try await bench.gaps(bench.engine(token: "changed")).isEmpty)
    }

    @Test func `a queue that a person paused hands out nothing`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await bench.enqueue([1, 2, 3])
        try await bench.store.write { try JobStore().pause(now: 0, in: $0) }
        let report = try await bench.engine().drain(bench.options)
        #expect(report.tries == 0 && report.waiting == 3 && report.pauses.isPaused)
        #expect(bench.plex.requestCount == 0)
    }

    @Test func `a reset after an edit that arrived costs nothing`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        try await bench.enqueue([1, 2, 3])
        bench.plex.faults = [PlexFault(.editsThenResets, on: .writes)]
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 3 && report.retried == 0)
        #expect(bench.plex.library.items.allSatisfy { $0.title == "Title A" })
    }

    @Test func `an item that Plex cannot show keeps no other back`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 5))
        _ = try await bench.gaps()
        try await bench.enqueue([1, 2, 3, 4, 5])
        bench.plex.faults = [
            PlexFault(.status(500), on: .path("/library/metadata/103")),
            PlexFault(.status(500), on: .items, times: 3),
        ]
        let report = try await bench.engine().drain(bench.options)
        #expect(report.delivered == 4 && report.retried == 1)
        let left = try await bench.jobs([.ready])
        #expect(left.map(\.key) == ["scene:3"] && left[0].errorCode == "plex-busy")
    }

    @Test func `taking a name out of a set costs one request more`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 100))
        let engine = bench.engine()
        try await bench.enqueue(Array(1...100))
        _ = try await engine.drain(bench.options)
        for id in 1...100 {
            bench.stash.editScene(id) { scene in
                scene.change(.tags)
                scene.change(.title)
            }
        }
        try await bench.enqueue(Array(1...100))
        bench.plex.resetRequests()
        #expect(try await engine.drain(bench.options).delivered == 100)
        #expect(bench.plex.library.items.allSatisfy { $0[.tags] == Said.after(.tags) && $0.title == "Title B" })
        #expect(bench.plex.edits.count == 200)
        let requests = bench.plex.requests.filter { $0.edit != nil || $0.path.hasPrefix("/library/metadata/") }
        #expect(Double(requests.count) <= 1.1 * 100 + 100, "\(requests.count)")
    }

    @Test func `delivery asks Plex hardly more than once a job`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 500))
        let engine = bench.engine()
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        try await bench.enqueue(Array(1...500))
        bench.plex.resetRequests()
        bench.stash.forgetRequests()
        let report = try await engine.drain(bench.options)
        #expect(report.delivered == 499 && report.endedOtherwise == ["in_sync": 1])
        #expect(bench.plex.edits.count == 499)
        // Steady state: what a drain asks once, at its start, is beside the point.
        let requests = bench.plex.requests.filter { $0.edit != nil || $0.path.hasPrefix("/library/metadata/") }
        #expect(Double(requests.count) <= 1.1 * 500, "\(requests.count)")
        #expect(bench.stash.requests.count <= 10 + 3)
    }
}
