import Foundation
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(15))) struct ProxyTests {
    /// In a process of its own: the environment belongs to all tests.
    @Test func `the environment's proxies are used only if that is asked for`() async {
        await #expect(processExitsWith: .success) {
            let server = Server { peer in while peer.request() != nil { peer.reply("direct") } }
            let proxy = Server { peer in while peer.request() != nil { peer.reply("proxied") } }
            func body(_ setting: CurlTransport.Options.Proxy) async throws -> String {
                var options = CurlTransport.Options()
                options.proxy = setting
                return String(
                    decoding: try await CurlTransport(options).send(get(server.url("/x"))).body, as: UTF8.self)
            }
            for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { setenv(name, proxy.url(), 1) }
            unsetenv("no_proxy")
            unsetenv("NO_PROXY")
            if try await body(.none) != "direct" { exit(3) }
            if try await body(.environment) != "proxied" { exit(4) }
            setenv("no_proxy", "*", 1)
            if try await body(.environment) != "direct" { exit(5) }
            if try await body(.url(proxy.url())) != "proxied" { exit(6) }
        }
    }

    @Test func `a proxy is asked for the whole address`() async throws {
        let proxy = Server { peer in while peer.request() != nil { peer.reply("proxied") } }
        var options = CurlTransport.Options()
        options.proxy = .url(proxy.url())
        let reply = try await CurlTransport(options).send(get("http://127.0.0.1:9/x"))
        #expect(reply.body == Array("proxied".utf8))
        #expect(proxy.requests.withLock { $0.first?.hasPrefix("GET http://127.0.0.1:9/x HTTP/1.1\r\n") } == true)
    }
}
