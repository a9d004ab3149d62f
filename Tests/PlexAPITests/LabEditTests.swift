import Lab
import PlexAPI
import SyncModel
import Testing

/// Edits against the fake Plex, read back: what a plan says is what is there afterwards.
@Suite struct LabEditTests {
    private let target = Target(ratingKey: RatingKey(rawValue: "101"), library: .clips)

    private func apply(_ edits: [Edit], order: [Field: FieldValue] = [:], to lab: FakePlex) async throws -> Item {
        let client = LabTests.client(lab)
        let before = try await client.items([target.ratingKey])
        let made = try EditRequests(
            for: Plan(scene: Scene.ID(rawValue: 1), target: target, edits: edits, kept: []), order: order,
            spellings: before.spellings[target.ratingKey] ?? Spellings())
        #expect(made.tooLong.isEmpty)
        for request in made.requests { try await client.edit(request) }
        return try #require(try await client.items([target.ratingKey]).items.first)
    }

    private func others(_ lab: FakePlex) -> [PlexItem] { lab.library.items.filter { $0.ratingKey != 101 } }

    /// Nasty to encoders: each would become something else if one step of encoding were missing.
    private static let nasty = [
        "Rock & Roll", "Black, White", "a+b", "c;d", "50%", "%2C", "e=f", "#g", "😀", "日本", "it's", "x[0]", "h/i?j",
    ]

    @Test(arguments: PlexBehaviour.TagLists.allCases)
    func `a set ends right whether lists add or replace`(lists: PlexBehaviour.TagLists) async throws {
        let lab = try LabTests.lab { $0.items[1].genres = ["Drama", "Person's own", "Go, now", "Solo"] }
        lab.behaviour.tagLists = lists
        let untouched = others(lab)
        let have = FieldValue.names(["Drama", "Person's own", "Go, now", "Solo"])
        let item = try await apply(
            [
                Edit(field: .tags, action: .add, have: have, want: .names(Self.nasty), reason: .changed),
                Edit(field: .tags, action: .remove, have: have, want: .names(["Go, now", "Solo"]), reason: .changed),
            ], to: lab)
        #expect(Set(item.values[.tags]?.names ?? []) == Set(["Drama", "Person's own"] + Self.nasty))
        #expect(item.locked == [.tags])
        #expect(others(lab) == untouched, "no other item was touched")
    }

    @Test(arguments: PlexBehaviour.TagLists.allCases)
    func `names are removed, all of them too`(lists: PlexBehaviour.TagLists) async throws {
        let lab = try LabTests.lab { $0.items[1].collections = Self.nasty }
        lab.behaviour.tagLists = lists
        let item = try await apply(
            [
                Edit(
                    field: .collections, action: .remove, have: .names(Self.nasty), want: .names(Self.nasty),
                    reason: .changed)
            ], to: lab)
        #expect(item.values[.collections] == nil)
        #expect(lab.edits.count == 1, "a removal is one request")
    }

    @Test func `names that Plex spells in its own way are removed by that spelling`() async throws {
        let lab = try LabTests.lab { $0.items[1].genres = ["Solo ", "Cafe\u{301}", "Stay"] }
        lab.behaviour.trims = false
        let have = FieldValue.names(["Solo", "Café", "Stay"])
        let item = try await apply(
            [Edit(field: .tags, action: .remove, have: have, want: .names(["Solo", "Café"]), reason: .changed)], to: lab
        )
        #expect(item.values[.tags] == .names(["Stay"]))
    }

    @Test func `every scalar is written, locked and read back`() async throws {
        let lab = try LabTests.lab()
        let values: [Field: String] = [
            .title: "Title + more & 100%", .titleSort: "title; sort", .studio: "Studio, Inc.",
            .summary: "Line one\nLine \"two\" 😀", .tagline: "#tag?line", .date: "2023-05-17", .rating: "7.5",
            .contentRating: "XXX",
        ]
        let item = try await apply(
            values.map { Edit(field: $0, action: .set, have: nil, want: .text($1), reason: .empty) }, to: lab)
        for (field, text) in values { #expect(item.values[field] == .text(text), "\(field)") }
        #expect(item.locked == Set(values.keys))
        #expect(lab.edits.count == 1 && lab.edits.first?.unknown == [])
    }

    @Test func `scalars are cleared and stay locked`() async throws {
        let lab = try LabTests.lab { ($0.items[1].studio, $0.items[1].userRating) = ("Ours", 8) }
        let item = try await apply(
            [.studio, .rating].map {
                Edit(field: $0, action: .clear, have: .text("x"), want: nil, reason: .changed)
            }, to: lab)
        #expect(item.values[.studio] == nil && item.values[.rating] == nil)
        #expect(item.locked == [.studio, .rating])
    }

    @Test func `performers are stored in Stash's order`() async throws {
        let lab = try LabTests.lab { $0.items[1].roles = ["B"] }
        lab.behaviour.tagLists = .replace
        let item = try await apply(
            [Edit(field: .performers, action: .add, have: .names(["B"]), want: .names(["A", "C"]), reason: .changed)],
            order: [.performers: .names(["C", "B", "A"])], to: lab)
        #expect(item.values[.performers] == .names(["C", "B", "A"]))
    }

    @Test(arguments: PlexBehaviour.TagLists.allCases)
    func `an edit too long for one address arrives whole in several`(lists: PlexBehaviour.TagLists) async throws {
        let lab = try LabTests.lab()
        lab.behaviour.tagLists = lists
        let tags = (0..<140).map { "tag number \($0)" }
        let performers = (0..<150).map { "person number \($0)" }
        let summary = String(repeating: "ü", count: 800)
        let have = FieldValue.names(["Drama", "Solo", "Third"])
        let item = try await apply(
            [
                Edit(field: .summary, action: .set, have: nil, want: .text(summary), reason: .empty),
                Edit(field: .tags, action: .add, have: have, want: .names(tags), reason: .changed),
                Edit(
                    field: .performers, action: .add, have: .names(["A", "B", "C", "D"]), want: .names(performers),
                    reason: .changed),
                Edit(field: .tags, action: .remove, have: have, want: .names(["Third"]), reason: .changed),
            ], to: lab)
        #expect(item.values[.summary] == .text(summary))
        #expect(Set(item.values[.tags]?.names ?? []) == Set(["Drama", "Solo"] + tags))
        #expect(Set(item.values[.performers]?.names ?? []) == Set(["A", "B", "C", "D"] + performers))
        #expect(lab.requests.allSatisfy { $0.targetLength < 8000 && $0.status == 200 })
    }

    @Test func `an edit is sent once, and its failure is told`() async throws {
        let lab = try LabTests.lab()
        lab.faults = [PlexFault(.editsThenResets, on: .writes)]
        let request = try #require(
            try EditRequests(for: target, [FieldChange(.studio, .write("New"))]).requests.first)
        do {
            try await LabTests.client(lab).edit(request)
            Issue.record("no error")
        } catch { #expect(error.code == "plex-answer-cut", "\(error)") }
        #expect(lab.library.items[1].studio == "New", "only a read-back tells what became of it")
        #expect(lab.edits.count == 1)
    }
}
