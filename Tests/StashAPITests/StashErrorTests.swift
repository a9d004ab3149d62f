import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct StashErrorTests {
    static let key = "canary-key-0123456789"

    func client(_ retry: ReadRetry = .never, _ answer: @escaping @Sendable () throws(HTTPError) -> HTTPReply)
        -> StashClient
    {
        StashClient(StubTransport { _ throws(HTTPError) in try answer() }, apiKey: Self.key, retry: retry)
    }

    func failure(_ client: StashClient) async throws -> StashError {
        do {
            _ = try await client.sceneCount()
        } catch {
            return error
        }
        throw StashError.cancelled
    }

    @Test(arguments: [
        (401, "", "stash-token-refused", false, false), (403, "no", "stash-forbidden", false, false),
        (403, "Stash is exposed to the public internet without authentication", "stash-tripwire", false, false),
        (404, "", "stash-status", false, false), (422, "nonsense", "stash-query-refused", false, false),
        (429, "", "stash-too-many-requests", true, true), (500, "", "stash-overloaded", true, false),
        (502, "<html>", "stash-overloaded", true, true), (504, "", "stash-overloaded", true, true),
        (418, "", "stash-status", false, false),
    ])
    func `statuses mean what they mean`(status: Int, body: String, code: String, again: Bool, down: Bool) async throws {
        let error = try await failure(
            client { () throws(HTTPError) in HTTPReply(status: status, body: Array(body.utf8)) })
        #expect(error.code == code)
        #expect(error.isTransient == again && error.isServerDown == down)
        #expect(error.isUnusable == (status == 429 || status >= 500))
        #expect(error.isRefusal == (status == 401 || status == 403))
    }

    @Test(arguments: [
        (HTTPError.refused(host: "h"), "stash-unreachable", true, true),
        (.unresolved(host: "h"), "stash-unreachable", true, true),
        (.connectTimeout(host: "h"), "stash-unreachable", true, true),
        (.cut(host: "h"), "stash-unreachable", true, true), (.deadline(host: "h"), "stash-timeout", true, true),
        (.stalled(host: "h"), "stash-timeout", true, true),
        (.tls(host: "h", .untrusted), "stash-unreachable", false, true),
        (.invalidRequest("no URL"), "stash-unreachable", false, false),
        (.bodyTooLarge(limit: 5), "stash-answer-too-large", false, false),
        (.redirect(status: 302, host: "login.example"), "stash-login-page", false, false),
        (.redirect(status: 301, host: "final.example"), "stash-redirected", false, false),
        (.cancelled, "stash-cancelled", false, false),
    ])
    func `a missing reply means what it means`(error: HTTPError, code: String, again: Bool, down: Bool) async throws {
        let found = try await failure(client { () throws(HTTPError) in throw error })
        #expect(found.code == code)
        #expect(found.isTransient == again && found.isServerDown == down)
        #expect(
            found.description.contains("stash.example") || ["stash-answer-too-large", "stash-cancelled"].contains(code))
    }

    @Test(arguments: [
        ("text/html", "<html>login</html>"), ("text/html; charset=utf-8", "{\"data\":{}}"),
        ("application/json", "{\"data\":{\"findScenes\":{\"coun"), ("application/json", ""),
    ])
    func `what is not JSON is worth another try`(type: String, body: String) async throws {
        let transport = StubTransport { _ throws(HTTPError) in
            HTTPReply(status: 200, headers: ["Content-Type": type], body: Array(body.utf8))
        }
        let error = try await failure(StashClient(transport, retry: hurried))
        #expect(error == .notJSON(host: "stash.example:9999"))
        #expect(transport.questions.count == 3)
    }

    @Test(arguments: ["{\"data\":null}", "{}", "[]", "{\"data\":{\"findScenes\":{\"count\":\"x\"}}}", "5"])
    func `JSON of another shape is not tried again`(body: String) async throws {
        let transport = StubTransport { _ throws(HTTPError) in .json(body) }
        #expect(try await failure(StashClient(transport, retry: hurried)).code == "stash-answer-malformed")
        #expect(transport.questions.count == 1)
    }

    @Test func `a failure that passes is not seen`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            question.request.headers["X-Try"] == nil ? .json("{\"data\":{\"findScenes\":{\"count\":3}}}") : .json("")
        }
        let tries = TickingClock(step: .seconds(1))
        let start = tries.next()
        let flaky = StubTransport { _ throws(HTTPError) in
            if start.duration(to: tries.next()) < .seconds(3) { throw .cut(host: "h") }
            return .json("{\"data\":{\"findScenes\":{\"count\":3}}}")
        }
        #expect(try await StashClient(flaky, retry: hurried).sceneCount() == 3)
        #expect(flaky.questions.count == 3)
        #expect(try await StashClient(transport).sceneCount() == 3)
    }

    @Test func `a wish to wait is kept and bounded`() async throws {
        let error = try await failure(
            client { () throws(HTTPError) in HTTPReply(status: 429, headers: ["Retry-After": "86400"]) })
        #expect(error == .tooManyRequests(host: "stash.example:9999", retryAfter: .seconds(86_400)))
        #expect(error.retryAfter == .seconds(3600))
    }

    @Test func `a server's words are cut, made safe, and hold no secret`() async throws {
        let long = "SELECT \u{1b}[31m\n\u{202e} " + Self.key + String(repeating: "x", count: 5000)
        for status in [200, 422, 400] {
            let body: JSONTree = ["errors": [["message": .string(long)]], "data": .null]
            let reply = HTTPReply(
                status: status, headers: ["Content-Type": "application/json"], body: Array(body.description.utf8))
            let text = try await failure(client { () throws(HTTPError) in reply }).description
            #expect(text.count < 260)
            #expect(text.contains("SELECT \\u{1b}[31m\\u{a}\\u{202e} …xxx"))
            #expect(!text.contains(Self.key))
        }
    }

    @Test func `the key travels in one header and in nothing else`() async throws {
        let transport = StubTransport { _ throws(HTTPError) in .json("{\"data\":{\"findScenes\":{\"count\":3}}}") }
        _ = try await StashClient(transport, apiKey: Self.key).sceneCount()
        let request = try #require(transport.all.first?.request)
        #expect(request.headers["ApiKey"] == Self.key)
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.headers.fields.filter { $0.value.contains(Self.key) }.count == 1)
        #expect(!request.url.contains(Self.key) && !String(decoding: request.body, as: UTF8.self).contains(Self.key))
        #expect(request.limits.body == 64 << 20)
    }

    @Test(arguments: [nil, ""])
    func `without a key no such header is sent`(key: String?) async throws {
        let transport = StubTransport { _ throws(HTTPError) in .json("{\"data\":{\"findScenes\":{\"count\":3}}}") }
        _ = try await StashClient(transport, apiKey: key).sceneCount()
        #expect(transport.all.first?.request.headers["ApiKey"] == nil)
        #expect(transport.all.first?.request.headers["Cookie"] == nil)
    }

    @Test func `a plugin's cookie is renewed from the answers`() async throws {
        let transport = StubTransport { _ throws(HTTPError) in
            .json(
                "{\"data\":{\"findScenes\":{\"count\":3}}}",
                headers: [("Set-Cookie", "other=1"), ("Set-Cookie", "session=second==; Path=/; HttpOnly")])
        }
        let client = StashClient(
            url: "http://localhost:9999", apiKey: nil, cookie: ("session", "first"), transport: transport)
        for _ in 0..<2 { _ = try await client.sceneCount() }
        #expect(transport.all.map { $0.request.headers["Cookie"] } == ["session=first", "session=second=="])
    }

    @Test(arguments: [
        ("image/jpeg", jpegBytes, Picture.bytes(jpegBytes, type: .jpeg, etag: nil)),
        ("image/png", jpegBytes, .bytes(jpegBytes, type: .jpeg, etag: nil)),
        (
            "image/webp", Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8),
            .bytes(Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), type: .webp, etag: nil)
        ),
        ("image/gif", Array("GIF89a".utf8), .bytes(Array("GIF89a".utf8), type: .gif, etag: nil)),
        ("text/html", Array("<html>".utf8), .none(.notAPicture)), ("image/jpeg", [], .none(.notAPicture)),
        ("image/jpeg", Array("<html>".utf8), .none(.notAPicture)),
        ("image/svg+xml", Array("<svg>".utf8), .none(.placeholder)),
        ("image/bmp", Array("BM".utf8), .none(.notAPicture)),
    ])
    func `only real pictures are pictures`(type: String, body: [UInt8], picture: Picture) async throws {
        let transport = StubTransport { _ throws(HTTPError) in
            HTTPReply(status: 200, headers: ["Content-Type": type], body: body)
        }
        let client = StashClient(transport, apiKey: Self.key)
        #expect(try await client.picture(of: Scene.ID(rawValue: 5), etag: "\"e\"") == picture)
        let request = try #require(transport.all.first?.request)
        #expect(request.url == "http://stash.example:9999/scene/5/screenshot")
        #expect(request.headers["If-None-Match"] == "\"e\"" && request.headers["ApiKey"] == Self.key)
    }

    @Test func `a login page instead of a picture is a refusal`() async throws {
        let transport = StubTransport { _ throws(HTTPError) in throw .redirect(status: 302, host: nil) }
        await #expect(throws: StashError.redirectedToLogin(host: "stash.example:9999")) {
            try await StashClient(transport).picture(of: Scene.ID(rawValue: 5), etag: nil)
        }
    }
}
