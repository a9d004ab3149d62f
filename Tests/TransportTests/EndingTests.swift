import Foundation
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(15))) struct EndingTests {
    @Test func `a task that is cancelled already sends nothing`() async {
        let server = Server { peer in peer.untilGone() }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(CurlTransport(), get(server.url()))
        }
        #expect(await task.value == .cancelled)
        #expect(server.requests.withLock { $0.isEmpty })
    }

    /// The deadline is far away, so `cancelled` can only be had at once; the server sees the connection go.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun"])
    func `a cancelled exchange ends its connection`(sent: String) async {
        let server = Server { peer in
            _ = peer.request()
            peer.write(sent)
            peer.untilGone()
        }
        let transport = CurlTransport()
        let task = Task { await failure(transport, get(server.url(), total: .seconds(3600))) }
        await server.arrived.happened()
        task.cancel()
        #expect(await task.value == .cancelled)
        await server.ended.happened()
    }

    @Test func `cancelling in any state leaves nothing open`() async {
        await #expect(processExitsWith: .success) {
            let server = Server { peer in
                while peer.request() != nil { peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun") }
            }
            func round(_ count: Int) async {
                let transport = CurlTransport()
                for number in 0..<count {
                    let task = Task { await failure(transport, get(server.url())) }
                    if number % 3 == 0 { await server.arrived.happened() } else { await Task.yield() }
                    task.cancel()
                    guard await task.value == .cancelled else { exit(3) }
                }
                await transport.shutdown()
                await server.ended.happened(server.connections.exchange(0, ordering: .relaxed))
            }
            func openFiles() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            }
            await round(20)
            let before = try openFiles()
            await round(300)
            let after = try openFiles()
            if after > before { exit(4) }
        }
    }

    @Test func `shutting down lets running requests end and takes no more`() async {
        let release = DispatchSemaphore(value: 0)
        let server = Server { peer in
            while peer.request() != nil {
                release.wait()
                peer.reply()
            }
        }
        let transport = CurlTransport()
        await withTaskGroup(of: HTTPError?.self) { group in
            for _ in 0..<4 { group.addTask { await failure(transport, get(server.url())) } }
            await server.arrived.happened(4)
            async let down: Void = transport.shutdown()
            for _ in 0..<4 { release.signal() }
            for await error in group { #expect(error == nil) }
            await down
        }
        await server.ended.happened(4)
        #expect(await failure(transport, get(server.url())) == .closed)
        await transport.shutdown()
    }

    @Test func `a transport that was never used shuts down`() async {
        let transport = CurlTransport()
        await transport.shutdown()
        #expect(await failure(transport, get("http://127.0.0.1:9/")) == .closed)
    }

    @Test func `a transport that is dropped closes its connections`() async throws {
        let server = Server { peer in while peer.request() != nil { peer.reply() } }
        for _ in 0..<20 { _ = try await CurlTransport().send(get(server.url())) }
        await server.ended.happened(20)
    }
}
