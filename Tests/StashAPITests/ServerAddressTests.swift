import Testing

@testable import StashAPI

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("http://localhost:9999", "http://localhost:9999/graphql", "localhost:9999"),
        ("http://localhost:9999/", "http://localhost:9999/graphql", "localhost:9999"),
        ("https://me:word@nas.example/stash//", "https://me:word@nas.example/stash/graphql", "nas.example"),
        ("http://[::1]:9999/stash/graphql", "http://[::1]:9999/stash/graphql", "[::1]:9999"),
        ("http://nas/?apikey=k#x", "http://nas/graphql", "nas"),
    ])
    func `the base keeps a prefix and the host names no user`(url: String, graphQL: String, host: String) {
        let address = ServerAddress(url)
        #expect(address.graphQL == graphQL)
        #expect(address.host == host)
        #expect(address.screenshot(of: 12) == graphQL.dropLast("graphql".count) + "scene/12/screenshot")
    }
}
