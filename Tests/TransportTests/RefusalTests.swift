import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(15))) struct RefusalTests {
    let transport = CurlTransport()

    @Test(
        arguments: [
            ("/a?q=s3cret", 302, "127.0.0.2"), ("/bad", 307, nil), ("/none", 302, nil), ("/user", 301, "127.0.0.2"),
        ] as [(String, Int, String?)])
    func `a redirect is an error that names the other host, which is not asked`(
        path: String, status: Int, host: String?
    ) async {
        let other = Server("127.0.0.2") { peer in while peer.request() != nil { peer.reply() } }
        let target = "\(other.host):\(other.port)/x?token=s3cret"
        let server = Server { peer in
            while let request = peer.request() {
                switch request.split(separator: " ")[1].prefix(4) {
                case "/bad": peer.reply("", status: "307 Temporary Redirect", "Location: http://[s3cret")
                case "/non": peer.reply("", status: "302 Found")
                case "/use": peer.reply("", status: "301 Moved", "Location: http://u:s3cret@\(target)")
                default: peer.reply("moved", status: "302 Found", "Location: http://\(target)")
                }
            }
        }
        let error = await failure(transport, get(server.url(path)))
        #expect(error == .redirect(status: status, host: host))
        #expect(error?.kind == .redirect && error?.mayHaveArrived == true)
        #expect(other.connections.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: [
        "file:///etc/passwd?s3cret", "ftp://127.0.0.1/?s3cret", "gopher://127.0.0.1/?s3cret",
        "http://u:s3cret@127.0.0.1/", "http://s3cret@127.0.0.1/", "127.0.0.1/?s3cret", "http://127.0.0.1/a b?s3cret",
        "http://127.0.0.1/\r\nX: s3cret", "http:///?s3cret", "http://127.0.0.1:99999/?s3cret", "",
    ])
    func `an address that is not plain http or https is never asked`(url: String) async {
        let error = await failure(transport, get(url))
        #expect(error?.code == "invalid-request" && error?.kind == .refusedByUs && error?.mayHaveArrived == false)
    }

    @Test(
        arguments: [
            ["A": "t0ken\r\nB: c"], ["A b": "t0ken"], ["": "t0ken"], ["A": "t0ken\0"], ["A\n": "t0ken"],
            ["A:": "t0ken"],
            ["A": "t0ken\u{7f}"],
        ] as [HTTPHeaders])
    func `a header that would break the request is never sent`(headers: HTTPHeaders) async {
        let error = await failure(transport, HTTPRequest(.get, "http://127.0.0.1:9/", headers: headers))
        #expect(error?.code == "invalid-request")
    }

    @Test func `a port where nothing listens, and a name without address, are not connected to`() async {
        let closed = Server { _ in }
        closed.stop()
        let refused = await failure(transport, get(closed.url("/?s3cret")))
        #expect(refused == .refused(host: "127.0.0.1"))
        #expect(refused?.kind == .connect && refused?.mayHaveArrived == false)
        let unresolved = await failure(transport, get("http://nowhere.invalid/?s3cret"))
        #expect(unresolved == .unresolved(host: "nowhere.invalid"))
    }

    @Test func `a connection that does not come about is given up in its own time`() async {
        // A full backlog drops what asks for a connection.
        let deaf = Server(backlog: 0, accepting: false) { _ in }
        var address = socketAddress("127.0.0.1", port: deaf.port)
        let pending = (0..<3).map { _ in
            let asking = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(asking, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return asking
        }
        var request = get(deaf.url("/?s3cret"))
        request.limits.connect = .milliseconds(200)
        let error = await failure(transport, request)
        #expect(error == .connectTimeout(host: "127.0.0.1"))
        #expect(error?.kind == .connect)
        for socket in pending { close(socket) }
        deaf.stop()
    }
}
