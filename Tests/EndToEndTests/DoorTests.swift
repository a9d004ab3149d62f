import Foundation
import JSON
import Lab
import TestSupport
import Testing

/// Arguments, pipe, `-c` and `-f`: the same commands, the same data, the same exit codes.
@Suite struct DoorTests {
    @Test func `the same command gives the same through every door`() async throws {
        let bench = try LabBench(World.make(seed: 6, scenes: 400))
        let line = "gaps --type stale,empty --format json"
        let argued = try await bench.program.run(line.split(separator: " ").map(String.init))
        let piped = try await bench.program.run([], input: line + "\n")
        let lined = try await bench.program.run("-c", line)
        let script = bench.folder + "/script.plex"
        try Data("# what is stale\n\(line)\n".utf8).write(to: URL(fileURLWithPath: script))
        let filed = try await bench.program.run("-f", script)
        #expect(!argued.output.isEmpty)
        for other in [piped, lined, filed] {
            #expect(other.output == argued.output, "\(other.errors)")
            #expect(other.code == argued.code)
        }
    }

    @Test(
        arguments: [
            (["gapz"], 2, "gaps"), (["gaps", "--tpye", "stale"], 2, "--type"),
            (["gaps", "--type", "stail"], 2, "stale"),
            (["gaps", "--scope", "2026-02-30..2026-03-01"], 2, "2026-02-30"),
            (["gaps", "--scope", "2026-03-01..2026-02-01"], 2, "not after"),
            (["gaps", "--library", "Clip"], 2, "Clips"), (["gaps", "--rating", "huge"], 2, "rating"),
        ] as [([String], Int32, String)])
    func `bad words are named with what is near`(words: [String], code: Int32, says: String) async throws {
        let bench = try LabBench(World.make(seed: 6, scenes: 60))
        let ending = try await bench.program.run(words)
        #expect(ending.code == code, "\(ending.errors)")
        #expect(ending.errors.contains(says), "\(ending.errors)")
        #expect(ending.output.isEmpty)
    }

    @Test func `a reader that leaves ends it quietly`() async throws {
        let bench = try LabBench(World.make(seed: 6, scenes: 400))
        let command =
            "'\(Program.path)' --rules '\(bench.rules)' --state '\(bench.state)' gaps --format jsonl | head -n 1"
        let shell = try ChildProcess("/bin/sh", ["-c", command], output: .pipe, errors: .pipe)
        async let text = shell.output.text()
        let errors = await shell.errors.text()
        await shell.end()
        #expect(await text.hasPrefix("{\"scene\":"))
        #expect(!errors.contains("rror"), "\(errors)")
    }

    @Test(arguments: [">&-", "<&- >&-", "<&- >&- 2>/dev/null"])
    func `an output that the caller has closed is an error of the write, and no file or connection of ours`(
        closed: String
    ) async throws {
        let bench = try LabBench(World.make(seed: 6, scenes: 60))
        let command = "exec '\(Program.path)' --rules '\(bench.rules)' --state '\(bench.state)' gaps \(closed)"
        let shell = try ChildProcess("/bin/sh", ["-c", command], errors: .pipe)
        let errors = await shell.errors.text()
        #expect(await shell.end() == 1)
        if !closed.contains("2>") { #expect(errors.contains("Bad file descriptor"), "\(errors)") }
    }

    @Test func `no secret appears anywhere`() async throws {
        let canary = "canary-5d41402abc4b2a76"
        let bench = try LabBench(World.make(seed: 6, scenes: 100), key: canary)
        var shown = ""
        for words in [
            ["gaps", "--format", "json"], ["reconcile"], ["doctor"], ["status"], ["libraries"], ["plan", "1"],
            ["runs", "show", "1"], ["gaps", "--rules", "/nowhere/\(UUID().uuidString)"],
        ] {
            let ending = try await bench.program.run(words)
            shown += ending.output + ending.errors
        }
        bench.servers.plex.token = "another"
        let refused = try await bench.program.run("gaps")
        shown += refused.output + refused.errors
        #expect(refused.code == 78)
        #expect(!shown.contains(canary))
        for file in try FileManager.default.subpathsOfDirectory(atPath: bench.state) {
            let data = FileManager.default.contents(atPath: "\(bench.state)/\(file)") ?? Data()
            #expect(data.range(of: Data(canary.utf8)) == nil, "\(file)")
        }
    }
}
