import Synchronization
import Transport

/// Stands between a client and the network: may break what comes back, after the request has arrived, or what goes out.
struct WrappedTransport: Transport {
    let inner: any Transport
    let after: @Sendable (HTTPRequest) -> HTTPError?
    var before: @Sendable (HTTPRequest) -> HTTPError? = { _ in nil }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        if let error = before(request) { throw error }
        let reply = try await inner.send(request)
        if let error = after(request) { throw error }
        return reply
    }
}

/// Counts down once.
final class Fuse: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    /// Whether this is the call at which it burns out.
    func burns() -> Bool {
        left.withLock { left in
            left -= 1
            return left == 0
        }
    }
}
