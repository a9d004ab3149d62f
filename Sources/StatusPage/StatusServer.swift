import Dispatch
import Synchronization
import WebServer

/// The host's page, its metrics and its health, read-only, over HTTP.
///
/// `/` is the page, `/metrics` Prometheus text, `/healthz` 200 or 503. Nobody is asked who he is, so it belongs on
/// loopback; and a page of another site can't read it, since only requests to the address itself are answered.
public final class StatusServer: Sendable {
    /// What it asks its owner for.
    public struct Source: Sendable {
        public var snapshot: @Sendable () async throws -> StatusSnapshot
        /// What is wrong with the host, as a sentence; `nil` where it is well.
        public var trouble: @Sendable () async -> String?

        public init(
            snapshot: @escaping @Sendable () async throws -> StatusSnapshot,
            trouble: @escaping @Sendable () async -> String? = { nil }
        ) {
            (self.snapshot, self.trouble) = (snapshot, trouble)
        }
    }

    private let server: HTTPServer

    /// The port that it listens on.
    public var port: Int { server.port }

    /// Listens at once.
    /// - Parameters:
    ///   - address: An IPv4 or IPv6 literal, or `localhost`.
    ///   - port: 0 has the system choose one.
    /// - Throws: `HTTPServer.StartError`.
    public init(_ source: Source, address: String = "127.0.0.1", port: Int) throws {
        let literal = address == "localhost" ? "127.0.0.1" : address
        let routes = StatusRoutes(source: source, names: HostNames(listeningOn: literal))
        server = try HTTPServer(port: port, bind: literal, bodyLimit: 1024, connections: 32, idle: 30) { request in
            Self.waiting { await routes.answer(request) }
        }
    }

    /// Closes it; returns when no answer is under way any more.
    public func stop() { server.stop(grace: .seconds(1)) }

    /// Has the connection's own thread wait for a task; no thread of the tasks' pool is held up.
    private static func waiting<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
        let done = DispatchSemaphore(value: 0)
        let box = Mutex<Value?>(nil)
        Task {
            let value = await body()
            box.withLock { $0 = value }
            done.signal()
        }
        while true {
            done.wait()
            if let value = box.withLock({ $0 }) { return value }
        }
    }
}

/// Which answer a request gets.
struct StatusRoutes: Sendable {
    let source: StatusServer.Source
    let names: HostNames

    func answer(_ request: Request) async -> Response {
        guard request.method == "GET" || request.method == "HEAD" else {
            return plain(405, "Only GET is answered here.\n", [("Allow", "GET, HEAD")])
        }
        guard names.allow(request.header("Host")) else { return plain(421, "This address is not served here.\n") }
        switch request.path {
        case "/": return await fromSnapshot("text/html; charset=utf-8") { Page(snapshot: $0).html }
        case "/metrics": return await fromSnapshot("text/plain; version=0.0.4; charset=utf-8") { Metrics($0).text }
        case "/healthz":
            return await source.trouble().map { plain(503, $0 + "\n") } ?? plain(200, "ok\n")
        case "/style.css": return reply(200, "text/css; charset=utf-8", styleSheet)
        default: return plain(404, "There is nothing here; try /, /metrics or /healthz.\n")
        }
    }

    private func fromSnapshot(_ type: String, _ render: (StatusSnapshot) -> String) async -> Response {
        do { return reply(200, type, render(try await source.snapshot())) } catch {
            return plain(503, "The state can't be read: \(error)\n")
        }
    }

    private func plain(_ status: Int, _ text: String, _ more: [(name: String, value: String)] = []) -> Response {
        reply(status, "text/plain; charset=utf-8", text, more)
    }

    private func reply(
        _ status: Int, _ type: String, _ text: String, _ more: [(name: String, value: String)] = []
    ) -> Response {
        Response(
            status,
            headers: [
                ("Content-Type", type), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"),
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
            ] + more, body: Array(text.utf8))
    }
}
