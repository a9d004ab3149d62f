import CommandSyntax
import Configuration
import Lab
import SyncModel
import TestSupport
import Testing
import Transport

@testable import Commands

@Suite struct MemoryTests {
    @Test func `the prompt shows what waits, a pause and servers that are down`() {
        var state = Memory.State()
        #expect(Memory.prompt(state) == "plexsync> ")
        state.ready = 12
        state.silent = ["plex"]
        #expect(Memory.prompt(state) == "plexsync[12q !plex]> ")
        (state.isPaused, state.isDemo, state.ready) = (true, true, 0)
        state.resting = ["stash", "plex"]
        #expect(Memory.prompt(state) == "plexsync(demo)[paused !plex !stash]> ")
    }

    @Test func `after commands the queue's names and count are known`() async throws {
        let bench = Bench()
        let choices = Choices(state: bench.folder("state"))
        await bench.workspace.refreshMemory(choices)
        #expect(bench.folder.bytes(of: "state/plexsync.db") == nil)
        _ = try await bench.run("queue add 1 2")
        _ = try await bench.run("queue pause")
        await bench.workspace.refreshMemory(choices)
        #expect(bench.workspace.memory.state.ready == 2)
        #expect(bench.workspace.memory.state.isPaused)
        #expect(bench.workspace.memory.names(.job) == ["1", "2"])
    }

    @Test func `a new session knows the names of earlier ones before any command, and asks no server`() async throws {
        let bench = Bench(transport: CurlTransport())
        let stage = try DemoStage(.demo())
        _ = try await bench.run("gaps --rules \(stage.rules)")
        _ = try await bench.run("reconcile -n 3 --rules \(stage.rules)")
        stage.takeDown()
        let rules = try bench.write(
            "version: 1\nrules: [{name: nightly, when: daily, do: report}]\n", to: "rules.yaml")
        let later = Workspace(Bench().wiring)
        await later.recall(Choices(rules: rules, state: bench.folder("state")))
        let memory = later.memory
        #expect(memory.names(.library).contains("Clips"))
        #expect(memory.names(.rule) == ["nightly"])
        #expect(memory.names(.run) == ["1"])
        #expect(memory.names(.job) == ["1", "2", "3"])
        #expect(memory.state.ready == 3)
        #expect(!memory.names(.studio).isEmpty && !memory.names(.tag).isEmpty && !memory.names(.performer).isEmpty)
    }

    @Test func `where nothing is, nothing is made, and a file with faults is left to the commands`() async throws {
        let bench = Bench()
        let rules = try bench.write("version: [\n", to: "rules.yaml")
        await bench.workspace.recall(Choices(rules: rules, state: bench.folder("state")))
        #expect(bench.folder.bytes(of: "state/plexsync.db") == nil)
        #expect(bench.workspace.memory.names(.library) == [])
    }

    @Test func `lines with secrets are known for such`() async throws {
        let bench = Bench()
        _ = try bench.write("hush-hush\n", to: "token")
        let rules = try bench.write(
            "version: 1\nplex: {url: \"http://h:2\", token: \"${file:token}\", libraries: [Clips]}\n", to: "rules.yaml")
        _ = try await bench.workspace.settings(Choices(rules: rules))
        let memory = bench.workspace.memory
        #expect(memory.isSecret("gaps --tag hush-hush"))
        #expect(memory.isSecret("gaps | curl -H 'X-Plex-Token: abc' http://h"))
        #expect(!memory.isSecret("gaps --tag hush"))
        #expect(memory.names(.library) == ["Clips"])
        #expect(memory.configuredLibraries == ["Clips"])
    }

    @Test func `libraries that can't be used are not offered`() {
        let memory = Memory()
        memory.remember([
            Library(key: .init(rawValue: "1"), title: "Clips"),
            Library(key: .init(rawValue: "2"), title: "Shows", type: "show"),
        ])
        #expect(memory.names(.library) == ["Clips"])
    }

    @Test func `the rule that help shows is one`() throws {
        let files = FileReader { _, _ throws(FileReader.Failure) in
            FileReader.Contents(Array("version: 1\n\(RulesPage.example)\n".utf8))
        }
        let settings = try Settings.load(path: "/etc/plexsync.yaml", environment: [:], files: files)
        #expect(settings.rules.count == 1)
        let shown = HelpPage(of: try #require(commandTree.signature.find(["rules"])), in: commandTree.signature)
        for line in RulesPage.example.split(separator: "\n") { #expect(shown.rendered().contains("  \(line)\n")) }
    }

    @Test func `the small configuration that help shows is one`() throws {
        let files = FileReader { path, _ throws(FileReader.Failure) in
            guard path.hasSuffix("plexsync.yaml") else { return FileReader.Contents(Array("token\n".utf8)) }
            return FileReader.Contents(Array(Topic.exampleConfiguration.utf8))
        }
        let settings = try Settings.load(
            path: "/etc/plexsync.yaml", environment: ["STASH_API_KEY": "k"], files: files)
        #expect(settings.plex?.libraries == ["Clips", "Archive"])
        #expect(settings.paths == [PathMapping(stash: "/data/", plex: "/media/clips/")])
        let shown = Topic.configuration.rendered(width: 80)
        for line in Topic.exampleConfiguration.split(separator: "\n") { #expect(shown.contains("  \(line)\n")) }
    }
}
