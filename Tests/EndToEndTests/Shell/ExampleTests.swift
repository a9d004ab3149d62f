import CommandSyntax
import Commands
import Foundation
import Lab
import Shell
import Testing

/// What help shows as examples is done: each line parses and runs.
@Suite(.timeLimit(.minutes(15))) struct ExampleTests {
    struct Other {
        let code: Int32
        let says: String
    }

    /// Examples that can't end well on a made library, with what they say: their jobs, runs and files are not there.
    static let others: [String: Other] = [
        "match /data/clips/a.mp4 --explain": Other(code: 1, says: "no scene"),
        "queue release 9": Other(code: 1, says: "not held"), "runs approve 7": Other(code: 1, says: "not held"),
        "dead show 9": Other(code: 1, says: "no dead letter"),
        "dead retry 9 11": Other(code: 1, says: "no dead letter"),
        "dead drop 9 --yes": Other(code: 1, says: "no dead letter"),
        "sync --plan tonight.json": Other(code: 1, says: "cannot be read"),
        "undo --job 41": Other(code: 0, says: ""),
        "import stash2plex ~/.stash/plugins/PlexSync/data --dry-run": Other(code: 1, says: "no such file"),
        "import stash2plex data --claim": Other(code: 1, says: "no such file"),
        "import stash2plex --from-stash > plexsync.yaml": Other(code: 1, says: "no settings"),
        "history -n 20": Other(code: 1, says: "no history"), "history | grep gaps": Other(code: 1, says: "no history"),
        "unset day": Other(code: 1, says: "nothing is set"), "unalias stale": Other(code: 1, says: "no alias"),
        "rules test": Other(code: 2, says: "There is no"),
        "rules test rules/*.test.yaml": Other(code: 78, says: "no such file"),
        "quit 1": Other(code: 1, says: ""),
    ]

    /// These go on until somebody ends them, are asked by Stash, or change the file that the others need; other tests run
    /// them.
    static let endless = ["host", "demo", "plugin", "watch", "queue drain --wait", "rules add", "rules remove"]

    static let examples: [String] = {
        var all = commandTree.signature.examples.map(\.line)
        for noun in commandTree.signature.verbs + Interpreter.builtinSignatures {
            all += ([noun] + noun.verbs).flatMap { $0.examples.map(\.line) }
        }
        return Set(all).sorted()
    }()

    @Test func `every example parses`() throws {
        let tree = commandTree.adding(Interpreter.builtinSignatures)
        for example in Self.examples {
            guard case .line(let line) = try lex(example, variables: ["last": "12"]) else {
                Issue.record("not a whole line: \(example)")
                continue
            }
            #expect(throws: Never.self, "\(example)") { try tree.parse(line.words) }
        }
    }

    @Test func `every example runs`() async throws {
        let bench = try LabBench(
            World.demo(), adding: "rules: [{name: nightly, when: {daily: \"03:30\"}, do: report}]\n")
        for _ in 1...7 { _ = try await bench.program.run("reconcile") }
        let kept = try bench.copyOfState()
        let folder = bench.folder + "/work"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("status\n".utf8).write(to: URL(fileURLWithPath: folder + "/nightly.plex"))
        try FileManager.default.copyItem(atPath: bench.rules, toPath: folder + "/new.yaml")
        for example in Self.examples where !Self.endless.contains(where: example.hasPrefix) {
            let state = bench.folder + "/example"
            try FileManager.default.copyItem(atPath: kept, toPath: state)
            defer { try? FileManager.default.removeItem(atPath: state) }  // the bench's folder goes as a whole, too
            var program = Program(arguments: ["--rules", bench.rules, "--state", state])
            program.folder = folder
            // What a person answers; and '$last' needs something found before it.
            let before = example.contains("$last") ? ["-c", "gaps"] : []
            let ending = try await program.run(["--yes"] + before + ["-c", example])
            let other = Self.others[example]
            #expect(ending.code == other?.code ?? 0, "\(example): \(ending.errors)")
            if let other, !other.says.isEmpty {
                #expect(ending.errors.contains(other.says), "\(example): \(ending.errors)")
            }
        }
    }
}
