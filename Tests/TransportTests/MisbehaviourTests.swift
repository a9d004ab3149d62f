import Testing

@testable import Transport

/// What a server does to one connection, and what the caller is told.
struct Misdeed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: HTTPError
    let script: @Sendable (Peer) -> Void

    init(_ name: String, _ error: HTTPError, _ script: @escaping @Sendable (Peer) -> Void) {
        (testDescription, self.error, self.script) = (name, error, script)
    }

    init(_ name: String, _ error: HTTPError, sends text: String) {
        self.init(name, error) { peer in peer.write(text) }
    }
}

@Suite(.timeLimit(.minutes(15))) struct MisbehaviourTests {
    static let host = "127.0.0.1"
    static let head = "HTTP/1.1 200 OK\r\n"
    static let kilobyte = String(repeating: "x", count: 1000)

    func error(_ script: @escaping @Sendable (Peer) -> Void, total: Duration = .seconds(30)) async -> HTTPError? {
        let server = Server { peer in
            guard peer.request() != nil else { return }
            script(peer)
        }
        var request = get(server.url("/?q=s3cret"), total: total)
        request.limits.patience = .seconds(1)
        return await failure(CurlTransport(), request)
    }

    static let cuts = [
        Misdeed("in the body", .cut(host: host), sends: head + "Content-Length: 100\r\n\r\nshort"),
        Misdeed("in a chunk", .cut(host: host), sends: head + "Transfer-Encoding: chunked\r\n\r\n64\r\nshort"),
        Misdeed("between chunks", .cut(host: host), sends: head + "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
        Misdeed("in the head", .cut(host: host), sends: head + "Content-Le"),
        Misdeed("in the status line", .cut(host: host), sends: "HTTP/1.1 200"),
        Misdeed("before anything", .cut(host: host), sends: ""),
        Misdeed("reset before anything", .cut(host: host)) { peer in peer.reset() },
        Misdeed("reset in the body", .cut(host: host)) { peer in
            peer.write(head + "Content-Length: 100\r\n\r\nshort")
            peer.reset()
        },
        Misdeed("bytes behind the announced length", .cut(host: host), sends: head + "Content-Length: 2\r\n\r\nhello"),
    ]

    @Test(arguments: cuts) func `a reply that is cut is no reply`(misdeed: Misdeed) async {
        #expect(await error(misdeed.script) == misdeed.error)
    }

    static let malformed = [
        Misdeed("no head", .malformed(host: host), sends: "just text, no head\n"),
        Misdeed("a negative length", .malformed(host: host), sends: head + "Content-Length: -5\r\n\r\nx"),
        Misdeed("a zero byte", .malformed(host: host), sends: head + "X-A: a\0b\r\nContent-Length: 1\r\n\r\nx"),
        Misdeed(
            "not the coding it says", .malformed(host: host),
            sends: head + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
        Misdeed(
            "a coding nobody knows", .malformed(host: host),
            sends: head + "Content-Encoding: wrap\r\nContent-Length: 5\r\n\r\nhello"),
        Misdeed(
            "a chunk without size", .cut(host: host), sends: head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nshort"),
    ]

    @Test(arguments: malformed) func `what is not HTTP is no reply`(misdeed: Misdeed) async {
        #expect(await error(misdeed.script) == misdeed.error)
    }

    static let endless = [
        Misdeed("chunks", .bodyTooLarge(limit: 1 << 20)) { peer in
            peer.write(head + "Transfer-Encoding: chunked\r\n\r\n")
            while peer.write("3e8\r\n" + kilobyte + "\r\n") {}
        },
        Misdeed("an announced body", .bodyTooLarge(limit: 1 << 20)) { peer in
            peer.write(head + "Content-Length: 99999999\r\n\r\nx")
            peer.untilGone()
        },
        Misdeed("a length beyond any number", .bodyTooLarge(limit: 1 << 20)) { peer in
            peer.write(head + "Content-Length: 99999999999999999999999\r\n\r\nx")
            peer.untilGone()
        },
        Misdeed("header lines", .headersTooLarge(limit: 64 << 10)) { peer in
            peer.write(head)
            while peer.write("X-A: " + kilobyte + "\r\n") {}
        },
        Misdeed("one header line", .headersTooLarge(limit: 64 << 10)) { peer in
            peer.write(head + "X-A: ")
            while peer.write(kilobyte) {}
        },
        Misdeed("trailers", .headersTooLarge(limit: 64 << 10)) { peer in
            peer.write(head + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
            while peer.write("X-A: " + kilobyte + "\r\n") {}
        },
        Misdeed("interim replies", .headersTooLarge(limit: 64 << 10)) { peer in
            while peer.write("HTTP/1.1 100 Continue\r\nX: " + kilobyte + "\r\n\r\n") {}
        },
    ]

    @Test(arguments: endless) func `what does not end is given up at its bound`(misdeed: Misdeed) async {
        let error = await error(misdeed.script)
        #expect(error == misdeed.error)
        #expect(error?.kind == .refusedByUs)
    }

    @Test func `a small compressed body that grows is given up at its bound`() async {
        let bomb = output(of: "head -c 50000000 /dev/zero | gzip -9")
        let error = await error { peer in
            peer.write(Self.head + "Content-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            peer.write(bomb)
        }
        #expect(error == .bodyTooLarge(limit: 1 << 20))
    }

    @Test(arguments: [false, true])
    func `the deadline ends what is too slow, wherever it is`(begun: Bool) async {
        let sent = begun ? Self.head + "Content-Length: 100\r\n\r\nx" : ""
        let error = await error(
            { peer in
                peer.write(sent)
                peer.untilGone()
            }, total: .milliseconds(200))
        #expect(error == .deadline(host: Self.host))
        #expect(error?.kind == .timeout)
    }

    @Test func `a trickle is given up before the deadline`() async {
        let error = await error { peer in
            peer.write(Self.head + "Content-Length: 100\r\n\r\nx")
            peer.untilGone()
        }
        #expect(error == .stalled(host: Self.host))
    }
}
