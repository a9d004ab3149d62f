import CommandSyntax
import Configuration
import Foundation
import JSON
import Lab
import PlexAPI
import SyncEngine
import SyncModel
import TestSupport
import Testing
import Transport

@testable import Commands

/// Commands that need both servers, on the demo's own.
@Suite struct LabTests {
    let bench = Bench(transport: CurlTransport())

    /// Runs `line` on a demo that stands, and takes that down.
    func run(_ line: String) async throws -> Bench.Ending {
        let stage = try DemoStage(.demo())
        defer { stage.takeDown() }
        return try await bench.run("\(line) --rules \(stage.rules)")
    }

    @Test func `a healthy pair of servers has no fault`() async throws {
        let ending = try await run("doctor --format json")
        #expect(ending.code == 0)
        let checks = try #require(try ending.json()["checks"]?.elements)
        #expect(checks.filter { $0["state"]?.string == "fault" } == [])
        for check in ["reachable", "auth"] {
            #expect(checks.filter { $0["check"]?.string == check && $0["state"]?.string == "ok" }.count == 2)
        }
        #expect(!ending.output.contains("lab-plex-token"))
        #expect(!ending.output.contains("lab-stash-key"))
    }

    @Test func `with one server down the other is looked at all the same`() async throws {
        let servers = try LabServers(world: .demo(), release: .v0_24)
        defer { servers.stop() }
        let rules = try servers.writeConfiguration(into: bench.folder.path)
        servers.plex.stop()
        let ending = try await bench.run("doctor --format json --rules \(rules)")
        #expect(ending.code == 69)
        let checks = try #require(try ending.json()["checks"]?.elements)
        func states(_ part: String, _ check: String) -> [String] {
            checks.filter { $0["part"]?.string == part && $0["check"]?.string == check }.compactMap {
                $0["state"]?.string
            }
        }
        #expect(states("stash", "reachable") == ["ok"])
        #expect(states("stash", "offers") == ["warning"])
        #expect(states("plex", "reachable") == ["fault"])
        #expect(states("paths", "sample") == ["skipped"])
    }

    @Test func `the lab's history is taken over, once a search has shown its locks`() async throws {
        let now = Bench.now.seconds
        let servers = try LabServers(world: .demo(now: now), clock: { now })
        defer { servers.stop() }
        let rules = try servers.writeConfiguration(into: bench.folder.path)
        try servers.writeHistory(into: bench.folder.path)
        func otherWriters() async throws -> String? {
            let checks = try await bench.run("doctor --format json --rules \(rules)").json()["checks"]?.elements ?? []
            return checks.first { $0["check"]?.string == "other-writers" }?["state"]?.string
        }
        #expect(try await otherWriters() == "skipped")
        #expect(try await bench.run("gaps --rules \(rules)").code == 0)
        #expect(try await otherWriters() == "warning")
        let ending = try await bench.run("import stash2plex \(bench.folder.path) --format json --rules \(rules)")
        #expect(ending.code == 0)
        #expect(try ending.json()["imported"]?.int == servers.world.history.count)
        #expect(try ending.json()["faults"]?.elements?.isEmpty == true)
    }

    @Test func `a match says how it was found, rung by rung`() async throws {
        let ending = try await run("match 12 --explain --format json")
        #expect(ending.code == 0)
        let match = try #require(try ending.json()["matches"]?[0])
        #expect(match["match"]?.string == "path")
        #expect(match["targets"]?.elements?.count == 1)
        let rungs = match["files"]?[0]?["rungs"]?.elements ?? []
        #expect(rungs.map { $0["rung"]?.string } == ["path", "folded", "name"])
        #expect(rungs.first?["candidates"]?[0]?["rating_key"] == match["targets"]?[0]?["rating_key"])
        #expect(match["files"]?[0]?["roots"]?[0]?["library"]?.string == match["targets"]?[0]?["library"]?.string)
    }

    @Test func `a scene is found by its path in Stash, and by that in Plex`() async throws {
        let stage = try DemoStage(.demo())
        defer { stage.takeDown() }
        let byNumber = try await bench.run("match 12 --format json --rules \(stage.rules)")
        let file = try #require(try byNumber.json()["matches"]?[0]?["files"]?[0])
        for key in ["path", "mapped"] {
            let path = try #require(file[key]?.string)
            let found = try await bench.run("match '\(path)' --format json --rules \(stage.rules)")
            #expect(found.output == byNumber.output)
        }
        let nothing = try await bench.run("match /data/nothing.mp4 --rules \(stage.rules)")
        #expect(nothing.code == 1)
        #expect(nothing.said.last == "Stash has no scene '/data/nothing.mp4'.")
    }

    @Test func `the demo shows gaps, wants the shell, and leaves nothing behind`() async throws {
        let workspace = Workspace(bench.wiring)
        let (output, said) = (Captured(), Captured())
        let app = App(
            choices: Choices(), workspace: workspace, wiring: bench.wiring, output: output, activity: NoActivity(),
            tell: { said.add($0) }, ask: { _ in nil })
        let request = try commandTree.parse([.init("demo", at: 0..<4)])
        await #expect(throws: CommandEnd.opensShell) { try await commandTree.run(request, in: app) }
        for word in ["empty", "stale", "missing"] { #expect(output.text.contains(word)) }
        #expect(workspace.memory.prompt == "plexsync(demo)> ")
        let rules = try await workspace.location(Choices()).rulesFile
        let folder = URL(fileURLWithPath: rules).deletingLastPathComponent().path
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        await workspace.close()
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(workspace.memory.prompt == "plexsync> ")
    }

    @Test func `the demo takes no files of yours`() async throws {
        #expect(try await bench.run("demo --rules mine.yaml").code == 2)
    }
}
