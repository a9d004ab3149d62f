import CommandSyntax
import Glibc
import Terminal
import Testing

@testable import Shell

@Suite struct OutputTests {
    let folder = Folder()

    func output() -> Int32 { folder.opened("out") }

    @Test func `a command gets all of the text, and writes where we would`() async throws {
        let output = LineOutput(.pipe(into: "wc -c; echo done"), output: output())
        let text = String(repeating: "0123456789", count: 50_000)
        try output.write(text)
        try await output.finish(after: 0)
        #expect(try folder.text("out") == "500000\ndone\n")
        #expect(throws: OutputError.readerLeft) { try output.write("late") }
    }

    @Test func `a reader that left ends the writing, quietly`() async throws {
        let output = LineOutput(.pipe(into: "head -1"), output: output())
        let error = #expect(throws: OutputError.self) {
            for number in 0..<1_000_000 { try output.write("row \(number)\n") }
        }
        #expect(error == .readerLeft)
        try await output.finish(after: 0)
        #expect(try folder.text("out") == "row 0\n")
    }

    @Test func `a command's own status is told`() async throws {
        let child = try ChildPipe("cat > /dev/null; exit 7", output: output())
        try child.write("x")
        #expect(await child.finish() == 7)
        let killed = try ChildPipe("kill -9 $$", output: output())
        #expect(await killed.finish() == 137)
    }

    @Test(arguments: [(23, false), (24, false), (25, true), (100, true)])
    func `the pager is for more rows than the window has`(rows: Int, isNeeded: Bool) {
        let window = TerminalInfo(columns: 80, rows: 24)
        let text = Array(repeating: "row", count: rows).joined(separator: "\n")
        #expect(Pager.isNeeded(for: text, in: window) == isNeeded)
        #expect(Pager.isNeeded(for: String(repeating: "x", count: 80 * rows), in: window) == isNeeded)
    }

    @Test func `a pager that is not there shows nothing, and says so`() async throws {
        let missing = Pager { $0 == "PAGER" ? "no-such-pager-here" : nil }
        #expect(try await !missing.show("text\n", output: output()))
        #expect(try await Pager { _ in "cat" }.show("text\n", output: output()))
        #expect(try folder.text("out") == "text\n")
        #expect(Pager { _ in nil }.command == "less -FRX" && Pager { _ in " " }.command == "less -FRX")
    }

    @Test func `text for a file never goes through a pager`() async throws {
        let output = LineOutput(.write(to: folder.file("x")), output: output())
        try await output.show(String(repeating: "row\n", count: 1000), with: Pager { _ in "false" })
        try await output.finish(after: 0)
        #expect(try folder.text("x")?.utf8.count == 4000)
    }
}
