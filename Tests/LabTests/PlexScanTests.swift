import JSON
import Lab
import Testing
import Transport

@Suite struct PlexScanTests {
    func files(_ client: PlexClient) -> [String] { client.plex.library.items.flatMap(\.files).sorted() }

    @Test(arguments: ["POST", "GET"])
    func `a scan of a folder makes items of its files`(method: String) async throws {
        let client = try samplePlex(1)
        let target = "/library/sections/3/refresh?path=%2Fmedia%2Fclips%2Fnew"
        #expect(try await client.send(method == "POST" ? .post : .get, target).status == 200)
        #expect(files(client) == ["/media/archive/old.mp4", "/media/clips/1.mp4", "/media/clips/new/one.mp4"])
        let item = try #require(client.plex.library.items.last)
        #expect(item.ratingKey == 7002 && item.title == "one" && item.section == 3 && item.addedAt == 1_770_000_000)
        #expect(client.plex.library.sections[0].scannedAt == 1_770_000_000)
    }

    @Test(arguments: ["/media/clips", "/media/clips/", "/media/clips/new/one.mp4", "/elsewhere", "/media/clipsy/new"])
    func `a root, a file or a place elsewhere scans nothing`(path: String) async throws {
        let client = try samplePlex(1)
        #expect(try await client.send(.post, "/library/sections/3/refresh?path=\(path)").status == 200)
        #expect(client.plex.library.items.count == 2)
    }

    @Test func `a scan of the whole library finds everything below its roots`() async throws {
        let client = try samplePlex(1)
        _ = try await client.send(.post, "/library/sections/3/refresh")
        #expect(client.plex.library.items.count == 4 && client.plex.library.unscanned.isEmpty)
    }

    @Test func `a scan lasts, and activities tell`() async throws {
        let client = try samplePlex(1)
        client.plex.behaviour.scanLasts = 2
        _ = try await client.send(.post, "/library/sections/3/refresh?path=/media/clips/new")
        #expect(client.plex.library.items.count == 2)
        #expect(try await client.container("/activities")["size"].int == 1)
        #expect(try await client.container("/activities")["size"].int == 0)
        #expect(client.plex.library.items.count == 3)
    }
}
