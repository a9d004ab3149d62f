import Rules
import SyncModel
import Testing
import YAML

@Suite struct FilterTests {
    private func read(_ text: String) -> (filter: GapFilter?, places: [String]) {
        let document = Document(bytes: Array("gaps:\n\(text)\n".utf8), file: "rules.yaml")
        var filter: GapFilter?
        if let root = document.root {
            document.log.mapping(root, path: "", isWhole: document.isWhole) { filter = $0.filter("gaps", of: .gaps) }
        }
        return (filter, document.log.faults.map { "\($0.line):\($0.column) \($0.code.rawValue)" })
    }

    @Test func `every key of a filter is read`() throws {
        let (found, places) = read(
            """
              types: [empty, stale]
              fields: [studio, title_sort]
              confidence: definite
              library: [Clips, 3]
              studio: "Acme*"
              performers: [Ann]
              tags: a
              path: /data/*
              organized: false
              rating: 80
              not: {tags: [private]}
              any: [{studio: B}, {rating: "< 20"}]
            """)
        let filter = try #require(found)
        #expect(places == [])
        #expect(filter.types == [.empty, .stale] && filter.fields == [.studio, .titleSort])
        #expect(filter.confidence == .definite && filter.libraries == ["Clips", "3"])
        #expect(filter.studios == [Glob("Acme*")] && filter.performers == [Glob("Ann")])
        #expect(filter.tags == [Glob("a")] && filter.paths == [Glob("/data/*")])
        #expect(filter.isOrganized == false && filter.rating == RatingCondition(.equal, 80))
        #expect(filter.not.map(\.tags) == [[Glob("private")]])
        #expect(filter.any.map(\.studios) == [[Glob("B")], []])
    }

    @Test(arguments: [
        ("  types: [stael, gap]", ["2:11 unknown-word", "2:18 unknown-word"]),
        ("  tag: a", ["2:3 unknown-key"]),
        ("  types: []", ["2:10 empty-list"]),
        ("  types: [missing]\n  fields: [tags]", ["2:3 matches-nothing"]),
        ("  types: [stale]\n  not: {types: [stale, empty]}", ["2:3 matches-nothing"]),
        ("  types: [stale, empty]\n  not: {types: [stale]}", []),
        ("  studio: A\n  not: {studio: [A, B], organized: true}", []),
        ("  studio: A\n  organized: true\n  not: {studio: [A, B], organized: true}", ["2:3 matches-nothing"]),
        ("  any: []", ["2:8 empty-list"]),
        ("  any: [{}]", ["2:9 empty-filter"]),
        ("  not: {not: {rating: 200}}", ["2:23 out-of-range"]),
        ("  confidence: [definite]", ["2:15 wrong-type"]),
        ("  rating: \">= -1\"", ["2:11 out-of-range"]),
        ("  rating: \"< 0\"", ["2:3 matches-nothing"]),
        ("  [types]", ["2:3 wrong-type"]),
    ])
    func `what is wrong in a filter, or keeps nothing, is told at its place`(text: String, expected: [String]) {
        #expect(read(text).places == expected)
    }
}
