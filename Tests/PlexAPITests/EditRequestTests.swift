import PlexAPI
import SyncModel
import Testing

@Suite struct EditRequestTests {
    private let target = Target(ratingKey: RatingKey(rawValue: "4711"), library: .clips)
    private let start = "/library/sections/3/all?type=1&id=4711"

    private func plan(_ edits: Edit...) -> Plan {
        Plan(scene: Scene.ID(rawValue: 1), target: target, edits: edits, kept: [])
    }

    private func set(_ field: Field, _ text: String) -> Edit {
        Edit(field: field, action: .set, have: nil, want: .text(text), reason: .authority)
    }

    private func add(_ field: Field, to have: [String], _ names: [String]) -> Edit {
        Edit(field: field, action: .add, have: .names(have), want: .names(names), reason: .changed)
    }

    private func remove(_ field: Field, from have: [String], _ names: [String]) -> Edit {
        Edit(field: field, action: .remove, have: .names(have), want: .names(names), reason: .changed)
    }

    private func paths(_ plan: Plan, order: [Field: FieldValue] = [:], _ spelt: Spellings = Spellings()) throws
        -> [String]
    {
        try EditRequests(for: plan, order: order, spellings: spelt).requests.map(\.path)
    }

    @Test func `the sample of the fact sheet comes out as it stands there`() throws {
        let plan = plan(
            set(.title, "Clip 01+"), set(.summary, "Line one\nLine two"), set(.date, "2023-05-17"),
            add(.tags, to: ["Drama", "Solo", "Black, White"], ["Rock & Roll"]), add(.performers, to: [], ["Jane Doe"]),
            remove(.tags, from: ["Drama", "Solo", "Black, White"], ["Solo", "Black, White"]))
        #expect(
            try paths(plan) == [
                start + "&title.value=Clip%2001%2B&title.locked=1"
                    + "&summary.value=Line%20one%0ALine%20two&summary.locked=1"
                    + "&originallyAvailableAt.value=2023-05-17&originallyAvailableAt.locked=1"
                    + "&genre%5B0%5D.tag.tag=Drama&genre%5B1%5D.tag.tag=Rock%20%26%20Roll&genre.locked=1"
                    + "&actor%5B0%5D.tag.tag=Jane%20Doe&actor.locked=1",
                start + "&genre%5B%5D.tag.tag-=Solo%2CBlack%252C%2520White&genre.locked=1",
            ])
    }

    @Test(arguments: [
        ("a+b", "a%2Bb"), ("a&b=c", "a%26b%3Dc"), ("a,b", "a%2Cb"), ("a;b", "a%3Bb"), ("#?/", "%23%3F%2F"),
        ("100%", "100%25"), ("😀", "%F0%9F%98%80"), ("日本", "%E6%97%A5%E6%9C%AC"),
        ("it's (a) *", "it%27s%20%28a%29%20%2A"),
        ("-._~Az09", "-._~Az09"), ("a[0]", "a%5B0%5D"),
    ])
    func `all but unreserved characters are encoded`(text: String, encoded: String) throws {
        #expect(try paths(plan(set(.studio, text))) == [start + "&studio.value=\(encoded)&studio.locked=1"])
    }

    @Test(arguments: [
        (["A+B"], "A%252BB"), (["A", "B"], "A%2CB"), (["A, B", "C"], "A%252C%2520B%2CC"),
        (["😀"], "%25F0%259F%2598%2580"),
        (["50%"], "50%2525"),
    ])
    func `names to remove are encoded twice, the commas between them once`(names: [String], encoded: String) throws {
        #expect(
            try paths(plan(remove(.collections, from: names, names)))
                == [start + "&collection%5B%5D.tag.tag-=\(encoded)&collection.locked=1"])
    }

    @Test func `clearing sends an empty value with the lock, and never clears a title`() throws {
        let clear = { Edit(field: $0, action: .clear, have: .text("x"), want: nil, reason: .changed) }
        #expect(
            try paths(plan(clear(.studio), clear(.rating))) == [
                start + "&studio.value=&studio.locked=1&userRating.value=&userRating.locked=1"
            ])
        #expect(try paths(plan(clear(.title))).isEmpty)
        #expect(try paths(plan(set(.title, " \u{0} "))).isEmpty)
    }

    @Test func `a list is complete: what is there, what comes, without what goes, in Stash's order`() throws {
        let have = ["Zoe", "gone", "ANNA"]
        let plan = plan(add(.performers, to: have, ["Bea", "Cleo"]), remove(.performers, from: have, ["gone"]))
        let order: [Field: FieldValue] = [.performers: .names(["Cleo", "Anna", "Bea", "not there"])]
        let names = ["Cleo", "ANNA", "Bea", "Zoe"].enumerated().map { "&actor%5B\($0)%5D.tag.tag=\($1)" }.joined()
        #expect(
            try paths(plan, order: order) == [
                start + names + "&actor.locked=1", start + "&actor%5B%5D.tag.tag-=gone&actor.locked=1",
            ])
    }

    @Test func `what Plex has is named by Plex's own spelling`() async throws {
        let body = Samples.item(#""Genre":[{"tag":"Solo "},{"tag":"solo"},{"tag":"Keep "}]"#)
        let read = try await StubTransport(.json(body)).client().items([RatingKey(rawValue: "1")])
        let spelt = try #require(read.spellings[RatingKey(rawValue: "1")])
        let have = ["Solo", "Keep"]
        #expect(
            try paths(plan(add(.tags, to: have, ["New"]), remove(.tags, from: have, ["Solo"])), spelt) == [
                start + "&genre%5B0%5D.tag.tag=Keep%20&genre%5B1%5D.tag.tag=New&genre.locked=1",
                start + "&genre%5B%5D.tag.tag-=Solo%2520%2Csolo&genre.locked=1",
            ])
    }

    @Test(arguments: ["", " ", "1,2", "1&id=", "*", "-1", "1/2", "٣", String(repeating: "1", count: 65)])
    func `no edit can be made without a rating key`(key: String) {
        let target = Target(ratingKey: RatingKey(rawValue: key), library: .clips)
        #expect(throws: EditFault.unusableRatingKey(target.ratingKey)) {
            try EditRequests(for: target, [FieldChange(.title, .write("everything"))])
        }
        let library = Target(ratingKey: RatingKey(rawValue: "1"), library: Library.Key(rawValue: key))
        #expect(throws: EditFault.unusableLibrary(library.library)) {
            try EditRequests(for: library, [FieldChange(.title, .write("everything"))])
        }
    }

    @Test func `no change makes no request`() throws {
        #expect(try paths(plan()).isEmpty)
        #expect(try EditRequests(for: target, []).requests.isEmpty)
        #expect(try EditRequests(for: target, [FieldChange(.tags, .remove([]))]).requests.isEmpty)
        let picture = Edit(field: .poster, action: .set, have: nil, want: .digest("abc"), reason: .empty)
        #expect(try paths(plan(picture)).isEmpty, "a picture's bytes are uploaded")
    }

    @Test func `a text of which only the hash is left is a fault, not a lost edit`() {
        let edit = Edit(field: .summary, action: .set, have: nil, want: .digest("abc"), reason: .empty)
        #expect(throws: EditFault.onlyDigest(.summary)) { try EditRequest.requests(for: plan(edit)) }
    }

    @Test func `nothing empties a title`() throws {
        let changes = [FieldChange(.title, .clear), FieldChange(.title, .write("")), FieldChange(.studio, .write(""))]
        #expect(try EditRequests(for: target, changes).map(\.path) == [start + "&studio.value=&studio.locked=1"])
    }

    @Test func `a lock alone can be set and taken away`() throws {
        let changes = [
            FieldChange(.poster, .lockOnly), FieldChange(.art, .lockOnly, locks: false),
            FieldChange(.studio, .write("Old"), locks: false), FieldChange(.tags, .list(["A"]), locks: false),
        ]
        #expect(
            try EditRequests(for: target, changes).requests.map(\.path) == [
                start + "&thumb.locked=1&art.locked=0&studio.value=Old&studio.locked=0"
                    + "&genre%5B0%5D.tag.tag=A&genre.locked=0"
            ])
    }

    @Test func `changes that do not fit one request share the fewest, and no list that fits one is divided`() throws {
        let tags = (0..<150).map { "tag number \($0)" }  // about 6,000 bytes
        let names = (0..<80).map { "person number \($0)" }
        let made = try EditRequests(
            for: plan(
                set(.title, "t"), set(.summary, String(repeating: "é", count: 500)), add(.performers, to: [], names),
                add(.tags, to: [], tags), remove(.tags, from: ["x"], ["x"])))
        #expect(made.requests.count == 3)
        #expect(made.requests.map(\.fields) == [[.title, .summary, .performers], [.tags], [.tags]])
        #expect(made.requests.map(\.isRemoval) == [false, false, true])
        #expect(made.requests[1].path.contains("genre%5B149%5D.tag.tag=tag%20number%20149&genre.locked=1"))
        #expect(made.requests.allSatisfy { $0.path.utf8.count <= EditRequests.longestPath })
        #expect(made.shortened.isEmpty && made.tooLong.isEmpty && made.divided.isEmpty)
    }

    @Test func `a text that fits no request is cut between characters`() throws {
        let made = try EditRequests(for: plan(set(.summary, String(repeating: "👩‍👩‍👧", count: 900)), set(.studio, "S")))
        #expect(Array(made.shortened.keys) == [.summary])
        #expect(made.shortened[.summary]?.hasSuffix("👩‍👩‍👧…") == true)
        let path = try #require(made.requests.first?.path)
        #expect(path.utf8.count <= EditRequests.longestPath && path.utf8.count > EditRequests.longestPath - 100)
        #expect(path.hasPrefix(start + "&summary.value=%F0"))
        let family = "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7"
        #expect(path.contains(family + "%E2%80%A6&summary.locked=1"))
    }

    /// The names of a list in a request, in order.
    private func list(_ request: EditRequest) throws -> [String] {
        let parts = request.path.split(separator: "&").filter { $0.contains(".tag.tag=") }
        for (place, part) in parts.enumerated() { #expect(part.hasPrefix("genre%5B\(place)%5D"), "\(part)") }
        return parts.map { String($0.split(separator: "=")[1]).replacing("%20", with: " ") }
    }

    @Test func `a list that fits no request is divided, and its last part has all that Plex has`() throws {
        let (have, names) = (["Mine", "Yours"], (0..<400).map { "a rather long name of a tag \($0)" })
        let made = try EditRequests(for: plan(set(.studio, "S"), add(.tags, to: have, names)))
        #expect(made.tooLong.isEmpty && made.requests.count > 3)
        #expect(made.requests.allSatisfy { $0.path.utf8.count <= EditRequests.longestPath })
        let lists = try made.requests.map(list).filter { !$0.isEmpty }
        let last = try #require(lists.last)
        #expect(Array(last.prefix(2)) == have && last.count > 2)
        #expect(Set(lists.joined()) == Set(have + names) && lists.joined().count == 402)
        #expect(made.divided[.tags] == Array(lists.dropLast().joined()))
        #expect(made.requests.allSatisfy { $0.path.hasSuffix(".locked=1") })
    }

    @Test func `where Plex has more than a request can name, only what is new is sent`() throws {
        let have = (0..<400).map { "a rather long name of a tag \($0)" }
        let made = try EditRequests(for: plan(add(.tags, to: have, ["New"])))
        #expect(try made.requests.map(list) == [["New"]])
    }

    @Test func `a name that alone is too long is left out and told, the others are sent`() throws {
        let long = String(repeating: "x", count: 8000)
        let made = try EditRequests(for: plan(add(.tags, to: [], ["A", long, "B"])))
        #expect(made.tooLong == [.tags])
        #expect(try made.requests.map(list) == [["A", "B"]])
    }

    @Test func `a long removal is done by and by`() throws {
        let names = (0..<600).map { "a name with blanks \($0)" }
        let made = try EditRequests(for: plan(remove(.tags, from: names, names)))
        #expect(made.requests.count > 2 && made.requests.allSatisfy(\.isRemoval))
        #expect(made.requests.allSatisfy { $0.path.utf8.count <= EditRequests.longestPath })
        let removed = made.requests.flatMap { request in
            request.path.split(separator: "tag-=")[1].split(separator: "&")[0].split(separator: "%2C").map(String.init)
        }
        #expect(removed == names.map { $0.replacing(" ", with: "%2520") })
    }
}
