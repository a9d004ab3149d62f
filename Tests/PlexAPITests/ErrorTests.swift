import PlexAPI
import SyncModel
import Testing
import Transport

@Suite struct ErrorTests {
    private let host = "plex.test:32400"

    private func failure(_ answer: StubTransport.Answer) async -> PlexError? {
        do throws(PlexError) {
            _ = try await StubTransport(answer).client().libraries()
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        (301, "plex-redirected"), (400, "plex-bad-request"), (401, "plex-token-refused"), (403, "plex-forbidden"),
        (404, "plex-not-found"), (409, "plex-refused"), (414, "plex-refused"), (429, "plex-too-many-requests"),
        (500, "plex-busy"), (501, "plex-refused"), (502, "plex-overloaded"), (503, "plex-overloaded"),
        (504, "plex-overloaded"),
    ])
    func `each status has its code`(status: Int, code: String) async {
        #expect(await failure(.status(status))?.code == code)
    }

    @Test(arguments: [
        ("<html>Please sign in</html>", "plex-not-json"), ("<?xml version=\"1.0\"?><MediaContainer/>", "plex-not-json"),
        ("", "plex-answer-cut"), (" {\"MediaContainer\":{\"size\":1,\"Dir", "plex-answer-cut"), ("ok", "plex-not-json"),
        ("[]", "plex-unexpected-answer"), ("{}", "plex-unexpected-answer"), ("3", "plex-unexpected-answer"),
        (#"{"MediaContainer":[]}"#, "plex-unexpected-answer"), (#"{"MediaContainer":null}"#, "plex-unexpected-answer"),
        (#"{"MediaContainer":{"Directory":{"key":"1"}}}"#, "plex-unexpected-answer"),
        (#"{"MediaContainer":{"size":0}}"#, nil),
    ])
    func `a body that is not Plex's is told from one that is`(body: String, code: String?) async {
        #expect(await failure(.json(body))?.code == code)
    }

    @Test(arguments: [
        (HTTPError.refused(host: "h"), "plex-unreachable", true, true),
        (.unresolved(host: "h"), "plex-unreachable", true, true),
        (.connectTimeout(host: "h"), "plex-unreachable", true, true),
        (.tls(host: "h", .untrusted), "plex-unreachable", false, true),
        (.deadline(host: "h"), "plex-timed-out", true, true), (.stalled(host: "h"), "plex-timed-out", true, true),
        (.cut(host: "h"), "plex-answer-cut", true, false), (.malformed(host: "h"), "plex-not-json", true, false),
        (.redirect(status: 302, host: "evil"), "plex-redirected", false, false),
        (.bodyTooLarge(limit: 5), "plex-reply-too-large", false, false),
        (.invalidRequest("url"), "plex-invalid-request", false, false), (.cancelled, "cancelled", false, false),
    ])
    func `a failed exchange says what may be done`(error: HTTPError, code: String, again: Bool, down: Bool) async {
        let failure = await failure(.failure(error))
        #expect(failure?.code == code)
        #expect(failure?.isTransient == again)
        #expect(failure?.isServerDown == down)
    }

    @Test(
        arguments: [
            (["Retry-After": "120"], 120), (["Retry-After": "0"], 0), (["Retry-After": "86400"], 3600),
            (["Retry-After": "99999999999999999999"], 3600), (["Retry-After": "-1"], nil),
            (["Retry-After": "banana"], nil),
            (["Retry-After": ""], nil), ([:], nil),
            (["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:50:37 GMT"], 60),
            (["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sat, 05 Nov 1994 08:50:37 GMT"], 0),
            (["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Mon, 07 Nov 1994 08:50:37 GMT"], 3600),
        ] as [(HTTPHeaders, Int?)])
    func `a wish to be left alone is held to an hour`(headers: HTTPHeaders, seconds: Int?) async {
        for status in [429, 503] {
            #expect(await failure(.status(status, headers: headers))?.retryAfter == seconds.map { .seconds($0) })
        }
        #expect(await failure(.status(500, headers: headers))?.retryAfter == nil)
    }

    @Test func `a read is tried again, a write never`() async throws {
        let reads = StubTransport(.status(503), .json("<html>"), .json(Samples.sections))
        #expect(try await reads.client(retry: .atOnce).libraries().count == 1)
        #expect(reads.asked.count == 3)

        let request = try #require(
            try EditRequests(
                for: Target(ratingKey: RatingKey(rawValue: "1"), library: .clips), [FieldChange(.studio, .write("A"))]
            ).requests.first)
        let writes = StubTransport(.status(503), .json(""))
        await #expect(throws: PlexError.overloaded(host: host, status: 503, retryAfter: nil)) {
            try await writes.client(retry: .atOnce).edit(request)
        }
        #expect(writes.asked.count == 1)
    }

    @Test(arguments: [400, 401, 403, 404])
    func `a refusal is not tried again`(status: Int) async {
        let stub = StubTransport(.status(status))
        await #expect(throws: PlexError.self) { try await stub.client(retry: .atOnce).libraries() }
        #expect(stub.asked.count == 1)
    }

    @Test func `no error tells the token, a query or a body`() async {
        let answers: [StubTransport.Answer] = [
            .status(401), .status(500), .json("secret-body"), .json("{\"secret-body\""), .json(#"{"a":"secret-body"}"#),
            .json(#"{"MediaContainer":{"Metadata":"secret-body"}}"#), .failure(.cut(host: host)),
        ]
        for answer in answers {
            let client = StubTransport(answer).client()
            await #expect {
                try await client.page(of: .clips, start: 0, size: 1)
            } throws: { error in
                let text = "\(error) \(String(reflecting: error))"
                return !text.contains(StubTransport.token) && !text.contains("secret-body") && !text.contains("type=1")
            }
        }
    }

    @Test func `every error is a sentence`() {
        let errors: [PlexError] = [
            .unreachable(host: host, .refused(host: host)), .timedOut(host: host), .truncated(host: host),
            .notJSON(host: host), .unexpectedAnswer(host: host, what: "no MediaContainer"),
            .redirected(host: host, to: nil), .tokenRefused(host: host), .forbidden(host: host), .notFound(host: host),
            .badRequest(host: host), .tooManyRequests(host: host, retryAfter: nil),
            .overloaded(host: host, status: 503, retryAfter: nil), .busy(host: host), .refused(host: host, status: 409),
            .failed(host: host, .bodyTooLarge(limit: 1)), .cancelled,
        ]
        for error in errors {
            #expect("\(error)".hasSuffix("."), "\(error)")
            #expect(error.code.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (97...122).contains($0) }, "\(error.code)")
        }
        #expect(Set(errors.map(\.code)).count == errors.count)
    }
}
