import Foundation
import JSON
import Lab
import TestSupport
import Testing
import Transport

@Suite struct WorldServersTests {
    @Test func `the configuration holds no secret, and its files only for their owner`() throws {
        let servers = try LabServers(
            world: .make(seed: 1, scenes: 20), stashKey: "canary-stash", plexToken: "canary-plex")
        defer { servers.stop() }
        let folder = TemporaryFolder()
        let path = try servers.writeConfiguration(into: folder.path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("canary"))
        #expect(
            text.contains("url: \"\(servers.plex.url)\"")
                && text.contains("{stash: \"/win/\", plex: \"D:\\\\Videos\\\\\"}"))
        #expect(text.contains("token: \"${file:\(folder.path)/plex_token}\""))
        #expect(try String(contentsOfFile: folder("plex_token"), encoding: .utf8) == "canary-plex\n")
        for name in ["plex_token", "stash_api_key", "plexsync.yaml"] {
            #expect(try folder.mode(of: name) == 0o600)
        }
    }

    @Test func `a place that cannot be written is named`() throws {
        let servers = try LabServers(world: .make(seed: 1, scenes: 20))
        defer { servers.stop() }
        #expect {
            try servers.writeHistory(into: "/nonexistent/folder")
        } throws: {
            "\($0)".contains("/nonexistent/folder/sync_timestamps.json")
        }
    }

    @Test func `both servers ask for their secret`() async throws {
        let servers = try LabServers(world: .make(seed: 1, scenes: 20))
        defer { servers.stop() }
        let transport = CurlTransport()
        func stash(_ key: String) async throws -> Int {
            let headers: HTTPHeaders = [
                "ApiKey": key, "Content-Type": "application/json", "Accept": "application/json",
            ]
            let body = Array("{\"query\":\"{findScenes(filter:{per_page:0}){count}}\"}".utf8)
            return try await transport.send(
                HTTPRequest(.post, servers.stash.url + "/graphql", headers: headers, body: body)
            )
            .status
        }
        func plex(_ token: String) async throws -> Int {
            try await transport.send(
                HTTPRequest(.get, servers.plex.url + "/library/sections", headers: ["X-Plex-Token": token])
            )
            .status
        }
        #expect(try await stash(servers.stashKey) == 200)
        #expect(try await stash("wrong") == 401)
        #expect(try await plex(servers.plexToken) == 200)
        #expect(try await plex("wrong") == 401)
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `random changes keep both servers whole`(seed: UInt64) throws {
        let servers = try LabServers(world: .make(seed: seed, scenes: 120))
        defer { servers.stop() }
        var random = LabRandom(seed: seed)
        var words: Set<String> = []
        for _ in 1...600 { words.insert(String(servers.change(using: &random).split(separator: " ")[0])) }
        #expect(
            words.isSuperset(of: ["scene", "tag", "performer", "studio", "group", "file", "item", "Plex", "Stash"]))
        let library = servers.stash.library
        let files = library.scenes.values.flatMap(\.files).map(\.id)
        #expect(Set(files).count == files.count && !files.contains(0))
        for scene in library.scenes.values {
            #expect(scene.tags.allSatisfy { library.tags[$0] != nil } && Set(scene.tags).count == scene.tags.count)
            #expect(scene.performers.allSatisfy { library.performers[$0] != nil })
            #expect(scene.studio.map { library.studios[$0] != nil } ?? true)
            #expect(scene.groups.allSatisfy { library.groups[$0.group] != nil })
        }
        let keys = servers.plex.library.items.map(\.ratingKey)
        #expect(keys == Set(keys).sorted())
    }

    @Test func `the same seed makes the same changes`() throws {
        func changes() throws -> [String] {
            let servers = try LabServers(
                world: .make(seed: 9, scenes: 100, now: 1_790_000_000), clock: { 1_790_000_100 })
            defer { servers.stop() }
            var random = LabRandom(seed: 2)
            return (1...200).map { _ in servers.change(using: &random) }
        }
        #expect(try changes() == changes())
    }
}
