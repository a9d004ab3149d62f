import JSON
import Lab
import Queue
import SyncModel
import Testing

@testable import SyncEngine

/// A plan that was saved is made as it stands, and what has moved since is left alone.
@Suite struct SavedPlanTests {
    private func plan(_ bench: Bench, _ scenes: [Int] = [1], _ engine: Engine? = nil) async throws -> SavedPlan {
        let plans = try await (engine ?? bench.engine()).plan(scenes.map { Scene.ID(rawValue: $0) })
        var writer = JSONWriter()
        SavedPlan(plans, madeAt: bench.clock.now).write(to: &writer)
        #expect(!writer.text.contains(bench.servers.plexToken))
        return try SavedPlan(parsing: writer.bytes)
    }

    private func apply(_ plan: SavedPlan, _ bench: Bench) async throws -> [AppliedEntry] {
        try await bench.engine().apply(plan).entries
    }

    private func whys(_ entries: [AppliedEntry]) -> [Field: SavedPlan.Why] {
        Dictionary(entries.flatMap(\.skipped).map { ($0.field, $0.why) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `what was planned is written, and nothing is left in the queue`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 3))
        bench.stash.editScene(2) { $0.details = String(repeating: "A long text. ", count: 60) }
        let plan = try await plan(bench, [1, 2])
        #expect(bench.plex.edits.isEmpty)
        let entries = try await apply(plan, bench)
        #expect(entries.allSatisfy(\.isGood) && entries.allSatisfy { $0.written.count == 7 })
        #expect(try bench.item(101).title == "Title A" && bench.item(102).summary?.count == 779)
        #expect(try bench.item(103).title == "video 3")
        #expect(try await bench.jobs([.ready, .running, .dead]).isEmpty)
        // Made once more it finds everything as it should be.
        bench.plex.resetRequests()
        let again = try await apply(plan, bench)
        #expect(Set(whys(again).values) == [.inSync] && again.allSatisfy(\.isGood))
        #expect(bench.plex.edits.isEmpty)
    }

    @Test func `what has moved since is left alone, each with its reason`() async throws {
        let bench = try Bench(SmallWorld.make())
        let plan = try await plan(bench)
        bench.stash.editScene(1) { $0.change(.title) }
        bench.plex.edit(101) { item in
            item.studio = "A person's"
            item.locked = ["originallyAvailableAt"]
        }
        let entries = try await apply(plan, bench)
        #expect(whys(entries) == [.title: .stashChanged, .studio: .plexChanged, .date: .lockChanged])
        #expect(entries[0].written == [.summary, .performers, .tags, .collections])
        let item = try bench.item(101)
        #expect(item.title == "video 1" && item.studio == "A person's" && item.originallyAvailableAt == nil)
        #expect(item.summary == "Summary A" && Set(item.genres) == ["Red", "Blue"])
        // It was not synced by that: the rest is still a gap.
        #expect(try await bench.gaps()[1]?.staleFields.contains(.title) == true)
    }

    @Test func `only what was planned is written, though more is due by now`() async throws {
        let bench = try Bench(SmallWorld.make())
        let engine = bench.engine(with: { settings in
            for field in SmallWorld.fields where field != .tags { settings.fields[field] = .off }
        })
        let plan = try await plan(bench, [1], engine)
        #expect(plan.entries.flatMap(\.edits).map(\.field) == [.tags])
        let entries = try await apply(plan, bench)
        #expect(entries.map(\.written) == [[.tags]])
        #expect(try bench.item(101).title == "video 1" && bench.item(101).genres.count == 2)
        #expect(try await bench.gaps()[1] != nil)
    }

    @Test func `items and scenes that are gone are said to be, and nothing is written`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 2))
        let plan = try await plan(bench, [1, 2])
        bench.plex.update { library in library.items[0] = SmallWorld.item(of: 1, key: 555) }
        bench.stash.deleteScene(2)
        bench.plex.resetRequests()
        let entries = try await apply(plan, bench)
        #expect(entries.map { Set($0.skipped.map(\.why)) } == [[.itemGone], [.sceneGone]])
        #expect(bench.plex.edits.isEmpty)
    }

    @Test func `a job that waited waits again, and one that fails is not tried behind one's back`() async throws {
        let bench = try Bench(SmallWorld.make(scenes: 2))
        let plan = try await plan(bench, [1, 2])
        try await bench.enqueue([1])
        bench.plex.faults = [PlexFault(.status(503), on: .writes)]
        let entries = try await apply(plan, bench)
        #expect(entries.allSatisfy { $0.failure != nil })
        #expect(try await bench.jobs([.ready]).map(\.key) == ["scene:1"])
        bench.plex.faults = []
        #expect(try await apply(plan, bench).allSatisfy(\.isGood))
        #expect(try await bench.jobs([.ready]).map(\.key) == ["scene:1"])
    }

    @Test func `a plan for another Plex is refused`() async throws {
        let bench = try Bench(SmallWorld.make())
        let plan = try await plan(bench)
        bench.plex.update { $0.machineIdentifier = "another" }
        await #expect(throws: SavedPlanFault.self) { try await apply(plan, bench) }
        #expect(bench.plex.edits.isEmpty)
    }

    @Test func `a picture in a plan is made while it is the same cover`() async throws {
        var world = SmallWorld.make(scenes: 2)
        for id in 1...2 { world.stash.scenes[id]?.cover = PictureTests.cover }
        let bench = try Bench(world)
        let engine = bench.engine(with: { $0.fields[.poster] = .scene })
        let plan = try await plan(bench, [1, 2], engine)
        bench.stash.replaceCover(of: 2, with: PictureTests.newCover)
        let entries = try await engine.apply(plan).entries
        #expect(entries[0].written.contains(.poster) && entries[1].skipped.map(\.why) == [.stashChanged])
        #expect(try bench.item(101).posters.uploads.map(\.bytes) == [PictureTests.cover])
        #expect(try bench.item(102).posters.uploads.isEmpty)
    }

    private static let start = #"{"version":1,"made_at":"2026-01-01T00:00:00Z","plex":"p","plans":["#
    private static let item = #"{"scene":"1","target":{"library":"3","rating_key":"7"},"edits":["#
    private static func edit(_ text: String) -> String { start + item + "{" + text + "}]}]}" }

    static let hostile: [(String, String)] = [
        ("", ""), ("[]", "expected an object"), ("{}", "version"), (#"{"version":2}"#, "only 1 is understood"),
        (start + "]", ""), (start + #"],"extra":1}"#, "extra: unknown key"),
        (start + #"],"plex":"q"}"#, "plex: the key comes twice"),
        (start + #"{"scene":"-1","target":{"library":"3","rating_key":"7"},"edits":[]}]}"#, "plans[0].scene"),
        (start + #"{"scene":1,"target":{"library":"3","rating_key":"7"},"edits":[]}]}"#, "plans[0].scene"),
        (start + #"{"scene":"1","target":{"library":"3","rating_key":""},"edits":[]}]}"#, "plans[0].target.rating_key"),
        (start + item + "]}," + item + "]}]}", "plans[1]: this scene and item come twice"),
        (edit(#""field":"titel","action":"set","want":"x","locked":false"#), "plans[0].edits[0].field"),
        (edit(#""field":"title","action":"add","want":["x"],"locked":false"#), "plans[0].edits[0].action"),
        (edit(#""field":"title","action":"clear","locked":false"#), "plans[0].edits[0].action"),
        (edit(#""field":"tags","action":"set","want":["x"],"locked":false"#), "plans[0].edits[0].action"),
        (edit(#""field":"tags","action":"add","want":"x","locked":false"#), "plans[0].edits[0].want"),
        (edit(#""field":"tags","action":"add","want":[1],"locked":false"#), "plans[0].edits[0].want[0]"),
        (edit(#""field":"title","action":"set","locked":false"#), "has no 'want'"),
        (edit(#""field":"title","action":"set","want":"x","locked":"no""#), "plans[0].edits[0].locked"),
        (edit(#""field":"title","action":"set","want":"x""#), "locked"),
        (
            edit(#""field":"poster","action":"set","want":"http://h/x?apikey=k","locked":false"#),
            "plans[0].edits[0].want"
        ),
        (String(repeating: "[", count: 100_000), ""),
    ]

    @Test(arguments: hostile) func `a file that is no plan is refused, and the place is named`(
        text: String, place: String
    ) {
        do throws(SavedPlanFault) {
            _ = try SavedPlan(parsing: Array(text.utf8))
            Issue.record("taken: \(text.prefix(200))")
        } catch {
            #expect(error.description.contains(place), "\(error.description)")
            #expect(!error.description.contains("apikey"))
        }
    }

    @Test func `rating keys that would edit a library are never sent`() async throws {
        let bench = try Bench(SmallWorld.make())
        var plan = try await plan(bench)
        plan.entries[0].target = Target(
            ratingKey: RatingKey(rawValue: "101,102&x"), library: Library.Key(rawValue: "3"))
        let entries = try await apply(plan, bench)
        #expect(Set(entries[0].skipped.map(\.why)) == [.itemGone] && bench.plex.edits.isEmpty)
    }
}
