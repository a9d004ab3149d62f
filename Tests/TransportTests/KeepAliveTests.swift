import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(15))) struct KeepAliveTests {
    let transport = CurlTransport()

    @Test(arguments: [HTTPRequest.Method.get, .put, .delete, .post, .patch])
    func `a connection that the server closed while it was idle is replaced`(method: HTTPRequest.Method) async throws {
        let server = Server { peer in
            _ = peer.request()
            peer.reply()  // and closes without having said so
        }
        for _ in 0..<3 {
            _ = try await transport.send(HTTPRequest(method, server.url(), body: method == .get ? [] : [1, 2, 3]))
            await server.ended.happened()
        }
        #expect(server.connections.load(ordering: .relaxed) == 3)
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .delete, .post, .patch], [false, true])
    func `a request swallowed by an idle connection is repeated only if it may be`(
        method: HTTPRequest.Method, byReset: Bool
    ) async throws {
        let server = Server { peer in
            _ = peer.request()
            peer.reply()
            _ = peer.request()
            if byReset { peer.reset() }
        }
        let body: [UInt8] = method == .get ? [] : Array("body".utf8)
        _ = try await transport.send(HTTPRequest(.get, server.url("/first")))
        let reply = try await transport.send(HTTPRequest(method, server.url("/second"), body: body))
        #expect(reply.status == 200)
        let arrived = server.requests.withLock { $0.filter { $0.contains("/second") } }
        #expect(arrived.count == (method.isIdempotent ? 2 : 1))
        #expect(arrived.allSatisfy { $0.hasSuffix("\r\n\r\n" + String(decoding: body, as: UTF8.self)) })
    }

    @Test func `a fresh connection that dies is not tried again`() async {
        let server = Server { peer in _ = peer.request() }
        #expect(await failure(transport, get(server.url())) == .cut(host: "127.0.0.1"))
        #expect(server.connections.load(ordering: .relaxed) == 1)
    }
}
