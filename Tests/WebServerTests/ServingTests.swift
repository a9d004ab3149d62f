import Testing
import Transport
import WebServer

@Suite(.timeLimit(.minutes(15))) struct ServingTests {
    /// Answers with what it was asked.
    static func echo() throws -> Client {
        Client(
            server: try HTTPServer(bodyLimit: 1000) { request in
                var response = Response(201, text: "\(request.method) \(request.target) \(request.body.count)")
                response.headers.append(("X-Seen", request.header("x-sent") ?? "none"))
                return response
            })
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .post, .patch, .delete])
    func `a handler sees the request and its answer arrives`(method: HTTPRequest.Method) async throws {
        let body: [UInt8] = method == .get ? [] : [1, 2, 3]
        let reply = try await Self.echo().send(method, "/a%20b?c=%26", headers: ["X-Sent": "1"], body: body)
        #expect(reply.status == 201)
        #expect(String(decoding: reply.body, as: UTF8.self) == "\(method.rawValue) /a%20b?c=%26 \(body.count)")
        #expect(reply.headers["X-Seen"] == "1" && reply.headers["content-type"] == "text/plain; charset=utf-8")
    }

    @Test func `HEAD gets the length alone`() async throws {
        let reply = try await Self.echo().send(.head)
        #expect(reply.body.isEmpty && reply.headers["content-length"] == "8")
    }

    @Test(arguments: [(1000, 201), (1001, 413), (60_000, 413), (2000, 413)])
    func `a body beyond the limit is refused and never handled`(size: Int, status: Int) async throws {
        let client = try Self.echo()
        let body = [UInt8](repeating: 7, count: size)
        #expect(try await client.send(.post, body: body).status == status)
        #expect(try await client.send(.post, headers: ["Expect": "100-continue"], body: body).status == status)
    }

    @Test func `a large answer arrives whole, in one piece or in chunks`() async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let client = Client(
            server: try HTTPServer { request in
                var response = Response(body: body)
                response.faults.chunked = request.path == "/chunked"
                return response
            })
        #expect(try await client.send().body == body)
        let chunked = try await client.send(.get, "/chunked")
        #expect(chunked.body == body && chunked.headers["content-length"] == nil)
        #expect(chunked.headers["transfer-encoding"] == "chunked")
    }

    @Test(arguments: [0, 2]) func `many at once get their own answers`(workers: Int) async throws {
        let server = try HTTPServer(workers: workers) { request in Response(text: request.target) }
        let client = Client(server: server)
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask { (try? await client.send(.get, "/\(number)").body) == Array("/\(number)".utf8) }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 100)
    }

    @Test func `a header that would break the answer is left out`() async throws {
        let client = Client(
            server: try HTTPServer { _ in
                Response(200, headers: [("X-A", "1\r\nX-B: 2"), ("X-C", "3"), ("X D", "4")])
            })
        let headers = try await client.send().headers
        #expect(headers["X-A"] == nil && headers["X-B"] == nil && headers["X-C"] == "3")
    }

    @Test(arguments: ["nonsense\r\n\r\n", "GET  HTTP/9\r\n\r\n", "\0\0\0\r\n\r\n"])
    func `what is no request is refused, and the server lives on`(text: String) async throws {
        let client = try Self.echo()
        #expect(await exchange(text, with: client.server, finish: true)?.contains(" 201 ") != true)
        #expect(try await client.send().status == 201)
    }

    @Test(arguments: [(-1, "127.0.0.1"), (70_000, "127.0.0.1"), (0, "nowhere"), (0, "8.8.8.8")])
    func `an address that cannot be listened on is named`(port: Int, address: String) {
        let error = #expect(throws: HTTPServer.StartError.self) {
            try HTTPServer(port: port, bind: address) { _ in Response() }
        }
        #expect(error?.description.hasPrefix("cannot listen on \(address):\(port): ") == true)
        #expect(error?.code == "cannot-listen")
    }

    @Test func `a port that is taken is refused`() throws {
        let first = try HTTPServer { _ in Response() }
        #expect(throws: HTTPServer.StartError.self) { try HTTPServer(port: first.port) { _ in Response() } }
        withExtendedLifetime(first) {}
    }
}
