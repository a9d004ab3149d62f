import Foundation
import Glibc

/// The server's end of one connection.
final class Peer {
    private let socket: Int32
    private let server: Server
    private var open = true
    private var buffer: [UInt8] = []

    init(_ socket: Int32, _ server: Server) {
        self.socket = socket
        self.server = server
    }

    /// The next request, head and body, or nil when the client has gone.
    func request() -> String? {
        while true {
            if let request = takeRequest() {
                server.requests.withLock { $0.append(request) }
                server.arrived.fire()
                return request
            }
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = recv(socket, &chunk, chunk.count, 0)
            if count <= 0 { return nil }
            buffer += chunk[..<count]
        }
    }

    private func takeRequest() -> String? {
        let text = String(decoding: buffer, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.upperBound].lowercased()
        let length = head.range(of: "content-length: ").flatMap {
            Int(head[$0.upperBound...].prefix(while: \.isNumber))
        }
        let whole = head.utf8.count + (length ?? 0)
        guard buffer.count >= whole else { return nil }
        defer { buffer.removeFirst(whole) }
        return String(decoding: buffer[..<whole], as: UTF8.self)
    }

    /// Waits until the client goes away.
    func untilGone() { while request() != nil {} }

    /// False when the client has gone.
    @discardableResult func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    @discardableResult func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    func reply(_ body: String = "ok", status: String = "200 OK", _ headers: String...) {
        let lines = headers.map { $0 + "\r\n" }.joined()
        write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n\(body)")
    }

    func close() {
        if open { Glibc.close(socket) }
        open = false
    }

    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close()
    }
}
