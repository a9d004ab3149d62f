import Foundation
import Glibc
import Synchronization
import Testing
import Transport
import WebServer

/// What a server says to a client: through libcurl, so that the two never agree on the same mistake.
struct Client {
    let server: HTTPServer
    let transport = CurlTransport()

    func url(_ target: String) -> String { "http://127.0.0.1:\(server.port)\(target)" }

    func send(
        _ method: HTTPRequest.Method = .get, _ target: String = "/", headers: HTTPHeaders = [:], body: [UInt8] = []
    ) async throws(HTTPError) -> HTTPReply {
        try await transport.send(HTTPRequest(method, url(target), headers: headers, body: body))
    }

    /// What `send` throws; nil when there is a whole reply.
    func failure(_ target: String = "/", total: Duration = .seconds(30), patience: Duration = .seconds(20)) async
        -> HTTPError?
    {
        var request = HTTPRequest(.get, url(target))
        request.limits.total = total
        request.limits.patience = patience
        request.limits.body = 1 << 20
        do throws(HTTPError) {
            _ = try await transport.send(request)
            return nil
        } catch { return error }
    }
}

/// Something that happens, several times perhaps, and can be awaited.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let source: AsyncStream<Void>.Continuation

    init() { (stream, source) = AsyncStream.makeStream() }

    func fire() { source.yield() }

    /// Returns when it has happened once more.
    func happened() async {
        for await _ in stream { return }
    }
}

/// Sends `text` as it is, for what libcurl would not send, and returns all that comes until the server closes; nil after a reset.
/// With `finish` the client's half is closed behind it, so that a server which waits for more learns that there is none.
func exchange(_ text: String, with server: HTTPServer, finish: Bool) async -> String? {
    await withCheckedContinuation { continuation in
        // Reading blocks, and the threads of the pool are few.
        Thread.detachNewThread {
            let socket = connected(to: server.port)
            defer { close(socket) }
            _ = text.withCString { send(socket, $0, text.utf8.count, Int32(MSG_NOSIGNAL)) }
            if finish { shutdown(socket, Int32(SHUT_WR)) }
            continuation.resume(returning: rest(of: socket))
        }
    }
}

private func connected(to port: Int) -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let code = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    #expect(code == 0)
    return socket
}

private func rest(of socket: Int32) -> String? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = recv(socket, &chunk, chunk.count, 0)
        if count < 0 { return nil }
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += chunk[..<count]
    }
}
