import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(15))) struct ReplyTests {
    let transport = CurlTransport()

    @Test func `a reply comes with its status, fields and body, and the connection is used again`() async throws {
        let server = Server { peer in
            while peer.request() != nil { peer.reply("hello", "ETag: \"1\"", "X-Twice: a", "X-Twice: b") }
        }
        let reply = try await transport.send(get(server.url("/a?b=c")))
        #expect(reply.status == 200)
        #expect(reply.body == Array("hello".utf8))
        #expect(reply.headers["etag"] == "\"1\"")
        #expect(reply.headers.fields.map(\.name) == ["Content-Length", "ETag", "X-Twice", "X-Twice"])
        let sent = try #require(server.requests.withLock { $0.first })
        #expect(sent.hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
        #expect(sent.contains("Authorization: Bearer t0ken\r\n") && sent.contains("Accept-Encoding: gzip\r\n"))
        _ = try await transport.send(get(server.url("/again")))
        #expect(server.connections.load(ordering: .relaxed) == 1)
    }

    @Test(arguments: [HTTPRequest.Method.put, .post, .patch, .delete], [0, 2, 3 << 20])
    func `a body arrives as it was given, with no header of curl's own`(
        method: HTTPRequest.Method, size: Int
    ) async throws {
        let body = String(repeating: "x", count: size)
        let server = Server { peer in while peer.request() != nil { peer.reply() } }
        let headers: HTTPHeaders = ["X-Empty": "", "X-Blank": " ", "X-A": "1"]
        _ = try await transport.send(HTTPRequest(method, server.url(), headers: headers, body: Array(body.utf8)))
        let sent = try #require(server.requests.withLock { $0.last })
        #expect(sent.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n"))
        #expect(sent.hasSuffix("\r\n\r\n" + body))
        #expect(sent.contains("X-Empty:\r\n") && sent.contains("X-Blank:") && sent.contains("X-A: 1\r\n"))
        #expect(sent.contains("Content-Length: \(body.utf8.count)\r\n"))
        #expect(!sent.contains("Expect") && !sent.contains("Content-Type"))
    }

    @Test func `HEAD, 304, errors and interim replies are replies like any other`() async throws {
        let server = Server { peer in
            while let request = peer.request() {
                if request.hasPrefix("HEAD") {
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
                } else if request.contains("/304") {
                    peer.write("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")
                } else if request.contains("/103") {
                    peer.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
                    peer.reply("", "X-Late: 1")
                } else {
                    peer.reply("busy", status: "503 Busy", "Retry-After: 7")
                }
            }
        }
        var head = get(server.url())
        head.method = .head
        #expect(try await transport.send(head).headers["content-length"] == "99999999")
        #expect(try await transport.send(get(server.url("/304"))).status == 304)
        let late = try await transport.send(get(server.url("/103"))).headers
        #expect(late["x-late"] == "1" && late["x-early"] == nil)
        let busy = try await transport.send(get(server.url("/503")))
        #expect(busy.status == 503 && busy.retryAfter == .seconds(7))
    }

    @Test func `a compressed body is handed out as it was`() async throws {
        let packed = output(of: "head -c 500000 /dev/zero | gzip -9")
        let server = Server { peer in
            while peer.request() != nil {
                peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n")
                peer.write(packed)
            }
        }
        #expect(try await transport.send(get(server.url())).body == [UInt8](repeating: 0, count: 500_000))
    }

    @Test func `two hundred at once all get their own reply`() async {
        let server = Server { peer in
            while let request = peer.request() { peer.reply(String(request.split(separator: " ")[1])) }
        }
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask { [transport] in
                    (try? await transport.send(get(server.url("/\(number)"))).body) == Array("/\(number)".utf8)
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 200)
    }
}
