import Foundation
import JSON
import Lab
import Testing
import Transport

/// One long recorded session: a scan, edits of every kind, then listings, then a restart in another zone. Each test plays it up to
/// its own part.
@Suite struct StashRecordedSessionTests {
    /// What the fake leaves out: markers and the o-counter move nothing that plexsync reads.
    private static let unplayed: Set = ["sceneAddO", "sceneMarkerCreate"]

    /// The session up to the end of the recorded edits.
    private func afterEdits(check: Bool) async throws -> StashReplay {
        let scan = try #require(try StashRecording("scan").exchanges.first?.answer)
        let replay = try StashReplay(
            try StashLibrary(listing: scan), utcOffset: 11 * 3600, at: "2026-11-23T17:05:03+11:00")
        for _ in 0..<2 { _ = try await replay.ask("mutation{metadataScan(input:{})}") }
        for exchange in try StashRecording("edits").exchanges where !Self.unplayed.contains(exchange.label) {
            try prepare(replay, for: exchange)
            if check { try await replay.expect(exchange) } else { _ = try await replay.send(exchange) }
            try follow(replay, exchange)
        }
        return replay
    }

    /// Sets the clock to the time that the answer shows, or that later listings show.
    private func prepare(_ replay: StashReplay, for exchange: StashExchange) throws {
        let hidden = [
            "bulk clear tags": "2026-11-23T17:05:14+11:00", "sceneUpdate clear to empty": "2026-11-23T17:05:15+11:00",
            "moveFiles": "2026-11-23T17:05:40+11:00",
        ]
        if let time = hidden[exchange.label] { return try replay.clock.set(time) }
        guard exchange.label != "everything at the end", let answer = exchange.answer else { return }
        replay.clock.set(max(replay.clock.now, times(in: answer).max() ?? 0))
    }

    private func times(in tree: JSONTree) -> [Int] {
        switch tree {
        case .object(let members): members.flatMap { times(in: $0.1) }
        case .array(let elements): elements.flatMap { times(in: $0) }
        case .string(let text):
            if let mark = text.range(of: "screenshot?t=") {
                Int(text[mark.upperBound...]).map { [$0] } ?? []
            } else {
                text.hasSuffix("+11:00") ? StashTime.seconds(text).map { [$0] } ?? [] : []
            }
        default: []
        }
    }

    /// What happened on the disk, or in a task, after a recorded request.
    private func follow(_ replay: StashReplay, _ exchange: StashExchange) throws {
        func time(_ clock: String) throws -> Int { try #require(StashTime.seconds("2026-11-23T\(clock)+11:00")) }
        switch exchange.label {
        case "metadataGenerate previews covers":
            replay.fake.replaceCover(of: 9, with: [0xff, 0xd8, 0xff, 9], at: try time("17:05:34"))
        case "metadataScan after rename on disk":
            let file = try #require(replay.fake.library.scenes[9]?.files.first)
            let path = file.pathText.replacing("S01E02 - The Second.mp4", with: "S01E02 renamed.mp4")
            replay.fake.moveFile(
                file.id, to: path.contains("renamed") ? path : "/data/Show/Season 01/Show - S01E02 renamed.mp4",
                at: try time("17:05:38"))
        case "metadataClean": replay.fake.deleteScene(10)
        case "metadataClean one of two files":
            replay.fake.editScene(2, at: try time("17:05:44")) { $0.files.removeLast() }
        default: break
        }
    }

    @Test func `edits answer as recorded, and move the times they moved`() async throws {
        let replay = try await afterEdits(check: true)
        await replay.end()
    }

    @Test func `listings, refusals and pictures are as recorded`() async throws {
        let replay = try await afterEdits(check: false)
        for var exchange in try StashRecording("queries").exchanges {
            if exchange.label.hasPrefix("set ") { try replay.clock.set("2026-11-23T17:06:44+11:00") }
            if let place = exchange.headers.firstIndex(where: { $0.name == "If-None-Match" }) {
                // The recorded picture was left out, so its tag is ours.
                let picture = try await replay.get(exchange.path)
                exchange.headers[place].value = try #require(picture.headers["ETag"])
            }
            try await replay.expect(exchange)
        }
        await replay.end()
    }

    @Test func `times compare as text, in two offsets`() async throws {
        let replay = try await afterEdits(check: false)
        try replay.clock.set("2026-11-23T17:06:44+11:00")
        _ = try await replay.ask(#"mutation{sceneUpdate(input:{id:"15"}){id}}"#)
        for exchange in try StashRecording("timestamps").exchanges {
            if exchange.method == nil {
                #expect(exchange.label.contains("restarted"))
                replay.fake.utcOffset = 0
                try replay.clock.set("2026-11-23T06:07:28Z")
            } else {
                try await replay.expect(exchange)
            }
        }
        await replay.end()
    }
}
