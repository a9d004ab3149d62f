import JSON
import Lab
import Testing
import Transport

@Suite struct PlexEditTests {
    func item(_ client: PlexClient, _ key: Int = 1001) throws -> PlexItem {
        try #require(client.plex.library.items.first { $0.ratingKey == key })
    }

    @Test(arguments: ["/library/sections/3/all?type=1&id=1001&", "/library/metadata/1001?"])
    func `sets texts and locks in both forms`(form: String) async throws {
        let client = try samplePlex()
        let query =
            "title.value=A%2B%20b&title.locked=1&summary.value=x%0Ay&studio.value=&originallyAvailableAt.value=2020-02-03"
        #expect(try await client.put(form + query) == 200)
        let item = try item(client)
        #expect(item.title == "A+ b" && item.summary == "x\ny" && item.studio == nil && item.year == 2020)
        #expect(item.locked == ["title", "genre"])
        #expect(item.updatedAt == 1_770_000_000)
        #expect(client.plex.edits.map(\.ids) == [[1001]])
    }

    @Test func `a lock alone clears nothing, and unlocking takes the field off the list`() async throws {
        let client = try samplePlex()
        _ = try await client.put("/library/metadata/1001?studio.locked=1&title.locked=0")
        #expect(try item(client).locked == ["studio", "genre"])
        #expect(try item(client).studio == "Acme")
    }

    @Test func `a title is never emptied, and a word nobody knows changes nothing`() async throws {
        let client = try samplePlex()
        let before = try item(client)
        #expect(try await client.put("/library/metadata/1001?title.value=&nobody.value=1&knows=2") == 200)
        #expect(try item(client) == before)
    }

    @Test func `an edit without an id changes the whole library`() async throws {
        let client = try samplePlex()
        #expect(try await client.put("/library/sections/3/all?type=1&studio.value=Everything") == 200)
        let library = client.plex.library
        #expect(library.items.filter { $0.section == 3 }.allSatisfy { $0.studio == "Everything" })
        #expect(library.items.first { $0.section == 5 }?.studio == nil)
    }

    @Test(arguments: [
        ("/library/sections/3/all?type=2&id=1001&studio.value=x", 400),
        ("/library/sections/5/all?type=1&id=1001&studio.value=x", 404), ("/library/metadata/4242?studio.value=x", 404),
        ("/library/metadata/1001?originallyAvailableAt.value=2023-05", 400),
        ("/library/metadata/1001?role%5B0%5D.tag.tag=x", 400),
    ])
    func `refuses what does not fit`(target: String, status: Int) async throws {
        let client = try samplePlex()
        #expect(try await client.put(target) == status)
        #expect(try item(client).studio == "Acme")
    }

    @Test func `tags are added, or replaced, as the server does it`() async throws {
        let client = try samplePlex()
        let target =
            "/library/metadata/1001?genre%5B1%5D.tag.tag=Two&genre%5B0%5D.tag.tag=Drama&genre%5B3%5D.tag.tag=Gap"
        _ = try await client.put(target)
        #expect(try item(client).genres == ["Drama", "Solo", "Night", "Two"])
        client.plex.behaviour.tagLists = .replace
        _ = try await client.put(target)
        #expect(try item(client).genres == ["Drama", "Two"])
    }

    @Test func `actors come back as roles`() async throws {
        let client = try samplePlex()
        _ = try await client.put(
            "/library/metadata/7001?actor%5B0%5D.tag.tag=Zoe&actor%5B0%5D.tagging.text=Lead&actor.locked=1")
        let row = try await client.rows("/library/metadata/7001")[0]
        #expect(try row.texts("Role", "tag") == ["Zoe"])
        #expect(try row.texts("Field", "name") == ["actor"])
    }

    @Test func `removal takes names encoded twice, exactly as spelled`() async throws {
        let client = try samplePlex()
        client.plex.edit(1001) { $0.genres = ["Solo", "Black, White", "drama"] }
        _ = try await client.put("/library/metadata/1001?genre%5B%5D.tag.tag-=Solo%2CBlack%252C%2520White,Drama")
        #expect(try item(client).genres == ["drama"])
        #expect(client.plex.edits.last?.removedTags == ["genre": ["Solo", "Black, White", "Drama"]])
        _ = try await client.put("/library/metadata/1001?genre%5B%5D.tag=")
        #expect(try item(client).genres.isEmpty)
    }

    @Test func `a tag takes the spelling it has elsewhere, a label is capitalised`() async throws {
        let client = try samplePlex()
        _ = try await client.put(
            "/library/metadata/7001?genre%5B0%5D.tag.tag=DRAMA&genre%5B1%5D.tag.tag=%20new%20&label%5B0%5D.tag.tag=leaving-soon"
        )
        #expect(try item(client, 7001).genres == ["Drama", "new"])
        #expect(try item(client, 7001).labels == ["Leaving-Soon"])
        client.plex.behaviour.foldsTags = false
        _ = try await client.put("/library/metadata/7001?genre%5B0%5D.tag.tag=DRAMA")
        #expect(try item(client, 7001).genres == ["Drama", "new", "DRAMA"])
    }

    @Test(arguments: [("8", 200, 8.0), ("7.5", 200, 7.5), ("-1", 200, nil), ("11", 400, 8.0)])
    func `rates`(rating: String, status: Int, stored: Double?) async throws {
        let client = try samplePlex()
        #expect(
            try await client.put("/:/rate?identifier=com.plexapp.plugins.library&key=1001&rating=\(rating)") == status)
        #expect(try item(client).userRating == stored)
    }

    @Test func `a target over eight kilobytes is refused by the proxy`() async throws {
        let client = try samplePlex()
        let long = String(repeating: "x", count: 8300)
        #expect(try await client.put("/library/metadata/1001?summary.value=\(long)") == 414)
        #expect(try item(client).summary == nil)
    }

    @Test func `deleting is refused and noted`() async throws {
        let client = try samplePlex()
        #expect(try await client.send(.delete, "/library/metadata/1001").status == 403)
        #expect(try item(client).title == "Clip 1")
        #expect(client.plex.requests.last?.method == "DELETE")
    }

    @Test func `an upload is named by its bytes, selected, and stored once`() async throws {
        let client = try samplePlex()
        for _ in 1...2 { _ = try await client.send(.post, "/library/metadata/1001/posters", body: Array("abc".utf8)) }
        let key = "upload://posters/a9993e364706816aba3e25717850c26c9cd0d89d"
        #expect(try item(client).posters.uploads.map(\.key) == [key])
        #expect(try item(client).posters.selected == key)
        _ = try await client.send(.post, "/library/metadata/1001/posters", body: Array("xyz".utf8))
        #expect(
            try await client.put(
                "/library/metadata/1001/poster?url=upload%3A%2F%2Fposters%2Fa9993e364706816aba3e25717850c26c9cd0d89d")
                == 200)
        let photos = try await client.container("/library/metadata/1001/posters")["Photo"].map { $0 }
        #expect(try photos.map { try $0["selected"].bool } == [false, true, false])
        #expect(try await client.send(.get, "/library/metadata/1001/file?url=\(key)").body == Array("abc".utf8))
        for page in ["<html></html>", "<svg/>", "GIF89a"] {
            #expect(
                try await client.send(.post, "/library/metadata/1001/posters", body: Array(page.utf8)).status == 400)
        }
    }
}
