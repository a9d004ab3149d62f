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
            ("set timing maybe", 2, "'timing' is one of off, on, not 'maybe'\n"),
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

    @Test func `settings are listed with their meaning`() async throws {
        let bench = Bench(preferences: [Preference("format", ["table", "json"], standard: "table", "How to print.")])
        for line in ["set format json", "set day 1", "set"] { #expect(await bench.run(line) == .ended(0)) }
        let rows = try bench.output().split(separator: "\n").map(String.init)
        #expect(rows.map { $0.prefix { $0 != " " } } == ["Name", "day", "echo", "format", "timing"])
        #expect(rows[3] == "format  json   How to print.")
        #expect(bench.interpreter.state.given("timing") == nil && bench.interpreter.state.value("timing") == "off")
        #expect(await bench.run("unset format") == .ended(0))
        #expect(bench.interpreter.state.value("format") == "table")
    }

    @Test func `timing tells the time and what it cost`() async throws {
        for line in ["set timing on", "say x"] { _ = await bench.run(line) }
        #expect(
            try bench.errors().split(separator: "\n").allSatisfy {
                $0.hasPrefix("time: ") && $0.hasSuffix(", 3 requests")
            })
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
