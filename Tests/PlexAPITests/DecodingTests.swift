import PlexAPI
import SyncModel
import Testing
import Transport

@Suite struct DecodingTests {
    private func item(_ members: String) async throws -> Item {
        let read = try await StubTransport(.json(Samples.item(members))).client().items([RatingKey(rawValue: "1")])
        return try #require(read.items.first, "unreadable: \(read.unreadable)")
    }

    @Test func `a library is read with its roots`() async throws {
        let libraries = try await StubTransport(.json(Samples.sections)).client().libraries()
        #expect(
            libraries == [
                Library(
                    key: Library.Key(rawValue: "3"), title: "Clips", agent: "com.plexapp.agents.none",
                    roots: ["/media/clips"], scannedAt: 1_760_000_000)
            ])
    }

    @Test func `a library of a wrong shape costs itself alone`() async throws {
        let body = """
            {"MediaContainer":{"Directory":[{"title":"no key","type":"movie"},{"key":"4/../","type":"movie"},7,
              {"key":5,"type":"show","title":"Shows","refreshing":"1"},{"key":"6","type":"movie","Location":3}]}}
            """
        let libraries = try await StubTransport(.json(body)).client().libraries()
        #expect(libraries.map(\.key.rawValue) == ["5"])
        #expect(libraries.first?.isRefreshing == true)
        #expect(libraries.first?.isSupported == false)
    }

    @Test func `a row of a listing is no full read`() async throws {
        let page = try await StubTransport(.json(Samples.page)).client().page(of: .clips, start: 0, size: 2)
        let item = try #require(page.items.first)
        #expect(
            item
                == Item(
                    ratingKey: RatingKey(rawValue: "4711"), library: .clips, title: "clip", updatedAt: 1_750_000_100,
                    duration: 1_260_000,
                    parts: [Item.Part(file: "/media/clips/a/clip.mp4", size: 5_368_709_120, duration: 1_260_000)],
                    values: [
                        .title: .text("clip"), .tags: .names(["Drama", "Solo"]), .performers: .names(["Jane Doe"]),
                    ]))
        #expect(page.total == 1 && page.offset == 0 && page.size == 1 && page.bytes == Samples.page.utf8.count)
    }

    @Test func `a full read has every field and the locks we know`() async throws {
        let read = try await StubTransport(.json(Samples.full)).client().items([RatingKey(rawValue: "4711")])
        let item = try #require(read.items.first)
        #expect(
            item.values == [
                .title: .text("clip"), .titleSort: .text("Clip 01"), .studio: .text("Studio"), .summary: .text("Text"),
                .date: .text("2023-05-17"), .contentRating: .text("XXX"), .rating: .text("8"),
                .tags: .names(["Drama"]), .performers: .names(["Jane Doe"]), .collections: .names(["Series A"]),
            ])
        #expect(item.locked == [.title, .tags])
        #expect(item.isFull && item.library == .clips)
    }

    @Test func `an empty page has no items and a total`() async throws {
        let page = try await StubTransport(.json(Samples.emptyPage)).client().page(of: .clips, start: 0, size: 500)
        #expect(page.items.isEmpty && page.total == 0 && page.size == 0)
    }

    @Test(arguments: [
        (#""userRating":8"#, "8"), (#""userRating":7.5"#, "7.5"), (#""userRating":"8.0""#, "8"),
        (#""userRating":7.300000190734863"#, "7.3"), (#""userRating":10"#, "10"), (#""userRating":0.1"#, "0.1"),
        (#""userRating":-1"#, nil), (#""userRating":"nan""#, nil), (#""userRating":11"#, nil),
        (#""userRating":true"#, nil),
    ])
    func `a rating is text without needless decimals`(members: String, text: String?) async throws {
        #expect(try await item(members).values[.rating] == text.map(FieldValue.text))
    }

    @Test(arguments: [
        (#""originallyAvailableAt":"2023-05-17""#, "2023-05-17"),
        (#""originallyAvailableAt":"2023-05-17 00:00:00""#, "2023-05-17"),
        (#""originallyAvailableAt":"2023-05-17T22:00:00Z""#, "2023-05-17"),
        (#""originallyAvailableAt":"2023""#, "2023"), (#""originallyAvailableAt":2023"#, "2023"),
        (#""originallyAvailableAt":"""#, nil), (#""originallyAvailableAt":null"#, nil),
    ])
    func `a date loses the time behind it`(members: String, text: String?) async throws {
        #expect(try await item(members).values[.date] == text.map(FieldValue.text))
    }

    @Test func `old types are read as new ones`() async throws {
        let body = """
            {"MediaContainer":{"librarySectionID":"3","Metadata":[{"ratingKey":4711,"title":2023,"updatedAt":"17","duration":"1000",
              "Field":[{"name":"actor","locked":"1"},{"name":"studio","locked":0},{"name":"summary"},{"name":"genre","locked":"false"}],
              "Media":[{"proxyType":"42","Part":[{"file":"/opt.mp4"}]},
                       {"proxyType":0,"Part":[{"file":"/a.mp4","size":"9","duration":1.0},{"file":"/b.mp4"}]},
                       {"duration":7,"Part":[{"file":"/c.mp4"}]},{"id":5}]}]}}
            """
        let read = try await StubTransport(.json(body)).client().items([RatingKey(rawValue: "4711")])
        let item = try #require(read.items.first)
        #expect(item.ratingKey.rawValue == "4711" && item.library == .clips)
        #expect(item.title == "2023" && item.updatedAt == 17 && item.duration == 1000)
        #expect(item.locked == [.performers, .summary])
        #expect(
            item.parts == [
                Item.Part(file: "/a.mp4", size: 9, duration: 1), Item.Part(file: "/b.mp4"),
                Item.Part(file: "/c.mp4", duration: 7),
            ])
    }

    @Test func `values are normalised, and spellings kept for removal`() async throws {
        let body = Samples.item(
            #""title":" a\u0000b ","summary":"x\r\ny","Genre":[{"tag":"Solo "},{"tag":"solo"},{"tag":"Plain"},{"tag":""},{}],"Role":[{"tag":"Cafe\u0301"}]"#
        )
        let read = try await StubTransport(.json(body)).client().items([RatingKey(rawValue: "1")])
        let item = try #require(read.items.first)
        #expect(item.values[.title] == .text("ab"))
        #expect(item.values[.summary] == .text("x\ny"))
        #expect(item.values[.tags] == .names(["Solo", "Plain"]))
        let spelt = try #require(read.spellings[item.ratingKey])
        #expect(spelt.spellings(of: "Solo", in: .tags) == ["Solo ", "solo"])
        #expect(spelt.spellings(of: "Plain", in: .tags) == ["Plain"])
        let name = try #require(spelt.spellings(of: "Café", in: .performers).first)
        #expect(name.unicodeScalars.count == 5, "the decomposed form that Plex holds")
    }

    @Test func `a path that is no UTF-8 is marked`() async throws {
        let body = Array(Samples.item(#""Media":[{"Part":[{"file":"/a/?.mp4"},{"file":"/b/ü.mp4"}]}]"#).utf8)
            .map { $0 == UInt8(ascii: "?") ? 0xff : $0 }
        let read = try await StubTransport(.reply(HTTPReply(status: 200, body: body))).client()
            .items([RatingKey(rawValue: "1")])
        #expect(read.items.first?.parts.map(\.isPathRepaired) == [true, false])
        #expect(read.items.first?.parts.first?.file == "/a/\u{fffd}.mp4")
    }

    @Test func `a row of a wrong shape costs one item`() async throws {
        let body = """
            {"MediaContainer":{"librarySectionID":3,"totalSize":7,"offset":0,"Metadata":[
              {"ratingKey":"1","title":{"a":1}},{"ratingKey":"2","Media":"none"},{"title":"nameless"},"text",
              {"ratingKey":"3","deletedAt":1700000000},{"ratingKey":"4","type":"show"},{"ratingKey":"5","Genre":[3]},
              {"ratingKey":"6","type":"movie","deletedAt":0,"Media":[{"Part":[{"file":"/a.mp4"}]}]},
              {"ratingKey":"7"},{"ratingKey":"8","Media":[{"Part":[{"id":9}]}]}]}}
            """
        let page = try await StubTransport(.json(body)).client().page(of: .clips, start: 0, size: 500)
        #expect(page.items.map(\.ratingKey.rawValue) == ["6"])
        #expect(page.unreadable.map(\.rawValue) == ["1", "2", "5", "7", "8"], "a row without a file proves nothing")
        #expect(page.nameless == 2)
        #expect(page.absent.map(\.rawValue) == ["3", "4"])
        #expect(page.size == 10)
        #expect(page.items.first?.updatedAt == 0)
    }

    @Test func `an item without a library cannot be written, so it is unreadable`() async throws {
        let body =
            #"{"MediaContainer":{"Metadata":[{"ratingKey":"1","type":"movie"},{"ratingKey":"2","librarySectionID":4}]}}"#
        let read = try await StubTransport(.json(body)).client().items([RatingKey(rawValue: "1")])
        #expect(read.unreadable.map(\.rawValue) == ["1"])
        #expect(read.items.map(\.library.rawValue) == ["4"])
    }

    @Test func `items that Plex does not have are left out`() async throws {
        let none = try await StubTransport(.status(404)).client().items([RatingKey(rawValue: "1")])
        #expect(none == FullItems())
        let stub = StubTransport(.json(Samples.full))
        #expect(try await stub.client().items([]) == FullItems())
        #expect(try await stub.client().items([RatingKey(rawValue: ""), RatingKey(rawValue: "1/..")]) == FullItems())
        #expect(stub.asked.isEmpty, "keys that Plex cannot have are not asked for")
    }

    @Test(arguments: [
        (#"{"MediaContainer":{"size":0,"totalSize":123,"offset":0}}"#, 123),
        (#"{"MediaContainer":{"size":0,"totalSize":"12"}}"#, 12),
        (#"{"MediaContainer":{"size":2,"Metadata":[{},{}]}}"#, 2), (#"{"MediaContainer":{"size":0}}"#, 0),
    ])
    func `a count is the total`(body: String, count: Int) async throws {
        let stub = StubTransport(.json(body))
        #expect(try await stub.client().count(of: .clips) == count)
        #expect(stub.lines[0].contains("X-Plex-Container-Size=0"))
    }
}

extension Library.Key {
    static var clips: Self { Self(rawValue: "3") }
}
