import Lab
import SyncModel
import Synchronization
import Testing
import Transport

@testable import SyncEngine

/// What one answer of Plex leaves out is not yet gone.
@Suite struct LeftOutItemTests {
    /// Changes requests and replies on their way.
    private struct ChangingTransport: Transport {
        let inner: any Transport
        var request: @Sendable (inout HTTPRequest) -> Void = { _ in }
        var reply: @Sendable (HTTPRequest, HTTPReply) -> HTTPReply = { $1 }

        func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
            var changed = request
            self.request(&changed)
            return reply(changed, try await inner.send(changed))
        }
    }

    private func gaps(_ change: (any Transport) -> any Transport) async throws -> [Int: Gap] {
        let bench = try Bench(SmallWorld.make(scenes: 5))
        for key in 101...105 { bench.plex.edit(key) { $0.studio = nil } }
        return try await bench.gaps(bench.engine(plex: change))
    }

    @Test func `rows that show no files are read in full`() async throws {
        let usual = try await gaps { $0 }
        #expect(usual.count == 5 && usual.values.allSatisfy { $0.types.contains(.empty) })
        let cut = try await gaps { inner in
            ChangingTransport(
                inner: inner,
                reply: { _, reply in
                    let text = String(decoding: reply.body, as: UTF8.self)
                    guard text.contains(#""totalSize""#) else { return reply }
                    return HTTPReply(
                        status: reply.status, headers: reply.headers,
                        body: Array(text.replacing(#""Media""#, with: #""Other""#).utf8))
                })
        }
        #expect(cut == usual)
    }

    @Test func `an item that an answer leaves out is asked for once more`() async throws {
        let usual = try await gaps { $0 }
        let asked = Mutex(0)
        let found = try await gaps { inner in
            ChangingTransport(
                inner: inner,
                request: { request in
                    guard request.url.contains("/library/metadata/101,102") else { return }
                    asked.withLock { $0 += 1 }
                    request.url = request.url.replacing("/metadata/101,102", with: "/metadata/101")
                })
        }
        #expect(asked.withLock { $0 } == 1)
        #expect(found == usual)
    }

    @Test func `one that is gone is gone`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 5))
        for key in 101...105 { bench.plex.edit(key) { $0.studio = nil } }
        let fuse = Fuse(1)
        let engine = bench.engine { inner in
            ChangingTransport(
                inner: inner,
                request: { request in
                    guard request.url.contains("/library/metadata/101,"), fuse.burns() else { return }
                    bench.plex.update { $0.items.removeAll { $0.ratingKey == 102 } }
                })
        }
        let found = try await bench.gaps(engine)
        #expect(found[2]?.types == [.missing])
        #expect(found.filter { $0.value.types.contains(.empty) }.keys.sorted() == [1, 3, 4, 5])
    }
}
