import Testing

@testable import StatusPage

@Suite struct HostNamesTests {
    @Test(arguments: [
        ("127.0.0.1:9480", true), ("localhost", true), ("LOCALHOST:1", true), ("127.0.0.2:9480", true),
        ("[::1]:9480", true), ("box:9480", true), ("192.168.1.2", false), ("other:9480", false),
        ("evil.example:9480", false), ("127.0.0.1.evil.example", false), ("localhost.evil.example", false),
        ("127.0.0.1:9480@evil.example", false), ("", false), (":80", false), ("[::1", false), ("[::1]x", false),
        ("localhost:x", false), ("localhost ", false),
    ])
    func `on loopback only this machine's names are answered`(host: String, isAllowed: Bool) {
        #expect(HostNames(listeningOn: "127.0.0.1", machine: "box").allow(host) == isAllowed)
    }

    @Test(arguments: [
        ("192.168.1.2:9480", true), ("[fe80::1]:9480", true), ("plexsync:9480", true), ("nas.local", true),
        ("media.lan:9480", true), ("evil.example", false), ("192.168.1.2.evil.example", false),
    ])
    func `on a network so are addresses and names that only that network gives`(host: String, isAllowed: Bool) {
        #expect(HostNames(listeningOn: "0.0.0.0", machine: "box").allow(host) == isAllowed)
    }

    @Test func `who sends no name is no browser`() {
        #expect(HostNames(listeningOn: "127.0.0.1", machine: "box").allow(nil))
    }
}
