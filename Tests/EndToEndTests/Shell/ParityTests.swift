import CommandSyntax
import Commands
import Foundation
import JSON
import Lab
import Testing

/// The same command gives the same data and the same exit code, whichever way it is given.
@Suite(.timeLimit(.minutes(15))) struct ParityTests {
    /// Lines that try each command which only looks.
    static let looking: [String: [String]] = [
        "gaps": ["gaps", "gaps --type stale,empty --field title -n 3"], "reconcile": ["reconcile --dry-run -n 2"],
        "plan": ["plan 12 16"], "match": ["match 12 --explain"], "status": ["status", "status --outages"],
        "queue list": ["queue list --state all"], "queue show": ["queue show 1"], "dead list": ["dead list"],
        "runs list": ["runs list"], "runs show": ["runs show 1"], "runs trend": ["runs trend"],
        "rules list": ["rules list"],
        "rules show": ["rules show nightly"], "rules check": ["rules check"],
        "rules explain": ["rules explain nightly --from 2026-03-27"],
        "rules simulate": ["rules simulate --from 2026-03-28 --to 2026-03-31"],
        "rules run": ["rules run nightly --dry-run"], "undo": ["undo 1 --dry-run"], "libraries": ["libraries"],
        "doctor": ["doctor"],
    ]

    /// Commands that are tried elsewhere, and why not here.
    static let others: [String: String] = [
        "sync": "writes to Plex", "queue drain": "writes to Plex", "queue add": "queues", "queue retry": "moves jobs",
        "queue drop": "drops jobs", "queue release": "moves jobs", "queue clear": "drops jobs",
        "queue pause": "steers the queue", "queue resume": "steers the queue",
        "dead show": "nothing is dead here; see the lines that fail", "dead retry": "moves jobs",
        "dead drop": "drops jobs", "dead purge": "drops jobs", "runs approve": "queues",
        "rules enable": "switches a rule",
        "rules disable": "switches a rule", "rules add": "writes the file", "rules remove": "writes the file",
        "rules test": "needs fixtures", "rules schema": "has one format, and asks nobody",
        "import stash2plex": "changes the history",
        "host": "runs until it is told to stop",
        "demo": "brings its own servers", "plugin": "Stash talks to it", "help": "is the shell's own",
    ]

    static let failing: [(line: String, code: Int32)] = [
        ("gaps -n 1 --exit-code", 3), ("gaps --library Nowhere", 2), ("gaps --tpye stale", 2), ("queue show 999", 1),
        ("dead show 999", 1), ("runs show 999", 1), ("rules show nothing", 2), ("match 99999", 1),
        ("rules check /nowhere/file", 78),
    ]

    private let bench: LabBench

    init() async throws {
        bench = try LabBench(
            World.demo(),
            adding: """
                rules:
                  - {name: nightly, when: {daily: "03:30"}, do: report}
                  - {name: repair, when: manual, do: enqueue}

                """)
        let ending = try await bench.program.run("reconcile")
        #expect(ending.code == 0)
    }

    @Test func `every command is tried here or said to be tried elsewhere`() {
        let commands = commandTree.signature.verbs.flatMap { $0.verbs.isEmpty ? [$0] : $0.verbs }
        for path in commands.map({ $0.path.joined(separator: " ") }) {
            #expect((Self.looking[path] == nil) != (Self.others[path] == nil), "\(path)")
        }
    }

    /// All lines that exist just now, each in two formats.
    private var lines: [String] {
        let known = Self.looking.filter {
            commandTree.signature.find($0.key.split(separator: " ").map(String.init)) != nil
        }
        return known.sorted { $0.key < $1.key }.flatMap(\.value).flatMap { line in
            ["json", "table"].map { "\(line) --format \($0)" }
        }
    }

    @Test func `arguments, a pipe, -c and -f give the same data`() async throws {
        let lines = lines
        var argued: [String] = []
        for line in lines {
            let ending = try await bench.program.run(line.split(separator: " ").map(String.init))
            #expect(ending.code == 0, "\(line): \(ending.errors)")
            #expect(!ending.output.isEmpty || line.hasSuffix("table"), "\(line)")  // nothing found is told beside
            argued.append(ending.output.timeless)
        }
        let script = lines.joined(separator: "\n") + "\n"
        let file = bench.folder + "/script.plex"
        try Data(script.utf8).write(to: URL(fileURLWithPath: file))
        let piped = try await bench.program.run([], input: script)
        let filed = try await bench.program.run("-f", file)
        let lined = try await bench.program.run(lines.flatMap { ["-c", $0] })
        for (door, ending) in [("pipe", piped), ("-f", filed), ("-c", lined)] {
            #expect(ending.code == 0, "\(door): \(ending.errors)")
            #expect(ending.output.timeless == argued.joined(), "\(door)")
        }
    }

    /// Where a line is typed, its data goes into a file, which is no terminal; what the screen shows is for people.
    @Test(.enabled(if: TmuxWindow.isInstalled, "tmux is not installed"))
    func `a line that is typed gives them too, and the same exit code`() async throws {
        let window = try TmuxWindow(
            bench.program, columns: 120, variables: ["HOME": bench.folder, "PAGER": "cat"])
        let person = Person(window: window)
        try await window.wait(for: "the prompt") { $0.last?.isPrompt ?? false }
        for (index, line) in (lines + Self.failing.map(\.line)).enumerated() {
            let file = "\(bench.folder)/typed-\(index)"
            try await person.do(.line(line, "\(line) > \(file)"))
            // No file is made for a command that prints nothing.
            let typed = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
            let argued = try await bench.program.run(line.split(separator: " ").map(String.init))
            #expect(typed.timeless == argued.output.timeless, "\(line)")
            try await person.do(.line("exit code of \(line)", "set status > \(file).code"))
            #expect(try String(contentsOfFile: file + ".code", encoding: .utf8) == "\(argued.code)\n", "\(line)")
        }
    }

    @Test func `and the same exit code`() async throws {
        for (line, code) in Self.failing {
            let words = line.split(separator: " ").map(String.init)
            let argued = try await bench.program.run(words)
            #expect(argued.code == code, "\(line): \(argued.errors)")
            let file = bench.folder + "/failing.plex"
            try Data("# fails\n\(line)\nstatus\n".utf8).write(to: URL(fileURLWithPath: file))
            let others = [
                try await bench.program.run([], input: line + "\n"), try await bench.program.run("-c", line),
                try await bench.program.run("-f", file),
            ]
            for other in others {
                #expect(other.code == code, "\(line): \(other.errors)")
                #expect(other.output == argued.output, "\(line)")
            }
            // The same in a script on a terminal.
            let terminal = try PseudoTerminal(bench.program, "-c", line)
            #expect(await terminal.readToEnd() == code, "\(line)")
        }
    }

    @Test func `a rule finds and queues what the command does`() async throws {
        let found = try await bench.program.run("gaps", "--format", "json").json()
        let reported = try await bench.program.run("rules", "run", "nightly", "--format", "json").json()
        for key in ["counts", "outcomes"] { #expect(reported[key]?.counts == found[key]?.counts, "\(key)") }
        let scenes = { (json: JSONTree) in json["gaps"]?.list.compactMap { $0["scene"]?.text } ?? [] }
        #expect(scenes(reported) == scenes(found) && !scenes(found).isEmpty)
        #expect(reported["queued"]?["scenes"]?.number == 0)

        let commanded = try await bench.program.run("queue", "list", "--format", "json").json()
        let other = try LabBench(World.demo(), adding: "rules: [{name: repair, when: manual, do: enqueue}]\n")
        let ruled = try await other.program.run("rules", "run", "repair", "--format", "json")
        #expect(ruled.code == 0, "\(ruled.errors)")
        let queued = try await other.program.run("queue", "list", "--format", "json").json()
        let jobs = { (json: JSONTree) in
            (json["jobs"]?.list ?? []).map { "\($0["scene"]?.text ?? "") \($0["why"]?.texts ?? [])" }.sorted()
        }
        #expect(jobs(queued) == jobs(commanded) && !jobs(queued).isEmpty)
    }
}

extension String {
    /// Without what differs from one moment to the next: instants, ages, and the blanks that make room for them.
    fileprivate var timeless: String {
        let instants = replacing(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?/, with: "(instant)")
        let ages = instants.replacing(/just now|(in )?\d+ (s|min|h|d|months|years)( ago)?/, with: "(age)")
        return ages.replacing(/\ +|-{2,}/, with: " ")
    }
}
