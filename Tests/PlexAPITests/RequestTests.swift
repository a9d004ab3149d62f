import PlexAPI
import SyncModel
import Testing
import Transport

@Suite struct RequestTests {
    @Test func `the token stands in its header alone`() async throws {
        let stub = StubTransport(.json(Samples.page))
        _ = try await stub.client().page(of: .clips, start: 0, size: 2)
        let request = try #require(stub.asked.first)
        #expect(request.headers["X-Plex-Token"] == StubTransport.token)
        #expect(!request.url.contains(StubTransport.token))
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.headers["X-Plex-Client-Identifier"] == "id-1")
        for name in ["X-Plex-Product", "X-Plex-Version", "X-Plex-Platform", "X-Plex-Device", "X-Plex-Device-Name"] {
            #expect(request.headers[name]?.isEmpty == false, "\(name)")
        }
    }

    @Test func `printing a client shows no token`() {
        let client = StubTransport(.json("")).client()
        var dumped = ""
        dump(client, to: &dumped)
        for text in ["\(client)", String(reflecting: client), dumped] { #expect(!text.contains(StubTransport.token)) }
        #expect(client.host == "plex.test:32400")
    }

    @Test(arguments: [
        ("http://plex:32400", "plex:32400"), ("https://u:p%40@plex/base/", "plex"),
        ("http://[::1]:32400/", "[::1]:32400"),
        ("http://u@ser:pw@plex", "plex"), ("plex:32400", "plex:32400"), ("", ""),
    ])
    func `errors name the host without user and password`(url: String, host: String) {
        let client = PlexClient(
            url: url, token: "t", clientIdentifier: "i", version: "1", transport: StubTransport(.json("")))
        #expect(client.host == host)
    }

    @Test func `a page is asked for with both halves of paging, and stays slim`() async throws {
        let stub = StubTransport(.json(Samples.emptyPage))
        let client = stub.client()
        _ = try await client.page(of: .clips, start: 500, size: 250)
        _ = try await client.page(
            of: .clips, start: 0, size: 2, updatedAfter: 1_700_000_000, without: [.summary, .tagline, .title])
        let slim = """
            skipRefresh=1&excludeElements=Country%2CDirector%2CWriter%2CProducer%2CSimilar%2CGuid%2CRating%2CImage\
            %2CStyle%2CMood%2CFormat%2CLabel
            """
        #expect(
            stub.lines == [
                "GET /library/sections/3/all?type=1&sort=id&X-Plex-Container-Start=500&X-Plex-Container-Size=250&\(slim)",
                "GET /library/sections/3/all?type=1&sort=id&updatedAt%3E%3E=1700000000&X-Plex-Container-Start=0"
                    + "&X-Plex-Container-Size=2&\(slim)&excludeFields=summary%2Ctagline",
            ])
    }

    @Test func `items are read without a refresh`() async throws {
        let stub = StubTransport(.json(Samples.full))
        _ = try await stub.client().items([RatingKey(rawValue: "1"), RatingKey(rawValue: "2")])
        #expect(stub.lines == ["GET /library/metadata/1,2?skipRefresh=1"])
    }

    @Test func `a probe is three requests`() async throws {
        let stub = StubTransport(
            .json(
                #"{"MediaContainer":{"size":0,"claimed":true,"machineIdentifier":"m1","version":"1.42"}}"#,
                headers: ["Date": "Sun, 06 Nov 1994 08:49:37 GMT"]),
            .json(#"{"MediaContainer":{"friendlyName":"Home"}}"#), .json(Samples.sections))
        let probe = try await stub.client().probe()
        #expect(stub.lines == ["GET /identity", "GET /", "GET /library/sections"])
        #expect(probe.machineIdentifier == "m1" && probe.version == "1.42" && probe.name == "Home")
        #expect(probe.libraries.map(\.title) == ["Clips"])
        #expect(probe.serverTime == Instant(rfc3339: "1994-11-06T08:49:37Z"))
    }

    @Test(arguments: ["", "yesterday", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func `a clock that cannot be read is none`(date: String) async throws {
        let stub = StubTransport(
            .json(#"{"MediaContainer":{"machineIdentifier":"m1"}}"#, headers: ["Date": date]), .json(Samples.sections))
        #expect(try await stub.client().probe().serverTime == nil)
    }

    @Test func `a probe with a refused token fails though the server knows itself`() async {
        let stub = StubTransport(.json(#"{"MediaContainer":{"machineIdentifier":"m1"}}"#), .status(401))
        await #expect(throws: PlexError.tokenRefused(host: "plex.test:32400")) { try await stub.client().probe() }
    }

    @Test func `pictures are uploaded as bytes, listed and selected`() async throws {
        let list = """
            {"MediaContainer":{"size":2,"Metadata":[{"key":"/library/x","ratingKey":"upload://posters/ab c","selected":true},
              {"ratingKey":"media://1","selected":"0","provider":"local"},{"key":"none"}]}}
            """
        let stub = StubTransport(.reply(HTTPReply(status: 200)), .json(list), .reply(HTTPReply(status: 200)))
        let (client, item) = (stub.client(), RatingKey(rawValue: "7"))
        try await client.upload([1, 2, 3], contentType: "image/png", as: .poster, to: item)
        let pictures = try await client.pictures(.art, of: item)
        try await client.select(pictures[0], as: .art, of: item)
        #expect(pictures.map(\.isSelected) == [true, false])
        #expect(pictures.map(\.isUpload) == [true, false])
        #expect(
            stub.lines == [
                "POST /library/metadata/7/posters", "GET /library/metadata/7/arts",
                "PUT /library/metadata/7/art?url=upload%3A%2F%2Fposters%2Fab%20c",
            ])
        #expect(stub.asked[0].body == [1, 2, 3] && stub.asked[0].headers["Content-Type"] == "image/png")
    }

    @Test func `a picture is locked on its item alone`() async throws {
        let stub = StubTransport(.reply(HTTPReply(status: 200)))
        let item = RatingKey(rawValue: "7")
        try await stub.client().lock(.poster, of: Target(ratingKey: item, library: .clips))
        try await stub.client().lock(.art, of: Target(ratingKey: item, library: .clips), locked: false)
        await #expect(throws: PlexError.self) {
            try await stub.client().lock(.art, of: Target(ratingKey: RatingKey(rawValue: ""), library: .clips))
        }
        #expect(
            stub.lines == [
                "PUT /library/sections/3/all?type=1&id=7&thumb.locked=1",
                "PUT /library/sections/3/all?type=1&id=7&art.locked=0",
            ])
    }

    @Test(arguments: [(7.5, "7.5"), (8, "8"), (nil, "-1")] as [(Double?, String)])
    func `a rating is set or taken away`(rating: Double?, sent: String) async throws {
        let stub = StubTransport(.reply(HTTPReply(status: 200)))
        try await stub.client().rate(RatingKey(rawValue: "7"), rating)
        #expect(stub.lines == ["PUT /:/rate?identifier=com.plexapp.plugins.library&key=7&rating=\(sent)"])
    }

    @Test(arguments: ["", "1,2", "1/../2", "-1", "1 2"])
    func `nothing is sent for what is no rating key`(key: String) async {
        let stub = StubTransport(.reply(HTTPReply(status: 200)))
        let (client, item) = (stub.client(), RatingKey(rawValue: key))
        await #expect(throws: PlexError.self) { try await client.upload([1], contentType: "x", as: .art, to: item) }
        await #expect(throws: PlexError.self) { try await client.pictures(.poster, of: item) }
        await #expect(throws: PlexError.self) { try await client.rate(item, 5) }
        #expect(stub.asked.isEmpty)
    }
}
