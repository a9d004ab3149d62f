import Glibc
import Terminal
import Testing

@testable import Shell

@Suite struct BatchTests {
    let bench = Bench()

    func run(_ text: String, keepsGoing: Bool = false) async -> Outcome {
        await Batch(bench.interpreter, keepsGoing: keepsGoing).run(Rows(text), named: "job.plex")
    }

    @Test func `lines run one after another, over rows that go on`() async throws {
        #expect(await run("\u{FEFF}say a\n\n# no\nsay 'b\nc' \\\n  d\r\nsay e") == .ended(0))
        #expect(bench.ran == ["a", "b\nc d", "e"])
    }

    @Test func `the first line that fails ends it, with its code and place`() async throws {
        #expect(await run("say a\n\nsay \\\n  $b\nsay c") == .ended(2))
        #expect(bench.ran == ["a"])
        #expect(try bench.errors() == "job.plex:3: no variable '$b'\n    $b\n    ^\n")
    }

    @Test func `going on keeps the first code`() async throws {
        #expect(await run("fail 5\nsay a\nfail 6\nsay b", keepsGoing: true) == .ended(5))
        #expect(bench.ran == ["a", "b"])
    }

    @Test(arguments: [("say a\nquit\nsay b", Outcome.left(0)), ("say a\nquit 4", .left(4)), ("say 'a", .ended(2))])
    func `a script may leave, and an open quote at its end is told`(text: String, outcome: Outcome) async {
        #expect(await run(text) == outcome)
    }

    @Test func `leaving after a failure does not hide it`() async {
        #expect(await run("fail 5\nquit", keepsGoing: true) == .left(5))
    }

    @Test func `echo shows lines before they run`() async throws {
        #expect(await run("set echo on\nsay 'a\nb'") == .ended(0))
        #expect(try bench.errors() == "say 'a\\u{A}b'\n")
    }

    @Test func `a file runs another, and says where it failed`() async throws {
        try bench.folder.write("say inner\nfail 9\nsay never\n", to: "inner")
        let inner = bench.folder.file("inner")
        #expect(await run("say outer\nsource \(inner)\nsay never") == .ended(9))
        #expect(bench.ran == ["outer", "inner"])
        try bench.folder.write("\n\nnonsense\n", to: "inner")
        #expect(await run("source \(inner)") == .ended(2))
        #expect(try bench.errors().hasPrefix("\(inner):3: unknown command 'nonsense'"))
    }

    @Test func `a file that leaves, leaves all`() async throws {
        try bench.folder.write("quit 3\n", to: "inner")
        #expect(await run("source \(bench.folder.file("inner"))\nsay never") == .left(3))
        #expect(bench.ran == [])
    }

    @Test func `a file that runs itself is stopped`() async throws {
        let file = bench.folder.file("loop")
        try bench.folder.write("say x\nsource \(file)\n", to: "loop")
        #expect(await run("source \(file)") == .ended(1))
        #expect(bench.ran.count == 16)
        #expect(try bench.errors() == "\(file):2: '\(file)' is 16 files deep; does it run itself?\n")
    }

    @Test func `rows are handed on as soon as they are there`() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let rows = Rows(reading: ends[0])
        try Terminal.write("one\ntw", to: ends[1])
        #expect(await rows.next() == "one")
        try Terminal.write("o\n\nlast", to: ends[1])
        #expect(await rows.next() == "two")
        #expect(await rows.next() == "")
        close(ends[1])
        #expect(await rows.next() == "last")
        #expect(await rows.next() == nil)
        #expect(await rows.next() == nil)
        close(ends[0])
    }

    @Test(arguments: [
        ("a\nb", ["a@1", "b@2"]), ("a\\\nb\nc", ["a\\\nb@1", "c@3"]), ("'a\nb'", ["'a\nb'@1"]), ("", []),
        ("a 'b\nc", ["a 'b\nc@1"]), ("a ; 'b\nc'", ["a ; 'b\nc'@1"]), ("# it's\nb", ["# it's@1", "b@2"]),
        ("\n\na", ["@1", "@2", "a@3"]),
    ])
    func `rows are joined where a line goes on`(text: String, lines: [String]) {
        var (logical, found) = (LogicalLines(), [String]())
        for row in text.split(separator: "\n", omittingEmptySubsequences: false) where !text.isEmpty {
            if let line = logical.take(String(row)) { found.append("\(line.text)@\(line.row)") }
        }
        if let line = logical.end() { found.append("\(line.text)@\(line.row)") }
        #expect(found == lines)
    }

    @Test func `a line that never ends is given out all the same`() {
        var logical = LogicalLines()
        let end = (1...10_000).first { _ in logical.take("\\") != nil }
        #expect(end.map { $0 > 1000 } == true)
    }
}
