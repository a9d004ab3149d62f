import Lab
import SyncModel
import Testing

@testable import SyncEngine

@Suite struct AddedAnewTests {
    @Test func `a library whose items came back under new keys, but for one, does not look half loaded`() async throws {
        let bench = try Bench(World.make(seed: 5, scenes: 200))
        _ = try await bench.engine().findGaps(GapQuery()) { _ in }
        let now = bench.clock.now.seconds
        bench.plex.update { library in
            let section = library.items.first?.section
            if let first = library.items.firstIndex(where: { $0.section == section }) {
                library.items.remove(at: first)
            }
            for index in library.items.indices where library.items[index].section == section {
                library.items[index].ratingKey += 100_000
                library.items[index].updatedAt = now
            }
        }
        let report = try await bench.engine().findGaps(GapQuery()) { _ in }
        #expect(report.doubts == [])
    }
}
