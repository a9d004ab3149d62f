import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct SceneReadingTests {
    let selection = SceneSelection(parts: [])

    /// A Stash with scenes 1 to 1000 but the dead ones, which answers as the real one to `ids:` and to `findScene`.
    func stash(_ minor: Int = 30, dead: Set<Int> = [], damaged: Int? = nil) -> StubTransport {
        StubTransport(StashRelease(major: 0, minor: minor)) { question throws(HTTPError) in
            if question.document.contains("__type") { return .asReleased }
            func row(_ id: Int) -> JSONTree { madeScene(id, id == damaged ? [("tags", 5)] : []) }
            if let asked = question.variables["i"]?.elements {
                let asked = asked.compactMap { Int($0.string ?? "") }
                if let gone = asked.first(where: dead.contains) {
                    return .json("{\"errors\":[{\"message\":\"scene with id \(gone) not found\"}],\"data\":null}")
                }
                return .json(page(asked.map(row)))
            }
            let members = (question.variables.members ?? []).map { name, id -> (String, JSONTree) in
                let number = Int(id.string ?? "") ?? 0
                return ("s" + name.dropFirst(), dead.contains(number) ? .null : row(number))
            }
            return .json(["data": .object(members)])
        }
    }

    @Test func `no ids make no request, not even a probe`() async throws {
        let transport = stash()
        #expect(try await StashClient(transport).scenes([], selection: selection) == [])
        #expect(transport.all.isEmpty)
    }

    @Test func `repeated ids are asked for once and come in the order given`() async throws {
        let transport = stash()
        let scenes = try await StashClient(transport).scenes(ids([3, 1, 3, 2, 1]), selection: selection)
        #expect(scenes.map(\.id) == ids([3, 1, 2]))
        #expect(transport.questions.first?.variables["i"]?.elements?.count == 3)
    }

    @Test func `many ids go in batches`() async throws {
        let transport = stash()
        let scenes = try await StashClient(transport).scenes(ids(1...1000), selection: selection)
        #expect(scenes.count == 1000)
        #expect(transport.questions.count == 2)
        #expect(transport.all.count == 3, "one probe for all")
    }

    @Test(arguments: [(24, 1), (25, 2), (30, 2)])
    func `a dead id costs one request more and no other scene`(minor: Int, requests: Int) async throws {
        let transport = stash(minor, dead: [2, 5])
        let reading = try await StashClient(transport).sceneReading(ids([5, 4, 3, 2, 1]), selection: selection)
        #expect(reading.scenes.map(\.id) == ids([4, 3, 1]))
        #expect(reading.absent == ids([5, 2]))
        #expect(transport.questions.count == requests)
    }

    @Test func `only the batch with the dead id is read scene by scene`() async throws {
        let transport = stash(dead: [700])
        let reading = try await StashClient(transport).sceneReading(ids(1...1000), selection: selection)
        #expect(reading.scenes.count == 999 && reading.absent == ids([700]))
        #expect(transport.questions.count == 2 + 5)
    }

    @Test(arguments: [false, true])
    func `a scene that is not understood is not taken for one that is gone`(withDead: Bool) async throws {
        let client = StashClient(stash(dead: withDead ? [9] : [], damaged: 2))
        let reading = try await client.sceneReading(ids([1, 2, 9]), selection: selection)
        #expect(reading.unreadable == ids([2]))
        #expect(reading.absent == (withDead ? ids([9]) : []))
        await #expect(throws: StashError.malformed(problem: "scene 2 cannot be read")) {
            try await client.scenes(ids([1, 2]), selection: selection)
        }
    }

    @Test func `other failures are not hidden by the second way of asking`() async throws {
        let transport = StubTransport { question throws(HTTPError) in
            question.document.contains("__type") ? .asReleased : HTTPReply(status: 500)
        }
        await #expect(throws: StashError.overloaded(status: 500, host: "stash.example:9999", retryAfter: nil)) {
            try await StashClient(transport).scenes(ids([1]), selection: selection)
        }
        #expect(transport.questions.count == 1)
    }
}
