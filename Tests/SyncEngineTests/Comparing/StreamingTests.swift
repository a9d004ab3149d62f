import Lab
import SyncModel
import Synchronization
import Testing
import Transport

@testable import SyncEngine

@Suite struct StreamingTests {
    /// Counts requests that read items in full.
    private final class FullReads: Sendable {
        private let counted = Mutex(0)
        var count: Int { counted.withLock { $0 } }
        func note(_ target: String) {
            if target.contains("/library/metadata/") { counted.withLock { $0 += 1 } }
        }
    }

    @Test func `the first gap is handed on before the last item is read in full`() async throws {
        let bench = try Bench(World.make(seed: 5, scenes: 400))
        let reads = FullReads()
        let engine = bench.engine(plex: { inner in
            WrappedTransport(
                inner: inner, after: { _ in nil },
                before: { request in
                    reads.note(request.url)
                    return nil
                })
        })
        let first = Mutex<Int?>(nil)
        let report = try await engine.findGaps(GapQuery()) { _ in
            let count = reads.count
            first.withLock { $0 = $0 ?? count }
        }
        #expect(report.tally.gaps > 0)
        let atFirst = try #require(first.withLock { $0 })
        #expect(atFirst < reads.count, "\(atFirst) of \(reads.count)")
        #expect(atFirst <= 2)
    }
}
