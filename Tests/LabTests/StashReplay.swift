import Foundation
import JSON
import Lab
import Synchronization
import Testing
import Transport

/// A clock that a test sets.
final class StashClock: Sendable {
    private let seconds: Atomic<Int>

    init(_ text: String) throws { seconds = Atomic(try #require(StashTime.seconds(text))) }

    var now: Int { seconds.load(ordering: .sequentiallyConsistent) }

    func set(_ text: String) throws {
        seconds.store(try #require(StashTime.seconds(text)), ordering: .sequentiallyConsistent)
    }

    func set(_ value: Int) { seconds.store(value, ordering: .sequentiallyConsistent) }
}

/// A fake Stash, and a client that sends it what was recorded.
struct StashReplay {
    let fake: FakeStash
    let clock: StashClock
    let transport = CurlTransport()

    init(
        _ library: StashLibrary, release: StashRelease = .v0_30, utcOffset: Int = 0, at time: String,
        apiKey: String? = nil, credentials: StashCredentials? = nil
    ) throws {
        let clock = try StashClock(time)
        self.clock = clock
        fake = try FakeStash(
            library: library, release: release, utcOffset: utcOffset, apiKey: apiKey, credentials: credentials,
            clock: { clock.now })
    }

    func end() async {
        fake.stop()
        await transport.shutdown()
    }

    /// Sends exactly what was recorded, no header more.
    func send(_ exchange: StashExchange) async throws -> HTTPReply {
        return try StashWire.send(
            try #require(exchange.method), exchange.path, exchange.headers, Array((exchange.body ?? "").utf8),
            to: fake.port)
    }

    /// Sends a document and gives back the answer.
    func ask(
        _ query: String, variables: JSONTree = [:], headers: [(name: String, value: String)] = []
    ) async throws -> JSONTree {
        try JSONTree(parsing: try await post(query, variables: variables, headers: headers).body, depth: 200)
    }

    func post(
        _ query: String, variables: JSONTree = [:], headers: [(name: String, value: String)] = []
    ) async throws -> HTTPReply {
        let body: JSONTree = ["query": .string(query), "variables": variables]
        var request = HTTPRequest(
            .post, fake.url + "/graphql",
            headers: HTTPHeaders([("Content-Type", "application/json"), ("Accept", "application/json")] + headers),
            body: body.bytes())
        request.limits.total = .seconds(20)
        return try await transport.send(request)
    }

    func get(_ path: String, headers: [(name: String, value: String)] = []) async throws -> HTTPReply {
        var request = HTTPRequest(.get, fake.url + path, headers: HTTPHeaders(headers))
        request.limits.total = .seconds(20)
        return try await transport.send(request)
    }

    /// Ids of the scenes that a filter takes.
    func ids(_ arguments: String) async throws -> [Int] {
        let answer = try await ask("{findScenes(\(arguments)){scenes{id}}}")
        return (answer["data"]?["findScenes"]?["scenes"]?.elements ?? []).compactMap {
            $0["id"]?.string.flatMap(Int.init)
        }
    }

    /// Sends `exchange` and expects what was recorded: status, media type, and of a JSON answer the data and the kind of each error.
    func expect(
        _ exchange: StashExchange, version: String? = nil, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let reply = try await send(exchange)
        #expect(reply.status == exchange.status, "\(exchange.label)", sourceLocation: location)
        #expect(reply.headers["Content-Type"] == exchange.media, "\(exchange.label)", sourceLocation: location)
        guard let answer = exchange.answer else { return }
        let ours = try JSONTree(parsing: reply.body, depth: 200)
        var difference = StashDifference(isOrdered: exchange.isOrdered)
        difference.substitutions = [("http://127.0.0.1:9999", fake.url), ("http://127.0.0.1:9990", fake.url)]
        if let version { difference.substitutions.append((version, StashRelease.v0_30.version)) }
        let found = difference.between(answer, ours)
        #expect(found == nil, "\(exchange.label)", sourceLocation: location)
    }
}

extension StashLibrary {
    /// The library behind a recorded listing. Every scene gets a picture, as a scan generates one.
    init(listing: JSONTree) throws {
        self.init()
        for tree in try #require(listing["data"]?["findScenes"]?["scenes"]?.elements) {
            let id = try #require(tree["id"]?.string.flatMap(Int.init))
            var scene = StashScene(id: id, createdAt: tree["created_at"]?.string ?? StashFile.epoch)
            scene.updatedAt = tree["updated_at"]?.string ?? scene.createdAt
            scene.cover = [0xff, 0xd8, 0xff, 0xe0] + Array("scene \(id)".utf8)
            scene.files = try (tree["files"]?.elements ?? []).map { try StashFile(recorded: $0) }
            scenes[id] = scene
        }
    }
}

extension StashFile {
    init(recorded tree: JSONTree) throws {
        self.init(
            id: tree["id"]?.string.flatMap(Int.init) ?? 0, path: try #require(tree["path"]?.string),
            size: tree["size"]?.int ?? 0, duration: tree["duration"]?.double ?? 0)
        modTime = tree["mod_time"]?.string ?? StashFile.epoch
        (width, height) = (tree["width"]?.int ?? 0, tree["height"]?.int ?? 0)
        fingerprints = (tree["fingerprints"]?.elements ?? []).map {
            StashFingerprint(type: $0["type"]?.string ?? "", value: $0["value"]?.string ?? "")
        }
    }
}
