import Lab
import SyncModel
import Testing

@testable import SyncEngine

@Suite struct IgnoredMissingTests {
    @Test(arguments: [(MissingPolicy.ignore, Set([1])), (.report, Set([1, 2]))])
    func `a missing scene that is to be ignored is filtered away, one to be reported is told`(
        policy: MissingPolicy, shown: Set<Int>
    ) async throws {
        var world = SmallWorld.make(scenes: 2)
        world.plex.items.removeLast()
        let bench = try Bench(world)
        let engine = bench.engine(with: { $0.missing = policy })
        #expect(try await Set(bench.gaps(engine).keys) == shown)
        let run = try await bench.reconcile(engine)
        #expect(run.reasons[policy == .ignore ? .filtered : .report] == 1)
        #expect(run.queued.scenes == 1 && run.tally.gaps == shown.count)
    }
}
