import Database
import SyncModel
import TestSupport
import Testing

@testable import Ledger

@Suite struct SceneIndexTests {
    private let ledger: TestLedger
    private let paths = PathMap([PathMapping(stash: "/data", plex: "/media")])

    init() throws { ledger = try TestLedger() }

    @discardableResult
    private func put(_ rows: SceneRow...) throws -> Set<Scene.ID> {
        try ledger.write { try SceneIndex.put(rows, paths: paths, in: $0) }
    }

    private func row(_ id: Scene.ID) throws -> SceneRow? { try ledger.read { try SceneIndex.rows([id], in: $0) }.first }

    @Test func `a scene is read back as it was put in`() throws {
        let rows = [
            scene(1, "/data/a.mp4", "/data/cafe\u{301}.mp4", date: "2023-05-17"), scene(2, title: nil, date: "2023-05"),
            scene(3, "/data/c.mp4", isYoung: true) { scene in
                (scene.studio, scene.rating, scene.isOrganized, scene.tags) = (nil, nil, false, [])
                (scene.performers, scene.groups) = ([], [Scene.Entity(id: 9, name: "Series")])
                scene.details = String(repeating: "long ", count: 100)
                scene.files[0].isPathRepaired = true
            },
        ]
        try ledger.write { _ = try SceneIndex.put(rows, paths: paths, in: $0) }
        #expect(try ledger.read { try SceneIndex.rows([3, 1, 2, 99], in: $0) } == rows)
        #expect(try ledger.read { try SceneIndex.page(after: nil, limit: 10, in: $0) } == rows)
        #expect(try sameBytes(#require(try row(1)).files[1].path, "/data/cafe\u{301}.mp4"))
        #expect(try #require(try row(3)).wants.values[.summary]?.text == nil)
    }

    @Test func `pages ascend, end, and give every file to its scene`() throws {
        let rows = (1...25).map { id in id % 3 == 0 ? scene(id) : scene(id, "/data/\(id)/a.mp4", "/data/\(id)/b.mp4") }
        try ledger.write { _ = try SceneIndex.put(rows.shuffled(), paths: paths, in: $0) }
        var (read, after): ([SceneRow], Scene.ID?) = ([], nil)
        while true {
            let page = try ledger.read { try SceneIndex.page(after: after, limit: 7, in: $0) }
            guard let last = page.last else { break }
            (read, after) = (read + page, last.id)
        }
        #expect(read == rows)
    }

    @Test func `a scene put in again takes the place of the old, with its files`() throws {
        try put(scene(1, "/data/a.mp4", "/data/b.mp4"))
        let now = scene(1, "/data/c.mp4", title: "New", updatedAt: "2025-07-02T10:00:00Z")
        try put(now)
        #expect(try row(1) == now)
        #expect(try ledger.read { try SceneIndex.count(in: $0) } == 1)
    }

    @Test func `a path that changes its owner names the former one`() throws {
        #expect(try put(scene(1, "/data/a.mp4"), scene(2, "/data/b.mp4")) == [])
        #expect(try put(scene(2, "/data/a.mp4")) == [1])
        #expect(try put(scene(2, "/data/a.mp4"), scene(1, "/data/b.mp4")) == [])
        #expect(try put(scene(3, "/data/A.mp4", "/data/a\u{300}.mp4")) == [])  // other bytes
        #expect(try put(scene(1, "/data/b.mp4")) == [])  // its own
    }

    @Test func `scenes that go leave nothing behind`() throws {
        try put(scene(1, "/data/a.mp4"), scene(2, "/data/b.mp4"), scene(3, "/data/c.mp4"))
        try ledger.write { try SceneIndex.remove([1], in: $0) }
        try ledger.write { try SceneIndex.keepOnly([3, 7], in: $0) }
        #expect(try ledger.read { try SceneIndex.allIDs(in: $0) } == [3])
        #expect(try put(scene(4, "/data/a.mp4", "/data/b.mp4")) == [])
    }

    @Test(arguments: [
        (1, "2025-07-01T10:00:00Z", false), (1, "2025-07-01T10:00:01Z", true),
        (1, "2025-07-01T20:00:00+10:00", true),  // the same instant, but not the string it came as
        (2, "2025-07-01T10:00:00Z", true),  // read too soon after its change
        (3, "2025-07-01T10:00:00Z", true),  // unknown
    ])
    func `a scene is changed unless it is known with just that time`(id: Int, updatedAt: String, isChanged: Bool) throws
    {
        try put(scene(1, "/data/a.mp4"), scene(2, "/data/b.mp4", isYoung: true))
        let seen = [(id: Scene.ID(rawValue: id), updatedAt: Timestamp(updatedAt))]
        #expect(try ledger.read { try SceneIndex.changed(among: seen, in: $0) }.isEmpty == !isChanged)
    }

    @Test(arguments: [
        (10, "/data/a.mp4", "2025-01-02T00:00:00Z", false), (10, "/data/a.mp4", "2025-01-03T00:00:00Z", true),
        (10, "/data/b.mp4", "2025-01-02T00:00:00Z", true), (11, "/data/a.mp4", "2025-01-02T00:00:00Z", true),
        (10, "/data/a\u{301}.mp4", "2025-01-02T00:00:00Z", true),
    ])
    func `a file has moved unless it is known with just that time and path`(
        file: Int, path: String, updatedAt: String, hasMoved: Bool
    ) throws {
        try put(scene(1, "/data/a.mp4"))
        let seen = [(scene: 1 as Scene.ID, file: Scene.File(id: file, path: path, updatedAt: Timestamp(updatedAt)))]
        #expect(try ledger.read { try SceneIndex.moved(among: seen, in: $0) }.isEmpty == !hasMoved)
    }

    @Test func `every time is visited`() throws {
        try put(scene(1, updatedAt: "a"), scene(2, updatedAt: "b"))
        var seen: [Scene.ID: String] = [:]
        try ledger.read { try SceneIndex.eachTime(in: $0) { seen[$0] = $1.text } }
        #expect(seen == [1: "a", 2: "b"])
    }

    @Test(arguments: ["wants", "links"])
    func `a damaged row is an error that says what helps`(column: String) throws {
        try put(scene(1, "/data/a.mp4"))
        try ledger.write { transaction in
            if column == "wants" { try transaction.run("UPDATE scene SET wants = x'00ff'") }
            if column == "links" { try transaction.run("UPDATE scene SET links = x'05'") }
        }
        let error = #expect(throws: DamagedValue.self) { try row(1) }
        #expect(error?.description.contains("--full") == true)
    }

    // MARK: Entities

    @Test func `scenes of entities are found by their kind and id`() throws {
        try put(scene(1), scene(2) { $0.studio = nil }, scene(3) { $0.tags = [Scene.Entity(id: 1, name: "x")] })
        func found(_ entities: [EntityKind: Set<Int>]) throws -> Set<Scene.ID> {
            try ledger.read { try EntityIndex.scenes(of: entities, in: $0) }
        }
        #expect(try found([.studio: [1]]) == [1, 3])
        #expect(try found([.tag: [1]]) == [3])
        #expect(try found([.tag: [3, 99], .studio: [99]]) == [1, 2])
        #expect(try found([.performer: [2], .group: []]) == [1, 2, 3])
        #expect(try found([:]) == [])
    }

    @Test func `entities are kept by kind, and writing the same again writes nothing`() throws {
        let rows = EntityKind.allCases.map {
            EntityIndex.Row(kind: $0, id: 1, name: "\($0)", updatedAt: Timestamp("2025-01-01T00:00:00Z"))
        }
        #expect(try ledger.changes { try EntityIndex.put(rows, in: $0) } == 4)
        #expect(try ledger.changes { try EntityIndex.put(rows, in: $0) } == 0)
        let renamed = EntityIndex.Row(kind: .tag, id: 1, name: "new", updatedAt: rows[0].updatedAt)
        #expect(try ledger.changes { try EntityIndex.put([renamed], in: $0) } == 1)
        try ledger.write { try EntityIndex.remove(.studio, [1, 2], in: $0) }
        #expect(try ledger.read { try EntityIndex.all(.tag, in: $0) } == [1: renamed])
        #expect(try ledger.read { try EntityIndex.all(.studio, in: $0) } == [:])
    }

    @Test func `marks are set, changed and taken away, and the same again writes nothing`() throws {
        #expect(try ledger.changes { try Marks.set(.sceneIndex, to: "a", in: $0) } == 1)
        #expect(try ledger.changes { try Marks.set(.sceneIndex, to: "a", in: $0) } == 0)
        #expect(try ledger.changes { try Marks.set(.sceneIndex, to: "b", in: $0) } == 1)
        #expect(try ledger.read { try Marks.get(.sceneIndex, in: $0) } == "b")
        try ledger.write { try Marks.set(.sceneIndex, to: nil, in: $0) }
        #expect(try ledger.read { try Marks.get(.sceneIndex, in: $0) } == nil)
    }
}
