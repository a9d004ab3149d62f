import JSON
import Lab
import Testing

@Suite struct StashEditTests {
    private static let before = "2026-01-01T12:00:00+11:00"
    private static let at = 1_780_000_000

    private func library() -> StashLibrary {
        var library = StashLibrary()
        for kind in StashEntityKind.allCases {
            for id in 1...2 { library[kind][id] = StashEntity(id: id, name: "\(kind) \(id)", createdAt: Self.before) }
        }
        for id in 1...3 {
            var scene = StashScene(id: id, createdAt: Self.before)
            scene.files = [StashFile(id: id, path: "/data/\(id).mp4", createdAt: Self.before)]
            (scene.tags, scene.performers, scene.studio, scene.groups) = ([1], [1], 1, [StashGroupLink(group: 1)])
            library.scenes[id] = scene
        }
        library.scenes[3]?.tags = [1, 2]
        return library
    }

    /// What an edit moves: ids of scenes, of files, and of entities as `tag 1`.
    private static let edits: [(name: String, edit: @Sendable (FakeStash) -> Void, moved: [String])] = [
        ("saving without a change", { $0.editScene(1, at: at) { _ in } }, ["scene 1"]),
        ("rating", { $0.rate(2, 50, at: at) }, ["scene 2"]),
        ("a new cover", { $0.replaceCover(of: 2, with: [1], at: at) }, ["scene 2"]),
        ("a bulk edit", { $0.editScenes([1, 3], at: at) { $0.organized = true } }, ["scene 1", "scene 3"]),
        ("merging scenes", { $0.mergeScenes([1], into: 2, at: at) }, ["scene 2"]),
        ("a new scene", { $0.addScene(StashScene(id: 0), at: at) }, ["scene 4"]),
        ("playing", { $0.play(1, at: at) }, []),
        ("moving a file", { $0.moveFile(2, to: "/data/new.mp4", at: at) }, ["file 2"]),
        ("renaming a tag", { $0.renameTag(1, to: "x", at: at) }, ["tag 1"]),
        ("renaming a performer", { $0.renamePerformer(1, to: "x", at: at) }, ["performer 1"]),
        ("renaming a studio", { $0.renameStudio(1, to: "x", at: at) }, ["studio 1"]),
        ("renaming a group", { $0.renameGroup(1, to: "x", at: at) }, ["group 1"]),
        ("merging tags", { $0.mergeTags([1], into: 2) }, []),
        ("deleting a tag", { $0.deleteTag(1) }, []),
        ("deleting a performer", { $0.deletePerformer(1) }, []),
        ("deleting a studio", { $0.deleteStudio(1) }, []),
        ("deleting a group", { $0.deleteGroup(1) }, []),
        ("an id that is not there", { $0.rate(99, 1, at: at) }, []),
    ]

    @Test(arguments: edits.indices)
    func `an edit moves just the times that Stash moves`(index: Int) throws {
        let (name, edit, moved) = Self.edits[index]
        let fake = try FakeStash(library: library(), utcOffset: -3600)
        defer { fake.stop() }
        edit(fake)
        let now = StashTime.text(Self.at, offset: -3600)
        var found: [String] = []
        for scene in fake.library.scenes.values {
            if scene.updatedAt != Self.before { found.append("scene \(scene.id)") }
            for file in scene.files where file.updatedAt != Self.before { found.append("file \(file.id)") }
            #expect(scene.updatedAt == Self.before || scene.updatedAt == now, "\(name)")
        }
        for kind in StashEntityKind.allCases {
            for row in fake.library[kind].values where row.updatedAt != Self.before {
                found.append("\(kind) \(row.id)")
            }
        }
        #expect(found.sorted() == moved, "\(name)")
    }

    @Test func `links follow a merge and vanish with what they led to`() throws {
        let fake = try FakeStash(library: library())
        defer { fake.stop() }
        fake.mergeTags([1], into: 2)
        #expect(fake.library.scenes.values.allSatisfy { $0.tags == [2] })
        #expect(fake.library.tags.keys.sorted() == [2] && fake.library.tags[2]?.aliases == ["tag 1"])
        for kind in StashEntityKind.allCases {
            for id in 1...2 { fake.delete(kind, id) }
        }
        #expect(
            fake.library.scenes.values.allSatisfy {
                $0.tags.isEmpty && $0.performers.isEmpty && $0.studio == nil && $0.groups.isEmpty
            })
    }

    @Test func `an id is never used again`() async throws {
        let replay = try StashReplay(library(), at: "2026-01-20T12:00:00Z")
        replay.fake.deleteScene(3)
        #expect(replay.fake.addScene(StashScene(id: 0)) == 4)
        replay.fake.deleteTag(2)
        #expect(replay.fake.add(.tag, StashEntity(id: 0, name: "new")) == 3)
        let answer = try await replay.ask(
            #"mutation{tagCreate(input:{name:"newer"}){id} sceneCreate(input:{title:"t"}){id}}"#)
        #expect(answer["data"]?.description == #"{"tagCreate":{"id":"4"},"sceneCreate":{"id":"5"}}"#)
        await replay.end()
    }

    @Test func `a mutation that fails half way leaves nothing behind`() async throws {
        let replay = try StashReplay(library(), at: "2026-01-20T12:00:00Z")
        let answer = try await replay.ask(#"mutation{scenesUpdate(input:[{id:1,title:"a"},{id:99,title:"b"}]){id}}"#)
        #expect(answer["errors"]?[0]?["message"] == "scene with id 99 not found")
        #expect(answer["data"]?["scenesUpdate"] == JSONTree.null)
        #expect(replay.fake.library.scenes[1]?.title == "" && replay.fake.library.scenes[1]?.updatedAt == Self.before)
        await replay.end()
    }

    @Test(arguments: [Lab.StashRelease.v0_29, .v0_30])
    func `partial dates and trimming came with 0.30`(release: Lab.StashRelease) async throws {
        let replay = try StashReplay(library(), release: release, at: "2026-01-20T12:00:00Z")
        let answer = try await replay.ask(
            #"mutation{sceneUpdate(input:{id:1,title:" t ",date:"2023-05"}){title date}}"#)
        if release == .v0_30 {
            #expect(answer["data"]?.description == #"{"sceneUpdate":{"title":"t","date":"2023-05"}}"#)
        } else {
            #expect(answer["errors"]?[0]?["message"]?.string?.hasPrefix("converting date: ") ?? false)
        }
        await replay.end()
    }

    @Test func `plugin settings are replaced as a whole, and old releases lower their keys`() async throws {
        for release in [Lab.StashRelease.v0_25, .v0_30] {
            let replay = try StashReplay(library(), release: release, at: "2026-01-20T12:00:00Z")
            _ = try await replay.ask(#"mutation{configurePlugin(plugin_id:"p",input:{plexUrl:"a",other:1})}"#)
            _ = try await replay.ask(
                "mutation($m:Map!){configurePlugin(plugin_id:\"p\",input:$m)}",
                variables: ["m": ["plexUrl": "b", "dryRun": true]])
            let answer = try await replay.ask(#"{configuration{plugins(include:["p","q"])}}"#)
            let keys = release == .v0_30 ? ("plexUrl", "dryRun") : ("plexurl", "dryrun")
            #expect(
                answer["data"]?["configuration"]?["plugins"]
                    == ["p": JSONTree.object([(keys.0, JSONTree.string("b")), (keys.1, JSONTree.bool(true))])])
            await replay.end()
        }
    }
}
