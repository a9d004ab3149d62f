import Foundation
import JSON
import Lab
import Testing

/// The commands that write to Plex, as a person gives them: the built program on two fake servers.
@Suite struct DeliverTests {
    private func item(_ key: Int, _ bench: LabBench) throws -> PlexItem {
        try #require(bench.servers.plex.library.items.first { $0.ratingKey == key })
    }

    private func sync(_ bench: LabBench) async throws {
        #expect(try await bench.program.run("reconcile").code == 0)
        let drained = try await bench.program.run("queue", "drain")
        #expect(drained.code == 0, "\(drained.errors)")
    }

    // MARK: Plans

    @Test func `a plan is saved for its owner alone, and made as it stands`() async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 3))
        let path = bench.folder + "/plan.json"
        let dry = try await bench.program.run("reconcile", "--dry-run", "--plan", path, "--format", "json")
        #expect(dry.code == 0 && bench.servers.plex.edits.isEmpty)
        #expect(try dry.json()["plans"]?.list.count == 3)
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(bench.servers.plexToken) && !text.contains("lab-stash-key"))
        bench.servers.stash.editScene(2) { $0.title = "Another" }
        let applied = try await bench.program.run("sync", "--plan", path, "--format", "json")
        #expect(applied.code == 1, "something was skipped")
        let plans = try applied.json()["plans"]?.list ?? []
        #expect(plans.map { $0["skipped"]?.list.compactMap { $0["field"]?.text } } == [[], ["title"], []])
        #expect(plans.map { $0["skipped"]?[0]?["why"]?.text }[1] == "Stash's value changed since")
        #expect(try item(101, bench).title == "Title 1" && item(102, bench).title == "video 2")
        #expect(try item(102, bench).studio == "Studio A")
        let queue = try await bench.program.run("status", "--format", "json").json()["queue"]
        #expect(queue?["ready"]?.number == 0)
    }

    @Test(arguments: ["", "{}", "null", "{\"version\":1,\"plans\":[]}", "\u{1b}[31m"])
    func `a file that is no plan changes nothing`(text: String) async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 1))
        let path = bench.folder + "/plan.json"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let ending = try await bench.program.run("sync", "--plan", path)
        #expect(ending.code == 1 && ending.output.isEmpty && !ending.errors.contains("\u{1b}"))
        #expect(bench.takeRequestCounts() == (0, 0))
    }

    @Test(arguments: [
        ["sync"], ["sync", "1", "--plan", "x"], ["sync", "--clear", "--plan", "x"], ["reconcile", "--plan", "x"],
    ])
    func `what makes no sense is refused before anything is asked`(words: [String]) async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 1))
        #expect(try await bench.program.run(words).code == 2)
        #expect(bench.takeRequestCounts() == (0, 0))
    }

    // MARK: Pictures

    @Test func `covers arrive once, as bytes`() async throws {
        let cover: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]
        let bench = try LabBench(
            PlainWorld.make(scenes: 2) { scene, _ in if scene.id == 1 { scene.cover = cover } },
            adding: "sync: {fields: {poster: true, art: true}}\n")
        try await sync(bench)
        for pictures in [try item(101, bench).posters, try item(101, bench).arts] {
            #expect(pictures.uploads.map(\.bytes) == [cover] && pictures.selected == pictures.uploads[0].key)
        }
        #expect(try item(101, bench).locked.isSuperset(of: ["thumb", "art"]))
        // The other scene has Stash's drawing, which is none.
        #expect(try item(102, bench).posters.uploads.isEmpty && item(102, bench).title == "Title 2")
        #expect(!bench.servers.plex.requests.contains { request in request.query.contains { $0.name == "url" } })
        bench.servers.plex.resetRequests()
        try await sync(bench)
        #expect(try await bench.program.run("sync", "1", "2").code == 0)
        #expect(bench.servers.plex.requests.allSatisfy { $0.method == "GET" })
        #expect(try await bench.program.run("gaps", "--exit-code").code == 0)
    }

    // MARK: Undo

    @Test func `a run is undone, but for what somebody touched, and stays undone`() async throws {
        let bench = try LabBench(
            PlainWorld.make(scenes: 2) { _, item in (item.genres, item.studio) = (["Mine"], "From the agent") })
        try await sync(bench)
        bench.servers.plex.edit(102) { $0.summary = "A person's" }
        let asked = try await bench.program.run("undo", "1")
        #expect(asked.code == 2 && asked.errors.contains("--yes"))
        let dry = try await bench.program.run("undo", "1", "--dry-run", "--format", "json").json()
        #expect(dry["restored"]?.number == 0 && dry["left"]?[0]?["field"]?.text == "summary")
        // A title that is back would be the file's: Plex has no empty one.
        let undone = try await bench.program.run("undo", "1", "--yes", "--format", "json")
        #expect(undone.code == 0, "\(undone.errors)")
        let first = try item(101, bench)
        #expect(first.title == "video 1" && first.studio == "From the agent" && first.genres == ["Mine"])
        #expect(first.summary == nil && first.roles.isEmpty && first.locked.isEmpty)
        let second = try item(102, bench)
        #expect(second.summary == "A person's" && second.locked == ["summary"])
        bench.servers.plex.resetRequests()
        try await sync(bench)
        #expect(bench.servers.plex.edits.isEmpty)
        let plan = try await bench.program.run("plan", "1", "--format", "json").json()
        #expect(Set(plan["plans"]?[0]?["kept"]?.list.compactMap { $0["why"]?.text } ?? []) == ["undone"])
        let again = try await bench.program.run("undo", "1", "--yes", "--format", "json").json()
        #expect(again["plans"]?.list.isEmpty == true && again["left"]?[0]?["field"]?.text == "summary")
    }

    @Test func `what sync wrote is undone by its job`() async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 1))
        #expect(try await bench.program.run("sync", "1").code == 0)
        let jobs = try await bench.program.run("queue", "list", "--state", "done", "--format", "json").json()
        let job = try #require(jobs["jobs"]?[0]?["id"]?.text)
        #expect(try await bench.program.run("undo", "--job", job, "--yes").code == 0)
        #expect(try item(101, bench).title == "video 1" && item(101, bench).locked.isEmpty)
    }

    // MARK: The blast guard

    @Test func `a studio of 5,000 scenes that is deleted empties nothing until a person agrees`() async throws {
        let bench = try LabBench(
            PlainWorld.make(scenes: 5000) { scene, item in
                (scene.details, scene.performers, scene.tags) = ("", [], [1])
                (item.title, item.studio, item.genres) = (scene.title, "Studio A", ["Red"])
            })
        #expect(try await bench.program.run("reconcile").code == 0)
        bench.servers.stash.delete(.studio, 1)
        let held = try await bench.program.run("reconcile", "--format", "json")
        #expect(held.code == 1)
        let report = try held.json()
        #expect(report["result"]?.text == "held" && report["queued"]?["scenes"]?.number == 0)
        #expect(report["not_queued"]?["by_reason"]?["held"]?.number == 5000)
        let run = try #require(report["run"]?.text)
        #expect(try await bench.program.run("runs", "approve", run).code == 2, "nobody can be asked")
        let approved = try await bench.program.run("runs", "approve", run, "--yes", "--format", "json")
        #expect(try approved.code == 0 && approved.json()["queued"]?["scenes"]?.number == 5000)
        #expect(bench.servers.plex.edits.isEmpty)
    }

    @Test func `clearings that a worker holds are released by a person`() async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 30), adding: "guard: {fields: 5, percent: 1}\n")
        try await sync(bench)
        bench.servers.stash.delete(.studio, 1)
        let scenes = (1...30).map(String.init)
        #expect(try await bench.program.run(["queue", "add"] + scenes).code == 0)
        #expect(try await bench.program.run("queue", "drain").code == 0)
        let left = bench.servers.plex.library.items.count { $0.studio != nil }
        #expect(left == 25)
        let held = try await bench.program.run("status", "--format", "json").json()["queue"]?["held"]?.number
        #expect(held == 25)
        #expect(try await bench.program.run("queue", "release", "--yes").code == 0)
        #expect(try await bench.program.run("queue", "drain").code == 0)
        #expect(bench.servers.plex.library.items.allSatisfy { $0.studio == nil })
    }

    // MARK: One scene, and another tool's history

    @Test func `only --clear lets a scene without metadata empty what is ours`() async throws {
        let bench = try LabBench(PlainWorld.make(scenes: 1))
        try await sync(bench)
        bench.servers.plex.edit(101) { $0.genres.append("Mine") }
        bench.servers.stash.editScene(1) { scene in
            (scene.details, scene.studio, scene.performers, scene.tags) = ("", nil, [], [])
        }
        _ = try await bench.program.run("sync", "1")
        #expect(try item(101, bench).studio == "Studio A")
        let cleared = try await bench.program.run("sync", "1", "--clear", "--format", "json")
        #expect(try cleared.code == 0 && cleared.json()["scenes"]?[0]?["result"]?.text == "delivered")
        let item = try item(101, bench)
        #expect(item.title == "Title 1" && item.studio == nil && item.genres == ["Mine"] && item.roles.isEmpty)
    }

    struct Import: Sendable {
        var options: [String] = []
        /// Whether the item in Plex was changed after the sync.
        var isLater = false
        var studio: String
        var tags: Set<String>
    }

    /// Stash says studio B and the tags Red and Green by now; the tool had written studio A, Red and Blue, and Old.
    static let imports = [
        Import(studio: "Studio B", tags: ["Red", "Blue", "Old", "Green"]),
        Import(options: ["--claim"], studio: "Studio B", tags: ["Red", "Green"]),
        Import(isLater: true, studio: "Studio A", tags: ["Red", "Blue", "Old"]),
        Import(options: ["--ignore-locks"], isLater: true, studio: "Studio B", tags: ["Red", "Blue", "Old", "Green"]),
        Import(options: ["--ignore-locks", "--claim"], isLater: true, studio: "Studio B", tags: ["Red", "Green"]),
    ]

    @Test(arguments: imports) func `an imported history decides what is that tool's`(given: Import) async throws {
        let bench = try LabBench(
            PlainWorld.make(scenes: 1) { scene, item in
                (scene.studio, scene.tags) = (2, [1, 3])
                (item.title, item.summary, item.roles) = ("Title 1", "Summary", ["Ann"])
                (item.studio, item.genres) = ("Studio A", ["Red", "Blue", "Old"])
                item.locked = ["title", "summary", "actor", "studio", "genre"]
            })
        let at = 1_750_000_000 + (given.isLater ? -3600 : 30)
        let file = bench.folder + "/sync_timestamps.json"
        try "{\"1\": \(at)}".write(toFile: file, atomically: false, encoding: .utf8)
        #expect(try await bench.program.run(["import", "stash2plex", file] + given.options).code == 0)
        try await sync(bench)
        let item = try item(101, bench)
        #expect(item.studio == given.studio && Set(item.genres) == given.tags, "\(item.studio ?? "") \(item.genres)")
        bench.servers.plex.resetRequests()
        try await sync(bench)
        #expect(try await bench.program.run("sync", "1").code == (given.isLater && given.options.isEmpty ? 1 : 0))
        #expect(bench.servers.plex.edits.isEmpty)
    }
}
