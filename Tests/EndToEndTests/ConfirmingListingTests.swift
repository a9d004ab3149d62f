import Foundation
import JSON
import Lab
import Testing

/// What makes a scene missing for sure: a listing that is later than its file, asked for once a library and hour
/// (`DESIGN.md` 4, table).
@Suite struct ConfirmingListingTests {
    /// Listings of the library in full that began since the last call.
    private func listings(_ bench: LabBench) -> Int {
        defer { bench.servers.plex.resetRequests() }
        return bench.servers.plex.requests.filter { request in
            let arguments = request.query + request.headers
            func value(_ name: String) -> String? { arguments.first { $0.name.lowercased() == name }?.value }
            return request.path == "/library/sections/3/all" && !arguments.contains { $0.name.hasPrefix("updatedAt") }
                && value("x-plex-container-start") == "0" && value("x-plex-container-size") != "0"
        }.count
    }

    /// A scene whose file came some minutes ago, and that Plex scanned since.
    private func addScene(_ name: String, minutesAgo: Int, to bench: LabBench) -> String {
        let (now, id) = (Date(), bench.servers.stash.update { $0.takeFileID() })
        let time = now.addingTimeInterval(TimeInterval(-60 * minutesAgo)).formatted(.iso8601)
        var scene = StashScene(id: 0)
        (scene.title, scene.studio) = (name, 1)
        scene.files = [StashFile(id: id, path: "/data/clips/new/\(name).mp4", size: 99 + id, createdAt: time)]
        let added = bench.servers.stash.addScene(scene)
        bench.servers.plex.update { library in
            for place in library.sections.indices {
                library.sections[place].scannedAt = Int(now.timeIntervalSince1970)
            }
        }
        return String(added)
    }

    private func confidence(of scene: String, _ bench: LabBench) async throws -> String? {
        let answer = try await bench.program.run("gaps", "--type", "missing", "--format", "json")
        #expect(answer.code == 0, "\(answer.errors)")
        let gap = try answer.json()["gaps"]?.list.first { $0["scene"]?.text == scene }
        return gap?["confidence"]?.text
    }

    @Test func `one listing an hour makes sure of missing scenes, and until the next they are possible`() async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 30))
        _ = try await bench.program.run("gaps", "--format", "json")
        #expect(listings(bench) > 0, "nothing was known")
        try await bench.pass(minutes: 20)
        let first = addScene("first", minutesAgo: 10, to: bench)
        #expect(try await confidence(of: first, bench) == "definite")
        #expect(listings(bench) == 1)
        #expect(try await confidence(of: first, bench) == "definite")
        #expect(listings(bench) == 0, "nothing is left to be sure of")
        try await bench.pass(minutes: 20)
        let second = addScene("second", minutesAgo: 10, to: bench)
        #expect(try await confidence(of: second, bench) == "possible")
        #expect(listings(bench) == 0, "the hour's listing was had")
        try await bench.pass(minutes: 41)
        #expect(try await confidence(of: second, bench) == "definite")
        #expect(listings(bench) == 1)
        #expect(try await confidence(of: second, bench) == "definite")
        #expect(listings(bench) == 0, "nothing is left to be sure of")
    }
}
