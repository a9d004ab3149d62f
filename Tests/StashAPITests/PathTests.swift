import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct PathTests {
    /// `LIKE` finds too much: here every path of the library, whatever was asked.
    func greedy(_ library: [(Int, String)]) -> StubTransport {
        StubTransport { question throws(HTTPError) in
            let rows = library.map { id, path -> JSONTree in
                ["id": .string(String(id)), "files": [["path": .string(path)]]]
            }
            let aliases = (question.variables.members ?? []).map { name, _ -> (String, JSONTree) in
                ("s" + name.dropFirst(), ["scenes": .array(rows)])
            }
            return .json(["data": .object(aliases)])
        }
    }

    @Test func `only the same bytes are the same path`() async throws {
        let (composed, decomposed) = ("/data/caf\u{e9}.mp4", "/data/cafe\u{301}.mp4")
        let library = [
            (1, "/data/100%_a.mp4"), (2, "/DATA/100%_A.mp4"), (3, "/data/100xya.mp4"), (4, composed), (5, decomposed),
            (6, composed),
        ]
        let owners = try await StashClient(greedy(library)).sceneIDs(atPaths: [
            "/data/100%_a.mp4", composed, decomposed, "/data/none.mp4",
        ])
        #expect(owners["/data/100%_a.mp4"] == ids([1]))
        #expect(owners[composed] == ids([4, 6]))
        #expect(owners[decomposed] == ids([5]))
        #expect(owners["/data/none.mp4"] == [])
        #expect(owners["/data/100xya.mp4"] == nil, "not asked about")
    }

    @Test func `paths go by forty and damaged ones not at all`() async throws {
        let transport = greedy([(7, "/data/41.mp4")])
        let paths = (1...41).map { "/data/\($0).mp4" } + ["/data/\u{fffd}.mp4"]
        let owners = try await StashClient(transport).sceneIDs(atPaths: paths)
        #expect(transport.questions.map { $0.variables.members?.count } == [40, 1])
        #expect(owners["/data/41.mp4"] == ids([7]))
        #expect(owners["/data/\u{fffd}.mp4"] == [])
    }

    @Test func `no paths make no request`() async throws {
        let transport = greedy([])
        _ = try await StashClient(transport).sceneIDs(atPaths: [])
        #expect(transport.all.isEmpty)
    }
}
