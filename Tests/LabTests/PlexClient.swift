import JSON
import Lab
import Transport

/// Asks a fake Plex as any client would.
struct PlexClient {
    let plex: FakePlex
    let transport = CurlTransport()
    var token = "canary-token"

    func send(
        _ method: HTTPRequest.Method = .get, _ target: String, accept: String = "application/json",
        headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> HTTPReply {
        let fields = [(name: "X-Plex-Token", value: token), (name: "Accept", value: accept)] + headers
        var request = HTTPRequest(method, plex.url + target, headers: HTTPHeaders(fields), body: body)
        request.limits.total = .seconds(20)
        return try await transport.send(request)
    }

    /// The container of a GET, as JSON.
    func container(_ target: String, headers: [(name: String, value: String)] = []) async throws -> JSONValue {
        try JSONValue(parsing: try await send(.get, target, headers: headers).body)["MediaContainer"]
    }

    func rows(_ target: String) async throws -> [JSONValue] {
        try await container(target).find("Metadata")?.map { $0 } ?? []
    }

    func keys(_ target: String) async throws -> [Int] {
        try await rows(target).map { try Int($0["ratingKey"].string) ?? -1 }
    }

    func put(_ target: String) async throws -> Int { try await send(.put, target).status }
}

extension JSONValue {
    /// The texts under `key` of every element of `list`.
    func texts(_ list: StaticString, _ key: StaticString) throws -> [String] {
        try self[list].map { (element) throws(JSONError) in try element[key].string }
    }
}

extension PlexLibrary {
    /// Two libraries, `count` items in the first, rating keys from 1001, and one in the second.
    static func sample(_ count: Int = 5) -> PlexLibrary {
        var library = PlexLibrary(sections: [
            PlexSection(key: 3, title: "Clips", roots: ["/media/clips"]),
            PlexSection(key: 5, title: "Archive", roots: ["/media/archive"]),
        ])
        library.items = (1...count).map { number in
            var item = PlexItem(
                ratingKey: 1000 + number, section: 3, title: "Clip \(number)", studio: number == 1 ? "Acme" : nil,
                originallyAvailableAt: "2023-05-17", genres: ["Drama", "Solo", "Night"],
                roles: ["Ann", "Bea", "Cleo", "Dora"], collections: ["Series A"], labels: ["Seen"],
                locked: ["title", "genre"], media: [PlexMedia([PlexPart("/media/clips/\(number).mp4")])],
                addedAt: 1_750_000_000 + number, updatedAt: 1_760_000_000 + number)
            item.userRating = 8
            return item
        }
        library.items.append(
            PlexItem(
                ratingKey: 7001, section: 5, title: "Old", media: [PlexMedia([PlexPart("/media/archive/old.mp4")])],
                addedAt: 1_700_000_000, updatedAt: 1_700_000_000))
        library.unscanned = [PlexPart("/media/clips/new/one.mp4"), PlexPart("/media/clips/newer/two.mp4")]
        return library
    }
}

/// A fake Plex over the sample, with a clock that stands still.
func samplePlex(_ count: Int = 5, now: Int = 1_770_000_000) throws -> PlexClient {
    PlexClient(plex: try FakePlex(library: .sample(count), token: "canary-token", clock: { now }))
}
