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
    @Test(arguments: Conformance.promises)
    func `the store on SQLite keeps`(promise: Promise) async throws {
        try await promise.check(StoreDriver(Conformance.settings))
    }

    @Test(arguments: Conformance.promises)
    func `the model keeps`(promise: Promise) async throws {
        try await promise.check(ModelQueue(Conformance.settings))
    }
}
