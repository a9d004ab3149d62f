import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct ChangesTests {
    /// Answers each alias of a changes document with what is prepared for it.
    func stash(_ minor: Int) -> StubTransport {
        StubTransport(StashRelease(major: 0, minor: minor)) { question throws(HTTPError) in
            if question.document.contains("__type") { return .asReleased }
            let groups = minor < 27 ? "movies" : "groups"
            var data: [(String, JSONTree)] = [
                ("count", ["count": 14]),
                ("edited", ["scenes": [["id": "3", "updated_at": "2026-11-23T06:19:51Z"]]]),
                ("new", ["scenes": [["id": "15", "updated_at": "2019-01-01T00:00:00Z"]]]),
                ("group", [groups: [row(9, "G")]]), ("tag", ["tags": [row(2, "Tag B renamed")]]),
                ("studio", ["studios": []]), ("performer", ["performers": []]),
                ("alltag", ["tags": [["id": "2"], ["id": "4"]]]), ("allstudio", ["studios": [["id": "1"]]]),
                ("allperformer", ["performers": []]),
            ]
            if minor >= 27 { data.append(("allgroup", ["groups": [["id": "9"], ["id": "10"]]])) }
            if minor >= 30 {
                let file: JSONTree = ["id": "8", "path": "/data/moved/a.mp4", "updated_at": "2026-11-23T06:19:55Z"]
                data.append(("moved", ["scenes": [["id": "7", "files": [file]]]]))
            }
            return .json(["data": .object(data)])
        }
    }

    func row(_ id: Int, _ name: String) -> JSONTree {
        ["id": .string(String(id)), "name": .string(name), "updated_at": "2026-11-23T06:19:55Z"]
    }

    @Test(arguments: [24, 25, 27, 29, 30])
    func `one request brings all changes that the release can show`(minor: Int) async throws {
        let transport = stash(minor)
        let since = try #require(Instant(rfc3339: "2026-11-23T06:19:53.900Z"))
        let changes = try await StashClient(transport).changes(since: since, above: Scene.ID(rawValue: 14))
        #expect(transport.questions.count == 1)
        #expect(transport.questions.first?.variables["n"] == 14)
        #expect(transport.questions.first?.variables["t"] == "2026-11-22T18:19:53")
        #expect(changes.edited.map(\.id) == ids([3, 15]) && changes.sceneCount == 14)
        #expect(changes.moved?.map(\.id) == (minor >= 30 ? ids([7]) : nil))
        #expect(changes.moved?.first?.files.first?.path == (minor >= 30 ? "/data/moved/a.mp4" : nil))
        #expect(changes.entities[.tag]?.map(\.name) == ["Tag B renamed"])
        #expect(changes.entityIDs[.tag] == [2, 4] && changes.entityIDs[.performer] == [])
        #expect(changes.entityIDs[.group] == (minor >= 27 ? [9, 10] : [9]))
        #expect(changes.entities[.group]?.map(\.id) == [9])
    }

    @Test func `a list that is missing is an error and not an empty list`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            question.document.contains("__type")
                ? .asReleased : .json("{\"data\":{\"count\":{\"count\":1},\"edited\":{\"scenes\":[]}}}")
        }
        await #expect(throws: StashError.self) {
            try await StashClient(transport).changes(since: Instant(seconds: 0), above: Scene.ID(rawValue: 0))
        }
    }

    @Test func `part of the data beside an error is an error`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            question.document.contains("__type")
                ? .asReleased
                : .json("{\"errors\":[{\"message\":\"locked\"}],\"data\":{\"findScenes\":{\"scenes\":[]}}}")
        }
        await #expect(throws: StashError.serverFault(message: "locked")) {
            try await StashClient(transport).scenePage(after: nil, limit: 5, selection: .everything)
        }
    }

    @Test(arguments: [24, 30])
    func `all entities come in one request`(minor: Int) async throws {
        let groups = minor < 27 ? "movies" : "groups"
        let transport = StubTransport(StashRelease(major: 0, minor: minor)) { question throws(HTTPError) in
            question.document.contains("__type")
                ? .asReleased
                : .json([
                    "data": [
                        "studio": ["studios": [row(1, "S")]], "performer": ["performers": [row(2, "P")]],
                        "tag": ["tags": [row(3, "T")]], "group": [groups: [row(4, "G")]],
                    ]
                ])
        }
        let names = try await StashClient(transport).entities().mapValues { $0.map(\.name) }
        #expect(names == [EntityKind.studio: ["S"], .performer: ["P"], .tag: ["T"], .group: ["G"]])
        #expect(transport.questions.count == 1)
    }

    @Test func `scenes of changed entities come in one request, each once`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            question.document.contains("__type")
                ? .asReleased
                : .json([
                    "data": [
                        "performer": ["scenes": [["id": "5"], ["id": "2"]]],
                        "tag": ["scenes": [["id": "5"], ["id": "11"]]],
                    ]
                ])
        }
        let client = StashClient(transport)
        #expect(try await client.sceneIDs(of: [.tag: [1, 7], .performer: [3], .studio: []]) == ids([2, 5, 11]))
        #expect(transport.questions.count == 1)
        let question = try #require(transport.questions.first)
        #expect(question.variables["tag"] == ["1", "7"])
        #expect(question.document.contains("depth:0") && !question.document.contains("studio"))
        #expect(try await client.sceneIDs(of: [.tag: []]) == [])
        #expect(transport.questions.count == 1)
    }

    @Test func `very many entities are asked for in slices`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            if question.document.contains("__type") { return .asReleased }
            let first = question.variables["tag"]?[0]?.string ?? ""
            return .json(["data": ["tag": ["scenes": [["id": .string(first)]]]]])
        }
        let found = try await StashClient(transport).sceneIDs(of: [.tag: Array(1...10_001)])
        #expect(found == ids([1, 5001, 10_001]))
    }
}
