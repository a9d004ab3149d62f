import CommandSyntax
import Terminal
import Testing

@testable import Shell

@Suite struct InterpreterTests {
    let bench = Bench()

    @Test(arguments: [
        ("say a b", "a b\n"), ("say 'a  b' # why", "a  b\n"), ("", ""), ("# nothing", ""),
        ("say one | tr a-z A-Z", "ONE\n"),
        ("say \"it's\" | sed s/it/that/", "that's\n"),
    ])
    func `a line writes where it says`(line: String, output: String) async throws {
        #expect(await bench.run(line) == .ended(0))
        #expect(try bench.output() == output)
        #expect(try bench.errors() == "")
    }

    @Test func `a variable is one word, whatever is in it`() async throws {
        for line in ["set who 'a  b; c'", "say $who \"<$who>\" '$who'"] { #expect(await bench.run(line) == .ended(0)) }
        #expect(bench.ran == ["a  b; c <a  b; c> $who"])
    }

    @Test func `aliases run as what they stand for`() async throws {
        for line in ["alias hi 'say hi'", "hi you | cat"] { #expect(await bench.run(line) == .ended(0)) }
        #expect(try bench.output() == "hi you\n")
        #expect(await bench.run("unalias hi") == .ended(0))
        #expect(await bench.run("hi you") == .ended(2))
        #expect(await bench.run("unalias hi") == .ended(1))
    }

    @Test(
        arguments: [
            ("say 'a", 2, "this quote is not closed\n  say 'a\n      ^\n"),
            ("say $x", 2, "no variable '$x'\n  say $x\n      ^\n"),
            ("sya", 2, "unknown command 'sya'; did you mean 'say'?\n  sya\n  ^\n"), ("fail 7", 7, ""),
            ("source", 2, "missing FILE\n  source\n        ^\nusage: source FILE\n"),
            ("set 1x y", 2, "'1x' can't be a name: use letters, digits and '_'\n"),
            ("set timing maybe", 2, "'timing' takes one of off, on, not 'maybe'\n"),
            ("set nothing", 1, "nothing is set as 'nothing'; 'set nothing VALUE' does so\n"),
            ("alias say x", 2, "'say' is a command; give the alias another name\n"),
            ("history", 1, "there is no history outside of the prompt\n"),
            ("source /nowhere/x", 1, "there is no file '/nowhere/x'\n"),
            ("watch 5s watch 5s say", 1, "'watch' can't watch itself\n"),
            (
                "watch 5x say", 2,
                "SPAN takes a time from 1s to 24h, such as 5s or 2m, not '5x'\n  watch 5x say\n        ^\nusage: watch SPAN COMMAND...\n"
            ),
        ] as [(String, Int32, String)])
    func `what fails says why and has its code`(line: String, code: Int32, message: String) async throws {
        #expect(await bench.run(line) == .ended(code))
        #expect(try bench.errors() == message)
        #expect(try bench.output() == "")
    }

    @Test func `files are written, added to, and left alone by lines that fail`() async throws {
        let file = bench.folder.file("to")
        #expect(await bench.run("say one > \(file)") == .ended(0))
        #expect(await bench.run("say two >> \(file)") == .ended(0))
        #expect(try bench.folder.text("to") == "one\ntwo\n")
        #expect(await bench.run("fail 3 > \(file)") == .ended(3))
        #expect(await bench.run("nonsense > \(file)") == .ended(2))
        #expect(try bench.folder.text("to") == "one\ntwo\n")
        #expect(await bench.run("set x 5 > \(file)") == .ended(0))
        #expect(try bench.folder.text("to") == "")
        #expect(await bench.run("say x > /nowhere/x") == .ended(1))
        #expect(try bench.errors().contains("the file '/nowhere/x' can't be opened: No such file or directory"))
    }

    @Test func `the last result is a list for later lines, and its absence is explained`() async throws {
        let state = bench.interpreter.state
        #expect(await bench.run("say $last") == .ended(2))
        state.remember(last: ["12", "15"], orBecause: "")
        for line in ["say $last", "alias again 'say $last'", "again"] { #expect(await bench.run(line) == .ended(0)) }
        #expect(bench.ran == ["12,15", "12,15"])
        state.remember(last: [], orBecause: "'gaps' found no scene")
        #expect(await bench.run("say $last") == .ended(2))
        #expect(await bench.run("again") == .ended(2))
        #expect(await bench.run("say $lats") == .ended(2))
        #expect(
            try bench.errors() == """
                '$last' is empty: no command has found anything yet; 'gaps' does
                  say $last
                      ^
                '$last' is empty: 'gaps' found no scene
                  say $last
                      ^
                alias 'again': '$last' is empty: 'gaps' found no scene
                  again
                  ^
                no variable '$lats'; did you mean '$last'?
                  say $lats
                      ^

                """)
    }

    @Test func `every command of the shell is declared well and has an example`() {
        #expect(Interpreter.builtins.mistakes == [])
        #expect(Interpreter.builtinSignatures.filter(\.examples.isEmpty).map(\.name) == [])
    }

    @Test(arguments: [
        ("set col", ["color"]), ("set color ", ["auto", "always", "never"]), ("set timing o", ["off", "on"]),
        ("set place C", ["Clips", "Café Clips"]), ("set place w", ["words"]), ("set day ", []), ("unset t", ["timing"]),
        ("watch 5s sa", ["say"]), ("unalias ", []),
    ])
    func `TAB knows what a setting takes`(line: String, labels: [String]) {
        let place = Preference(
            "place", ["words"], names: NameSort("library"), standard: "", takes: "a place", "Where."
        ) { _ in true }
        let vocabulary = Bench(preferences: [place]).interpreter.vocabulary
        #expect(complete(line, cursor: line.utf8.count, with: vocabulary).candidates.map(\.label) == labels)
    }

    @Test(arguments: [
        ("source ", Completion.Files.files), ("say x > ", .files), ("say x >> ou", .files), ("say ", .none),
    ])
    func `TAB looks for files where a file is meant`(line: String, files: Completion.Files) {
        #expect(complete(line, cursor: line.utf8.count, with: bench.interpreter.vocabulary).files == files)
    }

    @Test func `a setting takes only what it knows`() async throws {
        let bench = Bench(preferences: [
            Preference("even", standard: "0", takes: "an even number", "Even.") { Int($0)?.isMultiple(of: 2) == true }
        ])
        #expect(await bench.run("set even 4") == .ended(0))
        #expect(await bench.run("set even 5") == .ended(2))
        #expect(try bench.errors() == "'even' takes an even number, not '5'\n")
        #expect(bench.interpreter.state.value("even") == "4")
        #expect(await bench.run("set color always") == .ended(0))
        #expect(bench.interpreter.screen.color == .always)
    }

    @Test func `settings are listed with their meaning`() async throws {
        let bench = Bench(preferences: [Preference("format", ["table", "json"], standard: "table", "How to print.")])
        for line in ["set format json", "set day 1", "set"] { #expect(await bench.run(line) == .ended(0)) }
        let rows = try bench.output().split(separator: "\n").map(String.init)
        #expect(rows.map { $0.prefix { $0 != " " } } == ["Name", "color", "day", "echo", "format", "status", "timing"])
        #expect(rows[4] == "format  json   How to print.")
        #expect(bench.interpreter.state.given("timing") == nil && bench.interpreter.state.value("timing") == "off")
        #expect(await bench.run("unset format") == .ended(0))
        #expect(bench.interpreter.state.value("format") == "table")
    }

    @Test func `the variable status is the exit code of the last line that held a command`() async throws {
        let bench = Bench()
        for line in ["set status", "fail 3", "", "# x", "set status", "set status", "say 'open", "say $status"] {
            _ = await bench.run(line)
        }
        #expect(try bench.output() == "0\n3\n0\n2\n")
    }

    @Test func `timing tells the time of a line and what it asked of which server`() async throws {
        for line in ["say early", "set timing on", "say x"] { _ = await bench.run(line) }
        let rows = try bench.errors().split(separator: "\n")
        #expect(rows.map { $0.hasPrefix("time: ") } == [true, true])
        #expect(rows.map { $0.hasSuffix(", 3 requests to plex") } == [false, true])
        #expect(!rows.contains { $0.contains("stash") })
    }

    @Test(arguments: [("quit", 0), ("quit 3", 3), ("exit", 0)] as [(String, Int32)])
    func `quit leaves`(line: String, code: Int32) async { #expect(await bench.run(line) == .left(code)) }

    @Test func `a builtin explains itself`() async throws {
        #expect(await bench.run("alias --help") == .ended(0))
        #expect(try bench.output().hasPrefix("usage: alias [NAME] [TEXT]\n"))
    }

    @Test func `watch ends with the command that fails, or when it is cancelled`() async throws {
        #expect(await bench.run("watch 1h fail 4") == .ended(4))
        let interpreter = bench.interpreter
        let task = Task { await interpreter.run("watch 1h hang") }
        for await _ in bench.whenStarted { break }
        task.cancel()
        #expect(await task.value == .ended(0))
    }
}
