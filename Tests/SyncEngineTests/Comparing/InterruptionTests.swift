import Database
import Lab
import Testing
import Transport

@testable import SyncEngine

@Suite struct InterruptionTests {
    /// Keeps the second page of a listing back until it is given up.
    private struct HeldTransport: Transport {
        let inner: any Transport
        let fuse = Fuse(2)
        let arrived: AsyncStream<Void>.Continuation

        func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
            guard request.url.contains("/all?"), fuse.burns() else { return try await inner.send(request) }
            arrived.finish()
            let (never, ending) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            ending.finish()
            throw .cancelled
        }
    }

    @Test func `what is read but not yet written when a person gives up is left, so that the prompt is back at once`()
        async throws
    {
        let bench = try Bench(World.make(seed: 5, scenes: 800))
        let (arrived, arriving) = AsyncStream<Void>.makeStream()
        let engine = bench.engine(plex: { HeldTransport(inner: $0, arrived: arriving) })
        let looking = Task { try await engine.findGaps(GapQuery()) { _ in } }
        for await _ in arrived {}
        looking.cancel()
        await #expect(throws: CancellationError.self) { try await looking.value }
        let kept = try await bench.store.read { try $0.map("SELECT count(*) FROM item") { try $0[0] as Int } }
        #expect(kept == [0])
    }
}
