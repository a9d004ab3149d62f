import Lab
import PlexAPI
import SyncModel
import Testing
import Transport

/// Real HTTP to a fake Plex, which runs for as long as this transport is in use.
struct LabTransport: Transport {
    let lab: FakePlex
    private let curl = CurlTransport()

    init(_ lab: FakePlex) { self.lab = lab }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply { try await curl.send(request) }
}

/// The client against the fake Plex, over real HTTP.
@Suite struct LabTests {
    static let token = "canary-token"

    static func lab(_ items: Int = 25, _ change: (inout PlexLibrary) -> Void = { _ in }) throws -> FakePlex {
        var library = PlexLibrary(sections: [
            PlexSection(key: 3, title: "Clips", roots: ["/media/clips"]),
            PlexSection(key: 4, type: "show", title: "Shows", roots: ["/media/shows"]),
        ])
        library.items = (0..<items).map { number in
            PlexItem(
                ratingKey: 100 + number, section: 3, title: "clip \(number)", genres: ["Drama", "Solo", "Third"],
                roles: ["A", "B", "C", "D"], media: [PlexMedia([PlexPart("/media/clips/\(number).mp4")])],
                addedAt: 1_700_000_000, updatedAt: 1_700_000_000 + number, duration: 600_000)
        }
        change(&library)
        return try FakePlex(library: library, token: token)
    }

    static func client(_ lab: FakePlex, token: String = token, retry: ReadRetry = .never) -> PlexClient {
        PlexClient(
            url: lab.url, token: token, clientIdentifier: "id", version: "1", transport: LabTransport(lab), retry: retry
        )
    }

    static func list(
        _ client: PlexClient, pageSize: Int = 7, updatedAfter: Int? = nil
    ) async throws -> (keys: [Int], end: ListingEnd) {
        var keys: [Int] = []
        let end = try await client.listing(of: .clips, pageSize: pageSize, updatedAfter: updatedAfter) { page in
            keys += page.items.compactMap { Int($0.ratingKey.rawValue) }
        }
        return (keys, end)
    }

    @Test(arguments: PlexBehaviour.Age.allCases)
    func `a server of any age is probed, listed, counted and read`(age: PlexBehaviour.Age) async throws {
        let lab = try Self.lab()
        lab.behaviour.age = age
        lab.edit(100) {
            $0.userRating = 7.5
            $0.originallyAvailableAt = "2023-05-17"
            $0.locked = ["genre", "actor", "label"]
        }
        let client = Self.client(lab)
        let probe = try await client.probe()
        #expect(probe.machineIdentifier == "lab-plex-1" && probe.name == "Lab" && probe.serverTime != nil)
        #expect(probe.libraries.map(\.isSupported) == [true, false])
        #expect(probe.libraries[0].roots == ["/media/clips"] && probe.libraries[0].scannedAt == 1_750_000_000)
        #expect(try await client.count(of: .clips) == 25)
        let (keys, end) = try await Self.list(client)
        #expect(keys == Array(100..<125) && end.isComplete)
        let asked = [100, 124, 999].map { RatingKey(rawValue: String($0)) }
        let read = try await client.items(asked)
        #expect(Set(read.items.map(\.ratingKey)) == Set(asked[..<2]))
        let item = try #require(read.items.first { $0.ratingKey == asked[0] })
        #expect(item.library == .clips && item.locked == [.tags, .performers])
        #expect(item.values[.tags] == .names(["Drama", "Solo", "Third"]))
        #expect(item.values[.performers] == .names(["A", "B", "C", "D"]))
        #expect(item.values[.date] == .text("2023-05-17") && item.values[.rating] == .text("7.5"))
        #expect(item.parts == [Item.Part(file: "/media/clips/0.mp4", size: 1_000_000, duration: 600_000)])
    }

    @Test func `only what changed later is listed`() async throws {
        let lab = try Self.lab()
        let (keys, end) = try await Self.list(Self.client(lab), updatedAfter: 1_700_000_020)
        #expect(keys == Array(121..<125))
        #expect(end.isComplete && end.total == 4)
    }

    @Test(arguments: [
        (PlexFault.Kind.pageSize(3), true), (.pageSize(1000), true), (.pagingIgnored, true), (.shrinkingTotal, false),
        (.offsetIgnored, false), (.listsOnly(11), true), (.latency(.milliseconds(1)), true),
    ])
    func `a listing says whether it is whole`(fault: PlexFault.Kind, isComplete: Bool) async throws {
        let lab = try Self.lab()
        lab.faults = [PlexFault(fault, on: .listings)]
        let (keys, end) = try await Self.list(Self.client(lab))
        #expect(end.isComplete == isComplete, "\(end)")
        #expect(Set(keys).count == keys.count && !keys.isEmpty)
        if isComplete, end.total == 25 { #expect(keys == Array(100..<125)) }
    }

    @Test(arguments: [
        (PlexFault.Kind.status(401), "plex-token-refused"), (.status(500), "plex-busy"),
        (.status(503), "plex-overloaded"), (.tooManyRequests(retryAfter: "banana"), "plex-too-many-requests"),
        (.reset, "plex-answer-cut"), (.resetAfter(40), "plex-answer-cut"), (.cut, "plex-answer-cut"),
        (.truncated, "plex-answer-cut"), (.html, "plex-not-json"),
    ])
    func `a fault in the middle of a listing is an error with its code`(fault: PlexFault.Kind, code: String)
        async throws
    {
        let lab = try Self.lab()
        lab.faults = [PlexFault(fault, on: .listings, after: 2)]
        let client = Self.client(lab)
        var pages = 0
        do {
            _ = try await client.listing(of: .clips, pageSize: 5) { _ in pages += 1 }
            Issue.record("no error")
        } catch let error as PlexError {
            #expect(error.code == code, "\(error)")
        }
        #expect(pages >= 1)
    }

    @Test(arguments: [
        PlexFault.Kind.status(503), .reset, .truncated, .html, .tooManyRequests(retryAfter: "0"),
    ])
    func `a fault that passes costs a listing nothing`(fault: PlexFault.Kind) async throws {
        let lab = try Self.lab()
        lab.faults = [PlexFault(fault, on: .listings, after: 1, times: 2)]
        let (keys, end) = try await Self.list(Self.client(lab, retry: .atOnce))
        #expect(keys == Array(100..<125) && end.isComplete)
    }

    @Test func `an actor can take the pages into its own state`() async throws {
        actor Index {
            private(set) var count = 0
            func fill(from client: PlexClient) async throws -> ListingEnd {
                try await client.listing(of: .clips, pageSize: 4) { page in count += page.items.count }
            }
        }
        let index = Index()
        #expect(try await index.fill(from: Self.client(try Self.lab())).isComplete)
        #expect(await index.count == 25)
    }

    @Test func `a wrong token is refused by the probe`() async throws {
        let lab = try Self.lab()
        await #expect(throws: PlexError.tokenRefused(host: "127.0.0.1:\(lab.port)")) {
            try await Self.client(lab, token: "wrong").probe()
        }
    }

    @Test func `a server that is gone is unreachable`() async throws {
        let lab = try Self.lab()
        lab.stop()
        do {
            _ = try await Self.client(lab).libraries()
            Issue.record("no error")
        } catch { #expect(error.code == "plex-unreachable" && error.isServerDown, "\(error)") }
    }

    @Test func `a cancelled listing ends with its task`() async throws {
        let lab = try Self.lab()
        lab.faults = [PlexFault(.hang, on: .listings)]
        let client = Self.client(lab)
        let task = Task { try await client.listing(of: .clips) { _ in } }
        task.cancel()
        await #expect(throws: PlexError.cancelled) { try await task.value }
    }

    @Test func `a scan of a folder finds what is new there`() async throws {
        let lab = try Self.lab { $0.unscanned = [PlexPart("/media/clips/new & old/a.mp4")] }
        let client = Self.client(lab)
        let library = try #require(try await client.libraries().first)
        try await client.scan(try #require(LibraryFolder("/media/clips/new & old", in: library)))
        #expect(try await client.count(of: .clips) == 26)
    }

    @Test func `an uploaded picture is shown, and uploading it again adds none`() async throws {
        let lab = try Self.lab()
        let (client, item) = (Self.client(lab), RatingKey(rawValue: "101"))
        let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]
        for kind in PictureKind.allCases {
            try await client.upload(png, contentType: "image/png", as: kind, to: item)
            try await client.upload(png, contentType: "image/png", as: kind, to: item)
            let pictures = try await client.pictures(kind, of: item)
            #expect(pictures.filter(\.isUpload).count == 1)
            #expect(pictures.first(where: \.isSelected)?.isUpload == true)
        }
    }

    @Test func `a rating is stored and taken away`() async throws {
        let lab = try Self.lab()
        let (client, item) = (Self.client(lab), RatingKey(rawValue: "101"))
        try await client.rate(item, 7.5)
        #expect(try await client.items([item]).items.first?.values[.rating] == .text("7.5"))
        try await client.rate(item, nil)
        #expect(try await client.items([item]).items.first?.values[.rating] == nil)
        await #expect(throws: PlexError.notFound(host: "127.0.0.1:\(lab.port)")) {
            try await client.rate(RatingKey(rawValue: "9"), 1)
        }
    }

    @Test func `no request shows the token`() async throws {
        let lab = try Self.lab()
        let client = Self.client(lab)
        _ = try await client.probe()
        _ = try await Self.list(client)
        _ = try await client.items([RatingKey(rawValue: "100")])
        #expect(lab.requests.count > 5)
        #expect(!lab.requests.contains { $0.tokenInQuery || $0.path.contains(Self.token) })
        #expect(Set(lab.requests.compactMap { $0.header("X-Plex-Client-Identifier") }) == ["id"])
    }
}
