import PlexAPI
import SyncModel
import Testing
import Transport

@Suite struct ListingTests {
    /// Answers each listing request by its start and size; keeps no order.
    private struct PagedTransport: Transport {
        let answer: @Sendable (_ start: Int, _ size: Int) -> String

        func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
            func number(_ name: String) -> Int {
                request.url.split(separator: name + "=").dropFirst().first.flatMap { Int($0.prefix { $0 != "&" }) } ?? 0
            }
            let body = answer(number("X-Plex-Container-Start"), number("X-Plex-Container-Size"))
            return HTTPReply(status: 200, body: Array(body.utf8))
        }
    }

    private func walk(
        pageSize: Int = 10, inFlight: Int = 2, _ answer: @escaping @Sendable (_ start: Int, _ size: Int) -> String
    ) async throws -> (keys: [Int], end: ListingEnd) {
        let client = PlexClient(
            url: "http://plex.test", token: "t", clientIdentifier: "i", version: "1",
            transport: PagedTransport(answer: answer), retry: .never)
        var keys: [Int] = []
        let end = try await client.listing(of: .clips, pageSize: pageSize, inFlight: inFlight) { page in
            keys += page.items.compactMap { Int($0.ratingKey.rawValue) }
        }
        return (keys, end)
    }

    private static func rows(_ range: Range<Int>, of total: Int?, at offset: Int) -> String {
        Samples.page(range, (total.map { "\"totalSize\":\($0)," } ?? "") + "\"offset\":\(offset)")
    }

    @Test(arguments: [0, 1, 9, 10, 11, 35, 100], [1, 2, 5])
    func `every item comes once and in order`(total: Int, inFlight: Int) async throws {
        let (keys, end) = try await walk(inFlight: inFlight) { start, size in
            Self.rows(min(start, total)..<min(start + size, total), of: total, at: start)
        }
        #expect(keys == Array(0..<total))
        #expect(end.isComplete && end.total == total && end.received == total)
    }

    @Test(arguments: [1, 3, 7, 15, 1000])
    func `a server with page sizes of its own is walked all the same`(own: Int) async throws {
        let (keys, end) = try await walk { start, _ in
            Self.rows(min(start, 40)..<min(start + own, 40), of: 40, at: start)
        }
        #expect(keys == Array(0..<40))
        #expect(end.isComplete)
    }

    @Test func `one short page in the middle loses nothing`() async throws {
        let (keys, end) = try await walk { start, size in
            Self.rows(start..<min(start + (start == 10 ? 4 : size), 60), of: 60, at: start)
        }
        #expect(keys == Array(0..<60))
        #expect(end.isComplete)
    }

    @Test func `a server that ignores paging is taken at its word, with a total or without`() async throws {
        for total in [25, nil] {
            let (keys, end) = try await walk { _, _ in Self.rows(0..<25, of: total, at: 0) }
            #expect(keys == Array(0..<25))
            #expect(end.isComplete && end.received == 25)
        }
    }

    @Test func `without a total the walk ends at an empty page`() async throws {
        let (keys, end) = try await walk { start, size in
            Self.rows(min(start, 23)..<min(start + size, 23), of: nil, at: start)
        }
        #expect(keys == Array(0..<23))
        #expect(end.isComplete && end.total == 23)
    }

    @Test func `a server that repeats its first page does not hold us`() async throws {
        let (keys, end) = try await walk { _, size in Self.rows(0..<size, of: 100, at: 0) }
        #expect(keys == Array(0..<10))
        #expect(!end.isComplete && end.received == 10 && end.total == 100)
    }

    @Test func `a total that shrinks while paging makes the listing doubtful`() async throws {
        let (_, end) = try await walk { start, size in
            let total = start == 0 ? 40 : 30
            return Self.rows(min(start, total)..<min(start + size, total), of: total, at: start)
        }
        #expect(end.why == "the number of its items went from 40 to 30 meanwhile")
    }

    @Test func `a total that grows while paging makes the listing doubtful`() async throws {
        let (keys, end) = try await walk { start, size in
            let total = start < 20 ? 40 : 45
            return Self.rows(min(start, total)..<min(start + size, total), of: total, at: start)
        }
        #expect(keys == Array(0..<45))
        #expect(!end.isComplete)
    }

    @Test func `an empty page before the total is not whole`() async throws {
        let (keys, end) = try await walk { start, size in
            Self.rows(min(start, 20)..<min(start + size, 20), of: 40, at: start)
        }
        #expect(keys == Array(0..<20))
        #expect(end.why == "its pages came short: 20 of 40 items")
    }

    @Test func `an item that moves to a later page is not given twice`() async throws {
        // One item came in before the second page: the last of the first page is the first of the second.
        let (keys, end) = try await walk { start, size in
            start == 0 ? Self.rows(0..<size, of: 20, at: 0) : Self.rows(9..<19, of: 20, at: start)
        }
        #expect(keys == Array(0..<19))
        #expect(end.why == "it announced 20 items and gave 19")
    }

    @Test func `items without readable rows count, and those without a key make the listing doubtful`() async throws {
        let (keys, end) = try await walk { _, _ in
            """
            {"MediaContainer":{"totalSize":3,"Metadata":[
              {"ratingKey":"1","Media":[{"Part":[{"file":"/1"}]}]},{"ratingKey":"2","title":[]},
              {"ratingKey":"3","deletedAt":1}]}}
            """
        }
        #expect(keys == [1])
        #expect(end.isComplete && end.unreadable == [RatingKey(rawValue: "2")])
        let nameless = try await walk { _, _ in #"{"MediaContainer":{"totalSize":2,"Metadata":[{"ratingKey":"1"},{}]}}"#
        }
        #expect(nameless.end.why == "1 of its items have no rating key")
    }

    @Test func `a page that cannot be read ends the walk with its error`() async {
        await #expect(throws: PlexError.notJSON(host: "plex.test")) {
            try await walk { start, size in start == 20 ? "<html>" : Self.rows(start..<start + size, of: 100, at: start)
            }
        }
    }

    @Test func `what the receiver throws ends the walk`() async {
        struct Full: Error {}
        let client = StubTransport(.json(Samples.page)).client()
        await #expect(throws: Full.self) { try await client.listing(of: .clips) { _ in throw Full() } }
    }
}
