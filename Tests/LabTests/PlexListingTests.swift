import JSON
import Lab
import Testing
import Transport

@Suite struct PlexListingTests {
    @Test func `lists the libraries with their roots`() async throws {
        let client = try samplePlex()
        for path in ["/library/sections", "/library/sections/all"] {
            let sections = try await client.container(path)
            #expect(try sections.texts("Directory", "key") == ["3", "5"])
            #expect(try sections["Directory"].map { $0 }[0].texts("Location", "path") == ["/media/clips"])
        }
    }

    @Test(arguments: ["header", "query"])
    func `pages by headers or by query`(how: String) async throws {
        let client = try samplePlex(7)
        let paging = [("X-Plex-Container-Start", "4"), ("X-Plex-Container-Size", "2")]
        let query = how == "query" ? "&" + paging.map { "\($0)=\($1)" }.joined(separator: "&") : ""
        let reply = try await client.send(
            .get, "/library/sections/3/all?type=1&sort=id\(query)",
            headers: how == "header" ? paging.map { ($0, $1) } : [])
        let page = try JSONValue(parsing: reply.body)["MediaContainer"]
        #expect(try page.texts("Metadata", "ratingKey") == ["1005", "1006"])
        #expect(try page["size"].int == 2 && page["totalSize"].int == 7 && page["offset"].int == 4)
        #expect(reply.headers["X-Plex-Container-Start"] == "4")
        #expect(reply.headers["X-Plex-Container-Total-Size"] == "7")
    }

    @Test func `a start without a size does not limit, and size zero gives totals only`() async throws {
        let client = try samplePlex(7)
        #expect(try await client.keys("/library/sections/3/all?sort=id&X-Plex-Container-Start=5") == [1006, 1007])
        let totals = try await client.container(
            "/library/sections/3/all?X-Plex-Container-Start=0&X-Plex-Container-Size=0")
        #expect(try totals["totalSize"].int == 7)
        #expect(try totals.find("Metadata") == nil)
    }

    @Test func `rows are truncated, full items are not`() async throws {
        let client = try samplePlex()
        let row = try await client.rows("/library/sections/3/all?sort=id")[0]
        #expect(try row.texts("Genre", "tag") == ["Drama", "Solo"])
        #expect(try row.texts("Role", "tag") == ["Ann", "Bea", "Cleo"])
        for name in ["Field", "Label", "Collection"] as [StaticString] { #expect(try row.find(name) == nil) }
        #expect(try row["Genre"].map { $0 }.allSatisfy { try $0.find("id") == nil })
        let item = try await client.rows("/library/metadata/1001")[0]
        #expect(try item.texts("Genre", "tag") == ["Drama", "Solo", "Night"])
        #expect(try item.texts("Role", "tag").count == 4)
        #expect(try item.texts("Collection", "tag") == ["Series A"])
        #expect(try item.texts("Label", "tag") == ["Seen"])
        #expect(try item.texts("Field", "name") == ["genre", "title"])
    }

    @Test func `what is empty is absent`() async throws {
        let client = try samplePlex()
        let item = try await client.rows("/library/metadata/7001")[0]
        for name in ["studio", "summary", "Genre", "Role", "Field", "Label", "Collection", "year"] as [StaticString] {
            #expect(try item.find(name) == nil)
        }
    }

    @Test func `wishes for slimmer rows are heard, or not`() async throws {
        let client = try samplePlex()
        let target = "/library/sections/3/all?sort=id&excludeElements=Genre,Role&excludeFields=summary,studio"
        #expect(try await client.rows(target)[0].find("Genre") == nil)
        #expect(try await client.rows(target)[0].find("studio") == nil)
        client.plex.behaviour.hearsWishes = false
        #expect(try await client.rows(target)[0].find("Genre") != nil)
    }

    @Test(arguments: [
        ("updatedAt%3E%3E=1760000003", [1004, 1005]), ("updatedAt%3C%3C=1760000002", [1001]),
        ("addedAt%3E%3E=1750000004", [1005]), ("id%3E%3E=1003", [1004, 1005]), ("studio=acme", [1001]),
        ("title=Clip%203", [1003]), ("title%3D=clip", []), ("title%3C=Clip", [1001, 1002, 1003, 1004, 1005]),
        ("genre!=Drama", []), ("id=1002,1004", [1002, 1004]), ("updatedAt%3E%3E=-30d", []),
        ("updatedAt%3E%3E=2020-01-01&id%3C%3C=1002", [1001]), ("nobodyKnows=1&limit=1", [1001]),
    ])
    func `filters by operator`(query: String, expected: [Int]) async throws {
        #expect(try await samplePlex().keys("/library/sections/3/all?type=1&sort=id&\(query)") == expected)
    }

    @Test func `several items come in another order, without those that are gone`() async throws {
        let client = try samplePlex(40)
        let asked = (1001...1040).map(String.init).joined(separator: ",")
        let keys = try await client.keys("/library/metadata/\(asked),4242")
        #expect(keys != Array(1001...1040))
        #expect(keys.sorted() == Array(1001...1040))
        let gone = try await client.send(.get, "/library/metadata/4242")
        #expect(gone.status == 404 && gone.headers["Content-Type"] == "text/html")
    }

    @Test func `a list says its section once, a full item for itself`() async throws {
        let client = try samplePlex()
        let list = try await client.container("/library/sections/3/all?sort=id")
        #expect(try list["librarySectionID"].int == 3 && list["librarySectionTitle"].string == "Clips")
        #expect(try list["Metadata"].map { $0 }.allSatisfy { try $0.find("librarySectionID") == nil })
        let mixed = try await client.container("/library/metadata/1001,7001")
        #expect(try mixed.find("librarySectionID") == nil)
        #expect(try Set(mixed["Metadata"].map { $0 }.map { try $0["librarySectionID"].int }) == [3, 5])
    }

    @Test func `types vary by the server's age`() async throws {
        let client = try samplePlex()
        func kinds() async throws -> [JSONValue.Kind] {
            let container = try await client.container("/library/metadata/1001")
            let item = try container["Metadata"].map { $0 }[0]
            return try [
                item["ratingKey"].kind, container["librarySectionID"].kind,
                item["Field"].map { $0 }[0]["locked"].kind,
            ]
        }
        #expect(try await kinds() == [.string, .int, .yes])
        client.plex.behaviour.age = .older
        #expect(try await kinds() == [.string, .string, .int])
        client.plex.behaviour.age = .oldest
        #expect(try await kinds() == [.int, .string, .string])
        let day = try await client.rows("/library/metadata/1001")[0]["originallyAvailableAt"].string
        #expect(day == "2023-05-17 00:00:00")
    }

    @Test func `XML is the same tree, escaped`() async throws {
        let client = try samplePlex(1)
        client.plex.edit(1001) { $0.title = "a < b & \"c\"\u{1}\n" }
        let reply = try await client.send(.get, "/library/metadata/1001", accept: "*/*")
        #expect(reply.headers["Content-Type"]?.hasPrefix("text/xml") == true)
        let text = String(decoding: reply.body, as: UTF8.self)
        #expect(text.contains("<Video ratingKey=\"1001\""))
        #expect(text.contains("title=\"a &lt; b &amp; &quot;c&quot;&#10;\""))
        #expect(text.contains("<Field locked=\"1\" name=\"genre\"/>"))
        #expect(text.hasSuffix("</MediaContainer>"))
    }

    @Test func `a wrong token gets HTML, and identity needs none`() async throws {
        var client = try samplePlex()
        client.token = "wrong"
        let refused = try await client.send(.get, "/library/sections")
        #expect(refused.status == 401 && refused.headers["Content-Type"] == "text/html")
        #expect(try await client.container("/identity")["machineIdentifier"].string == "lab-plex-1")
        #expect(client.plex.requests.allSatisfy { $0.header("X-Plex-Token") == nil && !$0.tokenInQuery })
    }
}
