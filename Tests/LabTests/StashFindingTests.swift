import JSON
import Lab
import Testing

@Suite struct StashFindingTests {
    /// Nine scenes: tags in a family 1 > 2 > 3, studios likewise, some without.
    private func library() -> StashLibrary {
        var library = StashLibrary()
        for id in 1...4 {
            library.tags[id] = StashEntity(id: id, name: "tag \(id)", parent: (2...3).contains(id) ? id - 1 : nil)
        }
        for id in 1...3 {
            library.studios[id] = StashEntity(id: id, name: "studio \(id)", parent: id > 1 ? id - 1 : nil)
        }
        for id in 1...2 { library.performers[id] = StashEntity(id: id, name: "performer \(id)") }
        library.groups[1] = StashEntity(id: 1, name: "group")
        for id in 1...9 {
            var scene = StashScene(id: id, createdAt: "2026-01-0\(id)T12:00:00+02:00")
            scene.title = id == 9 ? "" : "Title \(10 - id)"
            scene.tags = id <= 3 ? [id] : id == 4 ? [1, 4] : []
            scene.studio = id <= 3 ? id : nil
            scene.performers = id <= 2 ? [id] : id == 3 ? [1, 2] : []
            scene.organized = id % 2 == 0
            scene.rating100 = id < 5 ? id * 20 : nil
            scene.date = id == 5 ? "2023" : id == 6 ? "2023-06" : id == 7 ? "2023-06-07" : nil
            if id != 8 { scene.files = [StashFile(id: id, path: "/data/a b/Clip_\(id)%.mp4", duration: Double(id))] }
            library.scenes[id] = scene
        }
        return library
    }

    private func with(_ body: (StashReplay) async throws -> Void) async throws {
        let replay = try StashReplay(library(), at: "2026-01-20T12:00:00Z")
        try await body(replay)
        await replay.end()
    }

    @Test(arguments: [
        ("tags:{value:[1],modifier:INCLUDES}", [1, 4]), ("tags:{value:[1],modifier:INCLUDES,depth:1}", [1, 2, 4]),
        ("tags:{value:[1],modifier:INCLUDES,depth:-1}", [1, 2, 3, 4]),
        ("tags:{value:[1,4],modifier:INCLUDES_ALL}", [4]),
        ("tags:{value:[1],modifier:EXCLUDES}", [2, 3, 5, 6, 7, 8, 9]), ("tags:{modifier:IS_NULL}", [5, 6, 7, 8, 9]),
        ("tags:{value:[1],excludes:[4],modifier:INCLUDES}", [1]), ("tags:{value:[],modifier:INCLUDES}", Array(1...9)),
        ("studios:{value:[2],modifier:INCLUDES,depth:-1}", [2, 3]),
        ("studios:{value:[1],modifier:EXCLUDES}", Array(2...9)),
        ("performers:{value:[1,2],modifier:INCLUDES_ALL}", [3]), ("performers:{value:[1],modifier:EQUALS}", [1]),
        ("rating100:{value:40,modifier:GREATER_THAN}", [3, 4]),
        ("rating100:{value:40,modifier:NOT_EQUALS}", [1, 3, 4]),
        ("rating100:{value:0,modifier:IS_NULL}", [5, 6, 7, 8, 9]),
        ("rating100:{value:20,value2:60,modifier:BETWEEN}", [1, 2, 3]),
        ("organized:true,id:{value:4,modifier:GREATER_THAN}", [6, 8]), ("id:{value:3,modifier:LESS_THAN}", [1, 2]),
        // A null column is neither equal nor unequal, and its opposite is null too.
        ("NOT:{rating100:{value:20,modifier:EQUALS}}", [2, 3, 4]),
        ("title:{value:\"title 9\",modifier:NOT_EQUALS}", [2, 3, 4, 5, 6, 7, 8]),
        ("id:{value:2,modifier:EQUALS},OR:{id:{value:8,modifier:EQUALS}}", [2, 8]),
        ("id:{value:7,modifier:GREATER_THAN},OR:{id:{value:1,modifier:EQUALS}}", [1, 8, 9]),
        ("organized:true,AND:{rating100:{value:50,modifier:GREATER_THAN}}", [4]),
        ("organized:true,NOT:{id:{value:4,modifier:LESS_THAN}}", [4, 6, 8]),
        // A partial date is stored as its first day.
        ("date:{value:\"2023-06-01\",modifier:GREATER_THAN}", [7]),
        ("date:{value:\"2023-01-01\",modifier:EQUALS}", [5]),
        ("path:{value:\"/DATA/a b/clip__\\u0025.mp4\",modifier:EQUALS}", [1, 2, 3, 4, 5, 6, 7, 9]),
        ("path:{value:\"nowhere Clip_3\",modifier:INCLUDES}", [3]),
        ("path:{value:\"\\\"nowhere Clip_3\\\"\",modifier:INCLUDES}", []),
        ("path:{value:\"Clip\",modifier:EXCLUDES}", [8]), ("path:{value:\"\",modifier:IS_NULL}", [8]),
        ("path:{value:\"_3.\",modifier:MATCHES_REGEX}", [3]),
        // Groups are not looked at; what else lies behind a relation needs a row there.
        ("groups_filter:{name:{value:\"nothing\",modifier:EQUALS}}", Array(1...9)),
        ("tags_filter:{name:{value:\"tag 4\",modifier:EQUALS}},OR:{organized:true}", [2, 4]),
        ("files_filter:{path:{value:\"%Clip_5%\",modifier:EQUALS}}", [5]),
        ("is_missing:\"performers\"", [4, 5, 6, 7, 8, 9]),
    ])
    func `a filter takes what the database takes`(filter: String, ids: [Int]) async throws {
        try await with { (replay) async throws in
            let arguments = "filter:{per_page:-1,sort:\"id\"},scene_filter:{\(filter)}"
            #expect(try await replay.ids(arguments) == ids)
        }
    }

    @Test(arguments: [
        ("sort:\"id\",direction:DESC", [9, 8, 7, 6, 5, 4, 3, 2, 1]), ("sort:\"created_at\"", Array(1...9)),
        ("sort:\"title\"", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("sort:\"duration\",direction:DESC", [9, 7, 6, 5, 4, 3, 2, 1, 8]),
        // Equal keys: by title, and so against the ids; the one without a title by its id, as text.
        ("sort:\"organized\",direction:DESC", [8, 6, 4, 2, 9, 7, 5, 3, 1]),
    ])
    func `a sort orders, ties by title`(sort: String, ids: [Int]) async throws {
        try await with { (replay) async throws in #expect(try await replay.ids("filter:{per_page:-1,\(sort)}") == ids) }
    }

    @Test func `without a sort the order is nobody's, and moves with a change`() async throws {
        try await with { (replay) async throws in
            let before = try await replay.ids("filter:{per_page:-1}")
            #expect(before != Array(1...9) && before.sorted() == Array(1...9))
            #expect(try await replay.ids("filter:{per_page:-1}") == before)
            replay.fake.rate(5, 10)
            #expect(try await replay.ids("filter:{per_page:-1}") != before)
        }
    }

    @Test func `offset pages skip a row when one before them goes, a keyset does not`() async throws {
        try await with { (replay) async throws in
            let page = "filter:{per_page:3,sort:\"id\",page:"
            #expect(try await replay.ids(page + "1}") == [1, 2, 3])
            replay.fake.deleteScene(2)
            #expect(try await replay.ids(page + "2}") == [5, 6, 7])
            let next = "filter:{per_page:3,sort:\"id\"},scene_filter:{id:{value:3,modifier:GREATER_THAN}}"
            #expect(try await replay.ids(next) == [4, 5, 6])
        }
    }

    @Test func `a page has 25 rows unless it is told otherwise`() async throws {
        var library = StashLibrary()
        for id in 1...60 { library.scenes[id] = StashScene(id: id) }
        let replay = try StashReplay(library, at: "2026-01-20T12:00:00Z")
        #expect(try await replay.ids("filter:{sort:\"id\"}") == Array(1...25))
        #expect(try await replay.ids("filter:{sort:\"id\",page:3}") == Array(51...60))
        #expect(try await replay.ids("ids:[]").count == 25)
        #expect(try await replay.ids("ids:[60,1]") == [60, 1])
        let huge = "filter:{sort:\"id\",per_page:9223372036854775807,page:"
        #expect(try await replay.ids(huge + "1}").count == 60)
        #expect(try await replay.ids(huge + "9223372036854775807}") == [])
        await replay.end()
    }

    @Test func `entities come by name, 25 a page, and by their own times`() async throws {
        try await with { (replay) async throws in
            replay.fake.renameTag(1, to: "zebra")
            let answer = try await replay.ask(
                """
                {findTags{count tags{name}} new:findTags(tag_filter:{updated_at:{value:"2026-01-18",modifier:GREATER_THAN}}){tags{id}}
                findStudios(filter:{per_page:0}){count studios{id}} findPerformers(ids:[2,1]){performers{id}} findGroups{groups{id}}}
                """)
            #expect(
                answer["data"]?.description
                    == #"{"findTags":{"count":4,"tags":[{"name":"tag 2"},{"name":"tag 3"},{"name":"tag 4"},{"name":"zebra"}]},"#
                    + #""new":{"tags":[{"id":"1"}]},"findStudios":{"count":3,"studios":[]},"#
                    + #""findPerformers":{"performers":[{"id":"2"},{"id":"1"}]},"findGroups":{"groups":[{"id":"1"}]}}"#)
        }
    }

    @Test func `a filter that the fake does not have is an error, not silence`() async throws {
        try await with { (replay) async throws in
            let answer = try await replay.ask("{findScenes(scene_filter:{interactive:true}){count}}")
            #expect(answer["errors"]?[0]?["message"] == "the lab's Stash has no scene filter interactive")
            #expect(answer["data"] == JSONTree.null)
        }
    }
}
