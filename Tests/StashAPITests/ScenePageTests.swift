import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct ScenePageTests {
    let selection = SceneSelection(parts: [])

    @Test func `pages go on from the last id until one is not full`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            let after = question.variables["s"]?["id"]?["value"]?.int ?? -1
            return .json(page([after + 1, after + 3].filter { $0 <= 5 }.map { madeScene($0) }))
        }
        let client = StashClient(transport)
        var (after, seen): (Scene.ID?, [Scene.ID]) = (nil, [])
        repeat {
            let page = try await client.scenePage(after: after, limit: 2, selection: selection)
            seen += page.scenes.map(\.id)
            after = page.next
        } while after != nil
        #expect(seen == ids([1, 3, 4]))
        #expect(transport.questions.map { $0.variables["s"]?["id"]?["value"]?.int } == [0, 3])
        #expect(transport.all.count == transport.questions.count, "no probe is needed for this selection")
    }

    @Test func `a full row becomes a scene`() async throws {
        let file: JSONTree = [
            "id": "7", "path": "/data/a.mp4", "size": 5_368_709_120, "duration": 12.5,
            "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-02T00:00:00.123456789Z",
        ]
        let row = madeScene(
            12,
            [
                ("title", "T"), ("code", "C"), ("director", "D"), ("details", "<b>"), ("date", "2023-05"),
                ("rating100", 80), ("organized", true), ("files", [file]), ("studio", ["id": "3", "name": "S"]),
                ("performers", [["id": "4", "name": "P"]]),
                ("tags", [["id": "5", "name": "G"], ["id": "6", "name": "H"]]),
                ("groups", [["group": ["id": "8", "name": "M"]]]),
            ])
        let transport = StubTransport { question throws(HTTPError) in
            question.document.contains("__type") ? .asReleased : .json(page([row]))
        }
        let read = try await StashClient(transport).scenePage(after: nil, limit: 9, selection: .everything)
        let scene = try #require(read.scenes.first)
        #expect(
            scene
                == Scene(
                    id: Scene.ID(rawValue: 12), title: "T", code: "C", details: "<b>", director: "D",
                    date: .month(year: 2023, month: 5), rating: 80, isOrganized: true,
                    createdAt: Timestamp("2025-07-01T20:15:03+10:00"),
                    updatedAt: Timestamp("2025-07-01T20:15:03+10:00"),
                    files: [
                        Scene.File(
                            id: 7, path: "/data/a.mp4", size: 5_368_709_120, duration: 12.5,
                            createdAt: Timestamp("2025-01-01T00:00:00Z"),
                            updatedAt: Timestamp("2025-01-02T00:00:00.123456789Z"))
                    ], studio: Scene.Entity(id: 3, name: "S"), performers: [Scene.Entity(id: 4, name: "P")],
                    tags: [Scene.Entity(id: 5, name: "G"), Scene.Entity(id: 6, name: "H")],
                    groups: [Scene.Entity(id: 8, name: "M")]))
        #expect(read.isLast && read.count == 1)
    }

    @Test func `empty texts are no texts and a wrong rating is none`() async throws {
        let row = madeScene(1, [("title", ""), ("date", "someday"), ("rating100", 1600)])
        let client = StashClient(StubTransport { _ throws(HTTPError) in .json(page([row])) })
        let scene = try #require(try await client.scenePage(after: nil, limit: 2, selection: selection).scenes.first)
        #expect(scene.title == nil && scene.details == nil && scene.date == nil && scene.rating == nil)
        #expect(!scene.hasMetadata)
    }

    @Test func `a scene that is not understood costs itself`() async throws {
        let rows = [madeScene(1), madeScene(2, [("files", "none")]), madeScene(3, [("id", "x")]), madeScene(4)]
        let client = StashClient(StubTransport { _ throws(HTTPError) in .json(page(rows)) })
        let read = try await client.scenePage(after: nil, limit: 4, selection: selection)
        #expect(read.scenes.map(\.id) == ids([1, 4]))
        #expect(read.unreadable == ids([2]))
        #expect(read.nameless == 1 && read.count == 4)
        #expect(read.next == Scene.ID(rawValue: 4))
    }

    @Test(arguments: [[5], [3, 5], [9]])
    func `a page that does not move on is an error and not an endless pass`(rows: [Int]) async throws {
        let client = StashClient(StubTransport { _ throws(HTTPError) in .json(page(rows.map { madeScene($0) })) })
        await #expect(
            performing: {
                _ = try await client.scenePage(after: Scene.ID(rawValue: 9), limit: 1, selection: selection)
            }, throws: { ($0 as? StashError)?.code == "stash-answer-malformed" })
        await #expect(throws: StashError.self) { try await client.sceneIDs(page: 1) }
    }

    @Test func `a page whose rows have no id at all is an error`() async throws {
        let client = StashClient(StubTransport { _ throws(HTTPError) in .json(page([["title": "x"]])) })
        await #expect(throws: StashError.self) {
            try await client.scenePage(after: nil, limit: 1, selection: selection)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 7])
    func `all ids come whatever the page size divides`(count: Int) async throws {
        let transport = StubTransport { question throws(HTTPError) in
            let after = question.variables["s"]?["id"]?["value"]?.int ?? 0
            let limit = question.variables["f"]?["per_page"]?.int ?? 0
            return .json(page((after..<count).prefix(limit).map { ["id": .string(String($0 + 1))] }))
        }
        #expect(try await StashClient(transport).sceneIDs(page: 3) == ids(1..<count + 1))
        #expect(transport.questions.count == count / 3 + 1)
    }

    @Test func `a scope narrows the page`() async throws {
        let transport = StubTransport { _ throws(HTTPError) in .json(page([])) }
        let scope = ResolvedScope(kind: "24h", by: .updated, from: Instant(rfc3339: "2026-11-23T06:05:14Z"))
        _ = try await StashClient(transport).scenePage(
            after: nil, limit: 10, selection: selection, narrowedTo: SceneFilter(scope))
        #expect(
            transport.questions.first?.variables["s"]?["updated_at"]
                == ["value": "2026-11-22T18:05:14", "modifier": "GREATER_THAN"])
    }

    @Test(arguments: [(24, "movies{movie{id name}}"), (27, "groups{group{id name}}")])
    func `groups are called as the release calls them`(minor: Int, field: String) async throws {
        let transport = StubTransport(StashRelease(major: 0, minor: minor)) { question throws(HTTPError) in
            guard !question.document.contains("__type") else { return .asReleased }
            let link: JSONTree =
                minor == 24
                ? ["movies": [["movie": ["id": "8", "name": "M"]]]] : ["groups": [["group": ["id": "8", "name": "M"]]]]
            return .json(page([madeScene(1, link.members ?? [])]))
        }
        let read = try await StashClient(transport).scenePage(after: nil, limit: 9, selection: .everything)
        #expect(transport.questions.first?.document.contains(field) == true)
        #expect(read.scenes.first?.groups == [Scene.Entity(id: 8, name: "M")])
    }

    @Test func `lists are read only where they are wanted or guard a clearing`() {
        let title = SceneSelection(parts: [.title])
        #expect(title.text([.groups]).contains("performers{id name} tags{id name}"))
        #expect(!title.text([.groups]).contains("groups"))
        let bare = SceneSelection(parts: [.tags], knowsMetadata: false).text([])
        #expect(bare.contains("tags{") && !bare.contains("performers{"))
    }
}
