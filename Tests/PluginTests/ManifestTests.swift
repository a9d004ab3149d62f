import Foundation
import Testing
import YAML

/// The manifest under Stash's strict rules (`apis/stash.md` 8.1): one unknown key and the plugin does not load.
@Suite struct ManifestTests {
    private static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("examples/stash-plugin")
    }

    struct Manifest {
        var exec: [String] = []
        var tasks: [(name: String, arguments: [String: String])] = []
        var hooks: [(triggers: [String], words: [String])] = []
        var settings: [(key: String, type: String)] = []
        var faults: [String] = []

        init(_ bytes: Data) throws {
            let document = Document(bytes: bytes, file: "plexsync.yml")
            let root = try #require(document.root)
            let log = document.log
            var read = self
            log.mapping(root, path: "") { keys in
                for key in ["name", "description", "version", "url"] { _ = keys.string(key, takesNumbers: true) }
                read.exec = keys.strings("exec") ?? []
                if let interface = keys.string("interface") { #expect(["raw", "rpc", "js"].contains(interface)) }
                if let level = keys.string("errLog") {
                    #expect(["none", "trace", "debug", "info", "warning", "error", "progress"].contains(level))
                }
                read.tasks = keys.list("tasks") { log.mapping($0, path: $1) { Self.task($0) } } ?? []
                read.hooks = keys.list("hooks") { log.mapping($0, path: $1) { Self.hook($0) } } ?? []
                keys.mapping("settings") { settings in
                    for entry in settings.keys {
                        settings.mapping(entry.key) { setting in
                            _ = (setting.string("displayName"), setting.string("description"))
                            read.settings.append((entry.key, setting.string("type") ?? "STRING"))
                        }
                    }
                }
            }
            read.faults = log.faults.map(\.description)
            self = read
        }

        init() {}

        private static func task(_ keys: MappingDecoder) -> (name: String, arguments: [String: String]) {
            var arguments: [String: String] = [:]
            keys.mapping("defaultArgs") { given in
                for entry in given.keys { arguments[entry.key] = given.string(entry.key) ?? "" }
            }
            _ = (keys.string("description"), keys.strings("execArgs"))
            return (keys.string("name") ?? "", arguments)
        }

        private static func hook(_ keys: MappingDecoder) -> (triggers: [String], words: [String]) {
            _ = (keys.string("name"), keys.string("description"))
            return (keys.strings("triggeredBy") ?? [], keys.strings("execArgs") ?? [])
        }
    }

    private func manifest() throws -> Manifest {
        try Manifest(Data(contentsOf: Self.folder.appendingPathComponent("plexsync.yml")))
    }

    @Test func `Stash would load it`() throws {
        let manifest = try manifest()
        #expect(manifest.faults == [])
        #expect(manifest.exec == ["./plexsync-plugin"])
        #expect(manifest.settings.allSatisfy { ["STRING", "NUMBER", "BOOLEAN"].contains($0.type) })
        #expect(Set(manifest.settings.map { $0.key.lowercased() }).count == manifest.settings.count)
    }

    @Test func `its tasks are those that were asked for, each with its mode`() throws {
        let tasks = try manifest().tasks
        #expect(
            tasks.map(\.name) == [
                "Reconcile Library", "Reconcile Recent (24 h)", "Reconcile Last 7 Days", "Reconcile Range",
                "View Queue Status", "Process Queue", "Retry Dead Letters", "Clear Queue", "Check Connection",
            ])
        #expect(
            tasks.map { $0.arguments["mode"] } == [
                "reconcile", "recent", "week", "range", "status", "drain", "retry", "clear", "check",
            ])
    }

    @Test func `its hooks are told by a word, and Stash knows each trigger`() throws {
        let hooks = try manifest().hooks
        #expect(hooks.allSatisfy { $0.words == ["hook"] })
        let subjects = [
            "Scene", "SceneMarker", "Image", "Gallery", "GalleryChapter", "Group", "Movie", "Performer", "Studio",
            "Tag",
        ]
        let known = subjects.flatMap { subject in
            ["Create", "Update", "Destroy"].map { "\(subject).\($0).Post" }
        }
        let triggers = hooks.flatMap(\.triggers)
        #expect(Set(triggers).isSubset(of: known + ["Tag.Merge.Post"]))
        let needed = ["Studio", "Performer", "Tag", "Group"].flatMap { ["\($0).Update.Post", "\($0).Destroy.Post"] }
        #expect(
            Set(needed + ["Scene.Create.Post", "Scene.Update.Post", "Scene.Destroy.Post", "Tag.Merge.Post"])
                .isSubset(of: triggers))
    }

    @Test func `nothing else beside it is taken for a manifest`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.filter { $0.hasSuffix(".yml") } == ["plexsync.yml"])
    }
}
