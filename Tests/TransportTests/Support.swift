import Glibc
import Synchronization
import Testing

@testable import Transport

/// A GET with a secret in its header; put one into `url` too and no error may show either.
func get(_ url: String, total: Duration = .seconds(30), body: Int = 1 << 20) -> HTTPRequest {
    var request = HTTPRequest(.get, url, headers: ["Authorization": "Bearer t0ken"])
    request.limits.total = total
    request.limits.body = body
    return request
}

/// What `send` throws; nil when there is a reply.
func failure(_ transport: CurlTransport, _ request: HTTPRequest) async -> HTTPError? {
    do throws(HTTPError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        for secret in ["s3cret", "t0ken", "?"] { #expect(!"\(error)".contains(secret), "\(error)") }
        return error
    }
}

/// Something that happens, several times perhaps, and can be awaited.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let source: AsyncStream<Void>.Continuation

    init() { (stream, source) = AsyncStream.makeStream() }

    func fire() { source.yield() }

    /// Returns when it has happened `count` more times than were awaited before.
    func happened(_ count: Int = 1) async {
        guard count > 0 else { return }
        var left = count
        for await _ in stream {
            left -= 1
            if left == 0 { return }
        }
    }
}

/// A Mutex whose order thread sanitizer can see.
struct Guarded<Value>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let edge = Atomic<Int>(0)

    init(_ value: sending Value) { mutex = Mutex(value) }

    @discardableResult func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        mutex.withLock {
            _ = edge.load(ordering: .acquiring)
            defer { edge.store(0, ordering: .releasing) }
            return body(&$0)
        }
    }
}

/// What a shell command prints.
func output(of script: String) -> [UInt8] {
    guard let stream = popen(script, "re") else { return [] }
    defer { pclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = fread(&chunk, 1, chunk.count, stream)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}
