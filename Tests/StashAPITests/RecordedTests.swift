import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

/// Everything that real servers of six releases answered to questions that read.
@Suite struct RecordedTests {
    @Test(arguments: try Recording.files.flatMap { try Recording.all($0) }.filter { $0.method == "POST" })
    func `every recorded answer becomes data or the right error`(recording: Recording) async throws {
        let client = StashClient(StubTransport { _ throws(HTTPError) in recording.reply }, apiKey: "some-key")
        let expected = try expectation(of: recording)
        do {
            let kind = try await client.exchange.ask(GraphQLRequest("{version{version}}")) { answer in
                answer.data.kind
            }
            #expect(expected == "data" && kind == .object)
        } catch {
            #expect(error.code == expected, "\(error)")
            #expect(error.description.count < 400 && !error.description.contains("\n"))
        }
    }

    /// Read from the recording by other means than the client's.
    private func expectation(of recording: Recording) throws -> String {
        switch recording.reply.status {
        case 401: return "stash-token-refused"
        case 403: return "stash-tripwire"
        case 404: return "stash-status"
        case 400, 422: return "stash-query-refused"
        default:
            if recording.isBodyLeftOut { return "stash-not-json" }
            return try JSONTree(parsing: recording.reply.body)["errors"] == nil ? "data" : "stash-fault"
        }
    }

    @Test(
        arguments: try Recording.files.flatMap { try Recording.all($0) }.filter { recording in
            recording.reply.status == 200 && recording.query?.contains("findScenes") == true && !recording.isBodyLeftOut
                && !recording.query!.contains(":findScenes")
        })
    func `every recorded page of scenes is read whole`(recording: Recording) async throws {
        let body = try JSONTree(parsing: recording.reply.body)
        guard body["errors"] == nil, let rows = body["data"]?["findScenes"]?["scenes"]?.elements else { return }
        let sorted = rows.sorted { Int($0["id"]?.string ?? "") ?? 0 < Int($1["id"]?.string ?? "") ?? 0 }
        let page = HTTPReply.json(["data": ["findScenes": ["scenes": .array(sorted.map(completed))]]])
        let client = StashClient(StubTransport { _ throws(HTTPError) in page })
        let read = try await client.scenePage(after: nil, limit: 100, selection: .init(parts: []))
        #expect(read.scenes.map { String($0.id.rawValue) } == sorted.compactMap { $0["id"]?.string })
        #expect(read.unreadable == [] && read.nameless == 0 && read.isLast)
        for (scene, row) in zip(read.scenes, sorted) {
            #expect(scene.title ?? "" == row["title"]?.string ?? "")
            #expect(scene.files.map(\.path) == (row["files"]?.elements ?? []).compactMap { $0["path"]?.string })
            #expect(scene.updatedAt.instant != nil)
        }
    }

    /// A recorded row with what its question did not ask for and ours does.
    private func completed(_ row: JSONTree) -> JSONTree {
        let times: [(String, JSONTree)] = [
            ("created_at", "2026-11-23T17:04:07+11:00"), ("updated_at", "2026-11-23T17:04:08+11:00"),
        ]
        let files = (row["files"]?.elements ?? []).map {
            filled($0, times + [("id", "1"), ("size", 0), ("duration", 0.5)])
        }
        let rest = (row.members ?? []).filter { $0.0 != "files" }
        return filled(.object([("files", .array(files))] + rest), times + [("organized", false)])
    }

    private func filled(_ row: JSONTree, _ defaults: [(String, JSONTree)]) -> JSONTree {
        let members = row.members ?? []
        return .object(members + defaults.filter { name, _ in !members.contains { $0.0 == name } })
    }

    @Test func `a file name that is not UTF-8 costs that name and not the page`() async throws {
        let recording = try #require(try Recording.all("odd").first)
        let reply = recording.reply
        #expect(String(validating: reply.body, as: UTF8.self) == nil)
        let client = StashClient(StubTransport { _ throws(HTTPError) in reply })
        let paths = try await client.exchange.ask(GraphQLRequest("{version{version}}")) { answer throws(JSONError) in
            var paths: [String] = []
            for row in try answer.data["findScenes"]["scenes"].elements {
                for file in try row["files"].elements { paths.append(try file["path"].string) }
            }
            return paths
        }
        #expect(paths.count >= 10)
        #expect(paths.filter(\.holdsRepairs) == ["/data/deep/latin1 \u{fffd}.mp4"])
    }

    @Test(arguments: ["not set up: systemStatus", "needs migration: systemStatus"])
    func `a Stash that is not ready is asked nothing more`(label: String) async throws {
        let reply = try Recording.named(label, in: "not-ready").reply
        let transport = StubTransport { _ throws(HTTPError) in reply }
        let status = label.hasPrefix("needs") ? "NEEDS_MIGRATION" : "SETUP"
        await #expect(throws: StashError.notReady(status: status)) { try await StashClient(transport).probe() }
        #expect(transport.all.count == 1)
        #expect(StashError.notReady(status: status).isServerDown)
    }

    @Test func `the recorded queue, settings and absent scene are read`() async throws {
        func client(_ label: String, _ file: String) throws -> StashClient {
            let reply = try Recording.named(label, in: file).reply
            return StashClient(StubTransport { _ throws(HTTPError) in reply })
        }
        #expect(try await client("jobQueue empty", "server").jobQueue() == [])
        let jobs = try await client("long task running", "plugin").jobQueue()
        #expect(jobs.map(\.status) == ["RUNNING"] && jobs.first?.progress == 0.3 && jobs.first?.id == 12)
        for (label, file) in [("configuration plugins", "plugin"), ("v0.24.3: plugin settings", "versions")] {
            let settings = try await client(label, file).pluginSettings(of: "Recorder")
            #expect(settings["cThird"] == .text("only this"), "\(label)")
        }
        #expect(try await client("configuration", "server").pluginSettings(of: "plexsync").isEmpty)
        #expect(try await client("count only", "queries").sceneCount() == 12)
    }

    @Test(arguments: try Recording.all("queries").filter { $0.method == "GET" && $0.path.contains("screenshot") })
    func `recorded covers and placeholders are told apart`(recording: Recording) async throws {
        let type = recording.reply.headers["Content-Type"] ?? ""
        let left = recording.isBodyLeftOut && type.hasPrefix("image/") && recording.reply.status == 200
        let bytes = left ? (type == "image/png" ? pngBytes : jpegBytes) : recording.reply.body
        let reply = HTTPReply(status: recording.reply.status, headers: recording.reply.headers, body: bytes)
        let picture = try await StashClient(StubTransport { _ throws(HTTPError) in reply })
            .picture(of: Scene.ID(rawValue: 1), etag: nil)
        switch (recording.reply.status, type) {
        case (304, _): #expect(picture == .unchanged)
        case (404, _): #expect(picture == .none(.noScene))
        case (_, "image/svg+xml"): #expect(picture == .none(.placeholder))
        case (_, "image/png"): #expect(picture == .bytes(bytes, type: .png, etag: reply.headers["ETag"]))
        default: #expect(picture == .bytes(bytes, type: .jpeg, etag: reply.headers["ETag"]))
        }
    }
}

let jpegBytes: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]
let pngBytes: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]
