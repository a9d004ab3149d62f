import Foundation
import JSON
import Lab
import Testing
import Transport

@Suite struct StashRecordedTests {
    // MARK: Finding changes

    /// Fourteen scenes as the recording of changes found them: 3, 4, 5 with tag 2 and studio 2, 1, 2, 3 with performer 1.
    private func changing() -> StashLibrary {
        var library = StashLibrary()
        let before = "2026-11-23T06:19:50Z"
        for id in 1...3 { library.tags[id] = StashEntity(id: id, name: "Tag \(id)", createdAt: before) }
        for id in 1...2 {
            library.performers[id] = StashEntity(id: id, name: "Performer \(id)", createdAt: before)
            library.studios[id] = StashEntity(id: id, name: "Studio \(id)", createdAt: before)
        }
        library.groups[1] = StashEntity(id: 1, name: "Group", createdAt: before)
        for id in 1...14 {
            let second = (7...10).contains(id) ? "50" : "51"
            var scene = StashScene(id: id, createdAt: "2026-11-23T06:19:\(second)Z")
            let name = id == 7 ? "/data/deep/spaces  double and trailing .mp4" : "/data/\(id).mp4"
            scene.files = [StashFile(id: id, path: name, createdAt: before)]
            if id <= 5 {
                scene.tags = [id <= 2 ? 1 : 2]
                scene.performers = [id <= 3 ? 1 : 2]
                scene.studio = id <= 2 ? 1 : 2
            }
            if id == 11 { scene.tags = [3] }
            library.scenes[id] = scene
        }
        return library
    }

    @Test func `what changed is found as recorded`() async throws {
        let replay = try StashReplay(changing(), at: "2026-11-23T06:19:55Z")
        for exchange in try StashRecording("incremental").exchanges {
            if exchange.label.contains("destroyed") { replay.fake.deleteTag(3) }
            if exchange.label == "after a merge: tags by updated_at" { replay.fake.mergeTags([1], into: 2) }
            try await replay.expect(exchange)
            guard exchange.label == "moveFiles" else { continue }
            replay.fake.renameTag(2, to: "Tag B renamed")
            replay.fake.renamePerformer(1, to: "Renamed")
            replay.fake.renameStudio(2, to: "Renamed")
            replay.fake.renameGroup(1, to: "Renamed")
        }
        await replay.end()
    }

    // MARK: Access

    @Test func `who may ask what is as recorded`() async throws {
        let at = "2026-11-23T06:08:42Z"
        var library = StashLibrary()
        library.scenes[1] = StashScene(id: 1, updatedAt: "2026-11-23T17:07:28+11:00")
        library.scenes[1]?.cover = [0xff, 0xd8, 0xff, 0xe0]
        let free = try StashReplay(library, at: at)
        let guarded = try StashReplay(
            library, at: at, apiKey: "canary-key", credentials: .init(username: "admin", password: "secret-pw"))
        var cookie = ""
        for exchange in try StashRecording("auth").exchanges {
            let isFree =
                exchange.label.hasPrefix("no credentials") || exchange.label.contains("before there are")
                || exchange.label.hasPrefix("after that")
            let replay = isFree ? free : guarded
            let isWrong = exchange.label.contains("wrong key") || exchange.label.contains("old key") || isFree
            let sent = Self.unhidden(exchange, key: isWrong ? "wrong" : "canary-key", cookie: cookie)
            let reply = try await replay.send(sent)
            #expect(reply.status == exchange.status, "\(exchange.label)")
            #expect(reply.headers["Content-Type"] == exchange.media, "\(exchange.label)")
            #expect(reply.headers["WWW-Authenticate"] == exchange.tree["www-authenticate"]?.string, "\(exchange.label)")
            #expect(reply.headers["Location"] == exchange.tree["location"]?.string, "\(exchange.label)")
            #expect((reply.headers["Set-Cookie"] != nil) == (exchange.tree["cookie"] != nil), "\(exchange.label)")
            if let fresh = reply.headers["Set-Cookie"] { cookie = String(fresh.prefix { $0 != ";" }) }
            guard let answer = exchange.answer else { continue }
            let difference = StashDifference(substitutions: [
                ("http://127.0.0.1:9999", replay.fake.url), ("<secret>", "canary-key"),
            ])
            #expect(difference.between(answer, try JSONTree(parsing: reply.body)) == nil, "\(exchange.label)")
        }
        await free.end()
        await guarded.end()
    }

    /// The request with secrets where the recording cut them out.
    private static func unhidden(_ exchange: StashExchange, key: String, cookie: String) -> StashExchange {
        var exchange = exchange
        exchange.path = exchange.path.replacing("<secret>", with: key)
        exchange.headers = exchange.headers.map { name, value in
            (name, value == "<secret>" ? (name == "Cookie" ? cookie : key) : value)
        }
        return exchange
    }

    @Test func `a login ends after its age, and each answer renews it`() async throws {
        let replay = try StashReplay(
            StashLibrary(), at: "2026-11-23T06:00:00Z", apiKey: "k", credentials: .init(username: "a", password: "b"))
        let login = try StashExchange([
            "label": "login", "method": "POST", "path": "/login", "body": "username=a&password=b", "status": 200,
        ])
        let answer = try await replay.send(login)
        let cookie = String(try #require(answer.headers["Set-Cookie"]).prefix { $0 != ";" })
        for minute in [50, 100, 150] {
            replay.clock.set(try #require(StashTime.seconds("2026-11-23T06:00:00Z")) + minute * 60)
            #expect(try await replay.post("{version{hash}}", headers: [("Cookie", cookie)]).status == 200)
        }
        replay.clock.set(replay.clock.now + 3600)
        #expect(try await replay.post("{version{hash}}", headers: [("Cookie", cookie)]).status == 401)
        await replay.end()
    }

    // MARK: First contact

    @Test func `a server that cannot be used answers as recorded`() async throws {
        let replay = try StashReplay(StashLibrary(), at: "2026-11-23T06:00:00Z")
        var played = 0
        for (prefix, readiness) in [("not set up", StashReadiness.setup), ("needs migration", .needsMigration)] {
            let fresh = try StashReplay(StashLibrary(), at: "2026-11-23T06:00:00Z")
            fresh.fake.readiness = readiness
            for exchange in try StashRecording("not-ready").exchanges where exchange.label.hasPrefix(prefix) {
                try await fresh.expect(exchange)
                played += 1
            }
            await fresh.end()
        }
        #expect(played == 8)
        await replay.end()
    }

    @Test func `first contact is as recorded`() async throws {
        let replay = try StashReplay(StashLibrary(), at: "2026-11-23T06:00:00Z")
        for exchange in try StashRecording("server").exchanges {
            try await replay.expect(exchange, version: "v0.30.1-lab")
        }
        await replay.end()
    }

    @Test func `a file name that is not UTF-8 comes as its bytes`() async throws {
        let exchange = try #require(try StashRecording("odd").exchanges.first)
        let text = try #require(exchange.base64)
        let recorded = Array(try #require(Data(base64Encoded: text)))
        var library = try StashLibrary(listing: try JSONTree(parsing: recorded))
        library.scenes[20]?.files[0].path = Array("/data/deep/latin1 ".utf8) + [0xe9] + Array(".mp4".utf8)
        let replay = try StashReplay(library, at: "2026-11-23T06:00:00Z")
        let reply = try await replay.send(exchange)
        #expect(reply.body == recorded)
        await replay.end()
    }
}
