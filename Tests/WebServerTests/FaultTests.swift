import Testing
import Transport
import WebServer

@Suite(.timeLimit(.minutes(15))) struct FaultTests {
    static let host = "127.0.0.1"
    static let plain = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    let text = String(repeating: "0123456789", count: 10)

    func client(_ faults: Faults) throws -> Client {
        let body = Array(text.utf8)
        return Client(server: try HTTPServer { _ in Response(body: body, faults: faults) })
    }

    @Test(
        arguments: [
            .reset, .closeAfter(0), .closeAfter(50), .closeAfter(99), .resetAfter(0), .resetAfter(50),
        ] as [Faults.Break], [false, true])
    func `a broken answer is cut to the client`(broken: Faults.Break, chunked: Bool) async throws {
        var faults = Faults(broken)
        faults.chunked = chunked
        #expect(try await client(faults).failure() == .cut(host: Self.host))
    }

    @Test(arguments: [.hang, .stallAfter(0), .stallAfter(50)] as [Faults.Break])
    func `an answer that stops keeps the client waiting`(broken: Faults.Break) async throws {
        #expect(try await client(Faults(broken)).failure(total: .milliseconds(200)) == .deadline(host: Self.host))
    }

    @Test func `an answer that stops is given up by a client without much patience`() async throws {
        let client = try client(Faults(.stallAfter(50)))
        #expect(await client.failure(patience: .seconds(1)) == .stalled(host: Self.host))
    }

    @Test func `an endless answer never ends by itself`() async throws {
        #expect(try await client(Faults(.endless)).failure() == .bodyTooLarge(limit: 1 << 20))
    }

    @Test(arguments: [.closeAfter(100), .resetAfter(1000), .stallAfter(100)] as [Faults.Break])
    func `a break behind the end breaks nothing`(broken: Faults.Break) async throws {
        #expect(try await client(Faults(broken)).send().body == Array(text.utf8))
    }

    static func slow(_ time: Duration, drips: Bool) -> Faults {
        var faults = Faults()
        if drips { faults.drip = time } else { faults.latency = time }
        return faults
    }

    @Test(arguments: [false, true]) func `a late or a dripping answer arrives whole`(drips: Bool) async throws {
        let faults = Self.slow(.milliseconds(2), drips: drips)
        #expect(try await client(faults).send().body == Array(text.utf8))
    }

    @Test(arguments: [false, true])
    func `an answer that is later than the client waits is not had`(drips: Bool) async throws {
        let client = try client(Self.slow(.seconds(600), drips: drips))
        #expect(await client.failure(total: .milliseconds(200)) == .deadline(host: Self.host))
    }

    @Test func `a negative time is no time`() async throws {
        var faults = Faults()
        faults.latency = .seconds(-1)
        faults.drip = .seconds(-1)
        #expect(try await client(faults).send().status == 200)
    }

    @Test func `a connection without idle time closes unannounced behind the answer`() async throws {
        var faults = Faults()
        faults.idle = 0
        let client = try client(faults)
        let reply = try #require(await exchange(Self.plain, with: client.server, finish: false))
        #expect(reply.hasSuffix("\r\n\r\n" + text) && !reply.lowercased().contains("connection: close"))
    }

    @Test func `an idle connection closes in its time, and the client opens another`() async throws {
        var faults = Faults()
        faults.idle = 1
        let client = try client(faults)
        _ = try await client.send()
        // Returns when the server closes.
        #expect(await exchange(Self.plain, with: client.server, finish: false)?.hasSuffix(text) == true)
        #expect(try await client.send().status == 200)
    }

    @Test func `faults are chosen by the request`() async throws {
        let client = Client(
            server: try HTTPServer { request in
                Response(503, faults: request.query("broken") == "1" ? Faults(.reset) : Faults())
            })
        #expect(await client.failure("/?broken=1") == .cut(host: Self.host))
        #expect(try await client.send().status == 503)
    }
}
