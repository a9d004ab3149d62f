import Testing

@testable import Transport

@Suite struct ValueTests {
    static let everyError: [HTTPError] = [
        .invalidRequest("its address is not valid"), .unresolved(host: "h"), .refused(host: "h"),
        .connectTimeout(host: "h"), .deadline(host: "h"), .stalled(host: "h"), .cut(host: "h"), .malformed(host: "h"),
        .bodyTooLarge(limit: 1), .headersTooLarge(limit: 1), .tls(host: "h", .untrusted), .tls(host: "h", .expired),
        .tls(host: "h", .wrongName), .tls(host: "h", .wrongKey), .tls(host: "h", .pinSyntax),
        .tls(host: "h", .authorityFile), .tls(host: "h", .handshake), .redirect(status: 302, host: nil), .cancelled,
        .closed, .failed(host: "h", code: 1),
    ]

    @Test func `every error has a code of its own, in small letters and hyphens`() {
        let codes = Self.everyError.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.allSatisfy { $0 == "-" || ("a"..."z").contains($0) } })
    }

    @Test func `every error is a sentence, and every class has an error`() {
        for error in Self.everyError { #expect("\(error)".hasSuffix(".") && "\(error)".contains(" ")) }
        #expect(Set(Self.everyError.map(\.kind)) == Set(HTTPError.Kind.allCases))
    }

    @Test func `printing a request, headers or a reply shows no values`() {
        let request = HTTPRequest(
            .post, "http://h/?s3cret", headers: ["X-Plex-Token": "s3cret"], body: Array("s3cret".utf8))
        let reply = HTTPReply(status: 200, headers: ["Set-Cookie": "s3cret"], body: Array("s3cret".utf8))
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.headers, to: &dumped)
        let shown = "\(request) \(String(reflecting: request)) \(request.headers) \(reply) \(String(reflecting: reply))"
        for text in [shown, dumped] { #expect(!text.contains("s3cret")) }
        #expect(request.description == "POST, 6 bytes (X-Plex-Token)")
        #expect(reply.description == "200, 6 bytes")
    }

    @Test func `header names compare without case, and setting one replaces all of its name`() {
        var headers: HTTPHeaders = ["A": "1", "b": "2", "a": "3"]
        #expect(headers["a"] == "1" && headers["B"] == "2" && headers["c"] == nil)
        #expect(headers == ["a": "1", "B": "2", "A": "3"] && headers != ["a": "1", "b": "2"])
        headers["a"] = "4"
        #expect(headers == ["A": "4", "b": "2"])
        headers["c"] = "5"
        headers["B"] = nil
        #expect(headers.fields.map(\.name) == ["a", "c"])
    }

    @Test(
        arguments: [
            (["Retry-After": "0"], 0), (["retry-after": "120"], 120),
            (["Retry-After": "99999999999999999999"], 2_147_483_647),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT", "Date": "Sun, 06 Nov 1994 08:49:07 GMT"], 30),
            (["Retry-After": "Fri, 01 Mar 2024 00:00:00 GMT", "Date": "Wed, 28 Feb 2024 00:00:00 GMT"], 172_800),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:07 GMT", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"], 0),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], 0), ([:], nil), (["Retry-After": ""], nil),
            (["Retry-After": "-1"], nil), (["Retry-After": "1.5"], nil), (["Retry-After": "soon"], nil),
            (["Retry-After": "Sun, 06 Nov 1994 25:49:37 GMT", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"], nil),
        ] as [(HTTPHeaders, Int?)])
    func `Retry-After is read as seconds or as a date beside the server's own`(headers: HTTPHeaders, seconds: Int?) {
        #expect(HTTPReply(status: 503, headers: headers).retryAfter == seconds.map { .seconds($0) })
    }

    @Test func `a date without the server's own is taken beside our clock`() throws {
        let reply = HTTPReply(status: 503, headers: ["Retry-After": "Thu, 31 Dec 9998 00:00:00 GMT"])
        #expect(try #require(reply.retryAfter) > .seconds(86_400 * 365))
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800),
    ])
    func `a date of HTTP is seconds since 1970`(text: String, seconds: Int64) {
        #expect(HTTPDate.seconds(text) == seconds)
    }
}
