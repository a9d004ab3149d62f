import Glibc
import Testing

@testable import Shell

@Suite struct HistoryTests {
    let folder = Folder()

    func history() throws -> History {
        let history = History(file: folder.file("history")) { $0.contains("token") }
        try history.load()
        return history
    }

    @Test func `each line is kept once, where it was typed last`() throws {
        let history = try history()
        for line in ["one", "two", "one", "one", "three"] { try history.add(line) }
        #expect(history.lines == ["two", "one", "three"])
        #expect(try folder.text("history") == "two\none\nthree\n")
        #expect(try self.history().lines == ["two", "one", "three"])
    }

    @Test(arguments: ["", " hidden", "   ", "set token abc"])
    func `some lines are kept nowhere`(line: String) throws {
        let history = try history()
        let wasKept = try history.add(line)
        #expect(!wasKept && history.lines.isEmpty)
        #expect(try folder.text("history") == nil)
    }

    @Test func `only its owner may read it`() throws {
        try folder.write("old\n", to: "history")
        let history = try history()
        for line in ["new", "old", "new"] {
            try history.add(line)
            var info = stat()
            #expect(stat(folder.file("history"), &info) == 0 && info.st_mode & 0o777 == 0o600)
        }
    }

    @Test(arguments: ["a\nb", "a\\nb", "\\", "日本 \\\n\\\\n", "'x\\'"])
    func `a line comes back as it was`(line: String) throws {
        try history().add(line)
        #expect(try history().lines == [line])
        #expect(try folder.text("history")?.split(separator: "\n").count == 1)
    }

    @Test func `two shells keep each other's lines`() throws {
        let (one, other) = (try history(), try history())
        try one.add("a")
        try other.add("b")
        try one.add("c")
        try one.add("a")
        #expect(try history().lines == ["b", "c", "a"])
    }

    @Test func `old lines make room`() throws {
        try folder.write((0..<11_000).map { "line \($0)\n" }.joined(), to: "history")
        #expect(try history().lines.count == History.most)
        let rows = try folder.text("history")?.split(separator: "\n")
        #expect(rows?.count == History.most && rows?.last == "line 10999")
    }

    @Test func `forgetting empties the file`() throws {
        let history = try history()
        try history.add("a")
        try history.clear()
        #expect(history.lines.isEmpty)
        #expect(try folder.text("history") == "")
    }

    @Test func `a folder that is gone is told`() throws {
        let history = History(file: "/nowhere/history") { _ in false }
        #expect(throws: FileError.cannotKeep(path: "/nowhere/history", errno: ENOENT)) { try history.add("a") }
        #expect(history.lines == ["a"])
    }

    @Test func `a link is not followed`() throws {
        try folder.write("", to: "target")
        #expect(symlink(folder.file("target"), folder.file("history")) == 0)
        #expect(throws: FileError.self) { try history().add("a") }
        #expect(try folder.text("target") == "")
    }
}
