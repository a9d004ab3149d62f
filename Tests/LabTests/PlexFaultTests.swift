import JSON
import Lab
import Testing
import Transport

@Suite struct PlexFaultTests {
    static let page = "/library/sections/3/all?type=1&sort=id&X-Plex-Container-Start=4&X-Plex-Container-Size=2"

    @Test func `hits only its scope, after so many and for so many`() async throws {
        let client = try samplePlex()
        client.plex.faults = [PlexFault(.status(503), after: 1, times: 2)]
        var statuses: [Int] = []
        for _ in 1...4 {
            statuses.append(try await client.send(.get, "/library/sections").status)
            #expect(try await client.send(.get, "/identity").status == 200)
        }
        #expect(statuses == [200, 503, 503, 200])
    }

    @Test(arguments: ["120", "banana", nil])
    func `asks to come back later, in any words`(after: String?) async throws {
        let client = try samplePlex()
        client.plex.faults = [PlexFault(.tooManyRequests(retryAfter: after))]
        let reply = try await client.send(.get, Self.page)
        #expect(reply.status == 429 && reply.headers["Retry-After"] == after)
    }

    @Test(arguments: [PlexFault.Kind.reset, .resetAfter(10), .cut])
    func `breaks the connection`(kind: PlexFault.Kind) async throws {
        let client = try samplePlex()
        client.plex.faults = [PlexFault(kind)]
        await #expect(throws: HTTPError.self) { try await client.send(.get, Self.page) }
    }

    @Test(arguments: [PlexFault.Kind.truncated, .html])
    func `answers 200 with what is no JSON`(kind: PlexFault.Kind) async throws {
        let client = try samplePlex()
        client.plex.faults = [PlexFault(kind)]
        let reply = try await client.send(.get, Self.page)
        #expect(reply.status == 200)
        #expect(throws: JSONError.self) { try JSONValue(parsing: reply.body) }
    }

    @Test func `hangs until the client leaves`() async throws {
        let client = try samplePlex()
        client.plex.faults = [PlexFault(.hang, times: 1)]
        let waiting = Task { try await client.send(.get, Self.page) }
        while client.plex.requestCount == 0 { await Task.yield() }
        waiting.cancel()
        await #expect(throws: HTTPError.self) { try await waiting.value }
        #expect(try await client.send(.get, Self.page).status == 200)
    }

    @Test func `listings misbehave as told`() async throws {
        let client = try samplePlex(8)
        func page(_ fault: PlexFault.Kind) async throws -> (total: Int?, offset: Int?, keys: [Int]) {
            client.plex.faults = [PlexFault(fault, on: .listings)]
            let container = try await client.container(Self.page)
            let keys = try await client.keys(Self.page)
            return (try container.find("totalSize")?.int, try container.find("offset")?.int, keys)
        }
        #expect(try await page(.shrinkingTotal) == (6, 4, [1005, 1006]))
        #expect(try await page(.pageSize(3)) == (8, 4, [1005, 1006, 1007]))
        #expect(try await page(.offsetIgnored) == (8, 0, [1001, 1002]))
        #expect(try await page(.pagingIgnored) == (nil, nil, Array(1001...1008)))
        #expect(try await page(.listsOnly(5)) == (5, 4, [1005]))
        #expect(try await page(.listsOnly(0)) == (0, 0, []))
    }

    @Test func `edits are lost, altered, or done without an answer`() async throws {
        let client = try samplePlex()
        func studio() -> String? { client.plex.library.items.first { $0.ratingKey == 1001 }?.studio }
        client.plex.faults = [PlexFault(.ignoresEdits, on: .writes)]
        #expect(try await client.put("/library/metadata/1001?studio.value=New") == 200)
        #expect(studio() == "Acme")
        client.plex.faults = [PlexFault(.storesOtherForm, on: .writes)]
        #expect(try await client.put("/library/metadata/1001?studio.value=New") == 200)
        #expect(studio() == "New *")
        client.plex.faults = [PlexFault(.editsThenResets, on: .writes)]
        await #expect(throws: HTTPError.self) { try await client.put("/library/metadata/1001?studio.value=Third") }
        #expect(studio() == "Third")
    }
}
