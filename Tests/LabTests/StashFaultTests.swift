import JSON
import Lab
import Testing
import Transport

@Suite struct StashFaultTests {
    private func library() -> StashLibrary {
        var library = StashLibrary()
        for id in 1...3 { library.scenes[id] = StashScene(id: id) }
        return library
    }

    private func with(_ body: (StashReplay) async throws -> Void) async throws {
        let replay = try StashReplay(library(), at: "2026-01-20T12:00:00Z")
        try await body(replay)
        await replay.end()
    }

    private let query = "{findScenes{count scenes{id}}}"

    @Test(arguments: [
        (StashFault.refused, 401, ""), (.tooManyRequests(retryAfter: "7"), 429, "Too Many Requests\n"),
        (.serverError(503), 503, "<html><body><h1>503</h1></body></html>"),
        (.errors("database is locked"), 200, #"{"errors":[{"message":"database is locked"}],"data":null}"#),
        (.loginPage, 200, "<!DOCTYPE html><html><title>Login | Stash</title><body></body></html>"),
        (.notReady(.setup), 200, #"{"errors":[{"message":"Internal system error. Error \u003cruntime error: invalid "#),
        (.garbled, 200, #"{"data":{"findScenes":{"count""#),
    ])
    func `a fault that answers answers so`(fault: StashFault, status: Int, body: String) async throws {
        try await with { (replay) async throws in
            replay.fake.fail(fault)
            let reply = try await replay.post(query)
            #expect(reply.status == status)
            #expect(String(decoding: reply.body, as: UTF8.self).hasPrefix(body))
            if status == 429 { #expect(reply.headers["Retry-After"] == "7") }
            replay.fake.heal()
            #expect(try await replay.ids("filter:{sort:\"id\"}") == [1, 2, 3])
        }
    }

    @Test(arguments: [StashFault.reset, .truncated(after: 20), .stalled(after: 20), .hang, .endless])
    func `a fault that breaks leaves no whole answer`(fault: StashFault) async throws {
        try await with { (replay) async throws in
            replay.fake.fail(fault, times: 1)
            var request = HTTPRequest(
                .post, replay.fake.url + "/graphql", headers: ["Content-Type": "application/json"],
                body: Array(#"{"query":"{version{hash}}"}"#.utf8))
            request.limits.total = .milliseconds(400)
            request.limits.body = 1 << 20
            do {
                let reply = try await replay.transport.send(request)
                #expect(throws: JSONError.self) { try JSONTree(parsing: reply.body) }
            } catch is HTTPError {}
            #expect(try await replay.ids("filter:{sort:\"id\"}") == [1, 2, 3])
        }
    }

    @Test func `a rule waits, counts down and looks at what was asked`() async throws {
        try await with { (replay) async throws in
            replay.fake.fail(.serverError(500), skipping: 1, times: 2, on: "findScenes")
            var statuses: [Int] = []
            for text in [query, "{version{hash}}", query, "{version{hash}}", query, query] {
                statuses.append(try await replay.post(text).status)
            }
            #expect(statuses == [200, 200, 500, 200, 500, 200])
            replay.fake.fail(.refused, on: "/scene/")
            #expect(try await replay.get("/scene/1/screenshot").status == 401)
            #expect(try await replay.post(query).status == 200)
        }
    }

    @Test func `a late answer may also be a wrong one`() async throws {
        try await with { (replay) async throws in
            replay.fake.fail(.latency(.milliseconds(1)))
            replay.fake.fail(.serverError(502), times: 1)
            #expect(try await replay.post(query).status == 502)
            #expect(try await replay.post(query).status == 200)
        }
    }

    @Test func `a refused mutation has changed nothing`() async throws {
        try await with { (replay) async throws in
            replay.fake.fail(.serverError(502))
            _ = try await replay.post(#"mutation{sceneUpdate(input:{id:1,title:"x"}){id}}"#)
            #expect(replay.fake.library.scenes[1]?.title == "")
        }
    }

    @Test func `the log counts what was asked, by alias`() async throws {
        try await with { (replay) async throws in
            _ = try await replay.post("{a:findScenes{count} b:findScenes{count} version{hash}}")
            _ = try await replay.post("{a:findScenes{count}}")
            _ = try await replay.post("{nonsense}")
            _ = try await replay.get("/healthz")
            #expect(replay.fake.counts == ["a": 2, "b": 1, "version": 1])
            #expect(replay.fake.requests.map(\.status) == [200, 200, 422, 200])
            #expect(replay.fake.requests[0].roots.map(\.name) == ["findScenes", "findScenes", "version"])
            #expect(replay.fake.requests[3].target == "/healthz")
            replay.fake.forgetRequests()
            #expect(replay.fake.requests.isEmpty)
        }
    }

    @Test func `a public address shuts a server without login for everyone`() async throws {
        try await with { (replay) async throws in
            for hop in ["10.0.0.1", "100.64.0.9, 192.168.1.1", "::1", "172.31.0.1"] {
                #expect(try await replay.post(query, headers: [("X-Forwarded-For", hop)]).status == 200)
            }
            #expect(try await replay.post(query, headers: [("X-Forwarded-For", "10.0.0.1, 172.32.0.1")]).status == 403)
            #expect(try await replay.post(query).status == 403)
            replay.fake.clearTripwire()
            #expect(try await replay.post(query).status == 200)
        }
    }

    @Test func `answers are dated by the server's clock`() async throws {
        try await with { (replay) async throws in
            try replay.clock.set("2026-11-23T07:08:42Z")
            #expect(try await replay.post(query).headers["Date"] == "Mon, 23 Nov 2026 07:08:42 GMT")
        }
    }
}
