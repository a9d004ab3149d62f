import Queue
import Testing

/// One promise of the queue, held against any driver.
struct Promise: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: @Sendable (any QueueDriver) async throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (any QueueDriver) async throws -> Void) {
        testDescription = name
        self.check = check
    }
}

/// The promises of the queue. A second driver is held to them by one more line in ``ConformanceTests``.
enum Conformance {
    static let promises: [Promise] = enqueuing + claiming + ending + lettersAndHolds + servers

    /// The defaults, but with room for three waiting jobs.
    static let settings = JobStore(maxWaiting: 3)
}

@Suite struct ConformanceTests {
    @Test func `a rate is kept by all workers together, and no clock stops it`() async throws {
        for queue in [
            try StoreDriver(JobStore(pace: Pace(jobs: 120, in: .seconds(60)))) as any QueueDriver,
            ModelQueue(JobStore(pace: Pace(jobs: 120, in: .seconds(60)))),
        ] {
            _ = try await queue.enqueue((1...9).map { .hook("scene:\($0)") }, now: -20_000_000)
            #expect(try await queue.claim(now: 1000).count == 2, "those of a second")
            #expect(try await queue.claim(by: "w2", now: 1999).isEmpty)
            #expect(try await queue.claim(1, by: "w2", now: 2000).count == 1)
            #expect(try await queue.claim(now: 2500).count == 2)
            #expect(try await queue.claim(keys: ["scene:9"], by: "w1", now: 2500, alive: ["w1", "w2"]).count == 1)
            #expect(try await queue.claim(now: -9_000_000).count == 2)
        }
    }

    @Test(arguments: Conformance.promises)
    func `the store on SQLite keeps`(promise: Promise) async throws {
        try await promise.check(StoreDriver(Conformance.settings))
    }

    @Test(arguments: Conformance.promises)
    func `the model keeps`(promise: Promise) async throws {
        try await promise.check(ModelQueue(Conformance.settings))
    }
}
