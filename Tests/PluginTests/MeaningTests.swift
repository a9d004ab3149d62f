import Database
import Foundation
import Lab
import TestSupport
import Testing

/// What becomes of an edit in Stash, from its hook to what Plex was asked for.
@Suite struct MeaningTests {
    private func bench(adding more: String = "") throws -> PluginBench {
        let bench = try PluginBench(World.make(seed: 21, scenes: 60), adding: more)
        try bench.settle()
        return bench
    }

    @Test func `a scene that lost its metadata clears nothing in Plex`() async throws {
        let bench = try bench()
        let (scene, before) = try #require(bench.matched.first { $0.item.studio != nil && !$0.item.genres.isEmpty })
        bench.servers.stash.editScene(scene.id) { scene in
            (scene.title, scene.details, scene.date, scene.studio) = ("", "", nil, nil)
            (scene.performers, scene.tags, scene.groups) = ([], [], [])
        }
        try await bench.hook("Scene.Update.Post", scene.id)
        let after = try #require(bench.item(before.ratingKey))
        #expect((after.title, after.summary, after.studio) == (before.title, before.summary, before.studio))
        #expect((after.genres, after.roles, after.collections) == (before.genres, before.roles, before.collections))
        #expect(bench.edits.isEmpty)
    }

    @Test func `a new scene without metadata writes nothing`() async throws {
        let bench = try bench()
        let (scene, before) = try #require(bench.matched.first { $0.item.studio != nil })
        // Removed and found again under a new number, as after a clean and a scan.
        bench.servers.stash.deleteScene(scene.id)
        var again = StashScene(id: 0)
        again.files = scene.files
        let id = bench.servers.stash.addScene(again)
        try await bench.hook("Scene.Create.Post", id)
        #expect(bench.edits.isEmpty)
        #expect(bench.item(before.ratingKey) == before)
    }

    @Test(arguments: [true, false])
    func `a click on the stars writes the rating where that is on, and nothing else`(isOn: Bool) async throws {
        let bench = try bench(adding: isOn ? "sync: {fields: {rating: true}}\n" : "")
        let (scene, item) = try #require(
            bench.matched.first {
                $0.scene.rating100 == nil && $0.item.studio != nil && $0.item.userRating == nil
            })
        bench.servers.stash.rate(scene.id, 80)
        try await bench.hook("Scene.Update.Post", scene.id)
        #expect(bench.item(item.ratingKey)?.userRating == (isOn ? 8 : nil))
        #expect(bench.written == (isOn ? [item.ratingKey] : []))
        for edit in bench.edits {
            #expect(Set(edit.values.keys) == ["userRating"])
            #expect(edit.tags.isEmpty && edit.removedTags.isEmpty && edit.clearedTags.isEmpty)
        }
    }

    @Test func `a deleted tag reaches its scenes though another run has looked at them before`() async throws {
        let bench = try bench()
        let matched = bench.matched
        let tag = try #require(
            bench.servers.stash.library.tags.keys.sorted().first { tag in
                matched.contains { $0.scene.tags.contains(tag) && !$0.item.genres.isEmpty }
            })
        let affected = Set(matched.filter { $0.scene.tags.contains(tag) }.map(\.item.ratingKey))
        bench.servers.stash.deleteTag(tag)
        // As while Plex is down: nobody works the hook's job off.
        let path = bench.driver.folder("drainer.lock")
        let lock = try #require(try await OSLock.take(at: path, within: .seconds(120)))
        #expect(try bench.driver.run(["hook"], bench.driver.hook("Tag.Destroy.Post", tag)).code == 0)
        // Its scope holds no scene, but it brings what is known of Stash up to date.
        try bench.task("range", #","from":"1990-01-01","to":"1990-01-02","by":"created""#)
        lock.release()
        #expect(affected.isSubset(of: bench.written), "\(affected) \(bench.written)")
    }

    /// Which scenes a studio that is deleted leaves without one, by the hook or found by a reconciliation.
    @Test(arguments: [true, false])
    func `what would empty too much is held, and it is said what lets it go`(byHook: Bool) async throws {
        let bench = try bench(adding: "guard: {fields: 1, percent: 1}\n")
        let scenes = Dictionary(grouping: bench.matched.filter { $0.item.studio != nil }) { $0.scene.studio }
        let (studio, some) = try #require(scenes.max { $0.value.count < $1.value.count })
        bench.servers.stash.deleteStudio(try #require(studio))
        #expect(some.count > 2)
        if byHook {
            try await bench.hook("Studio.Destroy.Post", try #require(studio))
            for mode in ["status", "drain"] {
                let log = try bench.driver.run([], bench.driver.task(#""mode":"\#(mode)""#)).log
                #expect(log.contains { $0.text.contains("./plexsync queue release") }, "\(log)")
            }
        } else {
            let run = try bench.driver.run([], bench.driver.task(#""mode":"reconcile""#))
            #expect(run.code == 1 && run.output.contains("fields that are filled in Plex"), "\(run.output)")
            #expect(run.log.contains { $0.text.contains("./plexsync runs approve ") }, "\(run.log)")
            #expect(bench.edits.isEmpty)
        }
    }

    enum Fate: CaseIterable { case renamed, merged, deleted }

    @Test(arguments: Fate.allCases)
    func `a tag that changes brings exactly its scenes up to date`(fate: Fate) async throws {
        let bench = try bench()
        let matched = bench.matched
        // A tag that some have and some have not.
        let tag = try #require(
            bench.servers.stash.library.tags.keys.sorted().first { tag in
                let count = matched.count { $0.scene.tags.contains(tag) && !$0.item.genres.isEmpty }
                return count >= 2 && count < matched.count - 2
            })
        let affected = Set(matched.filter { $0.scene.tags.contains(tag) }.map(\.item.ratingKey))
        let others = bench.servers.stash.library.scenes.values.filter { !$0.tags.contains(tag) }.map(\.id)
        switch fate {
        case .renamed:
            bench.servers.stash.renameTag(tag, to: "Renamed Anew")
            try await bench.hook("Tag.Update.Post", tag, input: #"{"id":"\#(tag)","name":"Renamed Anew"}"#)
        case .merged:
            let entity = StashEntity(id: 0, name: "Merged Into")
            let into = bench.servers.stash.add(.tag, entity)
            bench.servers.stash.mergeTags([tag], into: into)
            try await bench.hook(
                "Tag.Merge.Post", into, input: #"{"source":["\#(tag)"],"destination":"\#(into)"}"#)
        case .deleted:
            bench.servers.stash.deleteTag(tag)
            try await bench.hook("Tag.Destroy.Post", tag, input: #"{"id":"\#(tag)"}"#)
        }
        #expect(!affected.isEmpty && affected.isSubset(of: bench.written))
        let untouched = Set(matched.filter { others.contains($0.scene.id) }.map(\.item.ratingKey))
        #expect(bench.written.isDisjoint(with: untouched))
        let name = ["Renamed Anew", "Merged Into", nil][Fate.allCases.firstIndex(of: fate) ?? 0]
        for key in affected {
            let genres = try #require(bench.item(key)).genres
            if let name { #expect(genres.contains(name)) }
        }
    }
}
