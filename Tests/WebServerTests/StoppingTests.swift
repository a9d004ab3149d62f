import Dispatch
import Testing
import Transport
import WebServer

@Suite(.timeLimit(.minutes(15))) struct StoppingTests {
    @Test func `a running request may finish, and then nothing listens`() async throws {
        let (entered, release) = (Signal(), DispatchSemaphore(value: 0))
        let server = try HTTPServer { _ in
            entered.fire()
            release.wait()
            return Response(text: "done")
        }
        let client = Client(server: server)
        async let reply = client.send()
        await entered.happened()
        let stopped = Signal()
        DispatchQueue.global().async {
            server.stop(grace: .seconds(50))
            stopped.fire()
        }
        release.signal()
        #expect(try await reply.body == Array("done".utf8))
        await stopped.happened()
        #expect(await client.failure() == .refused(host: "127.0.0.1"))
        #expect(server.openConnections == 0)
    }

    @Test(arguments: [.hang, .stallAfter(1), .endless] as [Faults.Break])
    func `a fault does not hold up the stop`(broken: Faults.Break) async throws {
        let entered = Signal()
        let server = try HTTPServer { _ in
            entered.fire()
            return Response(body: [1, 2, 3], faults: Faults(broken))
        }
        async let failure = Client(server: server).failure()
        await entered.happened()
        server.stop(grace: .seconds(50))
        // The endless one may have met the client's bound before.
        let kind = await failure?.kind
        #expect(kind == .cut || broken == .endless && kind == .refusedByUs)
    }

    @Test func `an idle connection does not hold up the stop`() async throws {
        let server = try HTTPServer { _ in Response(text: "ok") }
        let client = Client(server: server)
        _ = try await client.send()
        server.stop(grace: .seconds(50))
        #expect(await client.failure() == .refused(host: "127.0.0.1"))
        server.stop()
    }

    @Test func `a server that is dropped listens no more`() async throws {
        var server: HTTPServer? = try HTTPServer { _ in Response(text: "ok") }
        let url = "http://127.0.0.1:\(server?.port ?? 0)/"
        let transport = CurlTransport()
        #expect(try await transport.send(HTTPRequest(.get, url)).status == 200)
        server = nil
        await #expect(throws: HTTPError.refused(host: "127.0.0.1")) { try await transport.send(HTTPRequest(.get, url)) }
    }

    @Test func `a port can be listened on again at once`() async throws {
        let first = try HTTPServer { _ in Response(text: "first") }
        _ = try await Client(server: first).send()
        first.stop()
        let second = try HTTPServer(port: first.port) { _ in Response(text: "second") }
        #expect(try await Client(server: second).send().body == Array("second".utf8))
    }
}
