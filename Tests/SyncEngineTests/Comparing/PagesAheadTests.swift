import Database
import Lab
import Ledger
import SyncModel
import Synchronization
import Testing

@testable import SyncEngine

@Suite struct PagesAheadTests {
    @Test func `a page that was read ahead is read anew once anything was written`() async throws {
        let bench = try Bench(World.make(seed: 5, scenes: 400))
        let engine = bench.engine()
        let all = try await engine.findGaps(GapQuery()) { _ in }.tally.scanned
        // By now every look is quiet, and pages are read ahead.
        let second = try await bench.store.read { try SceneIndex.page(after: nil, limit: 150, in: $0) }.dropFirst(50)
        let gone = try #require(second.last?.id)
        let isGone = Mutex(false)
        let report = try await engine.findGaps(GapQuery()) { _ in
            // Another program's write, while the first page is looked at.
            let isFirst = isGone.withLock { value in
                defer { value = true }
                return !value
            }
            if isFirst { try await bench.store.write { try SceneIndex.remove([gone], in: $0) } }
        }
        #expect(report.tally.scanned == all - 1)
    }
}
