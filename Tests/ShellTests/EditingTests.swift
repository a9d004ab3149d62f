import CommandSyntax
import Terminal
import Testing

@testable import Shell

@Suite struct EditingTests {
    @Test(
        arguments: [
            ([0x61], "a"), ([0xC3, 0xA9], "é"), ([0xE6, 0x97, 0xA5], "日"), ([0xF0, 0x9F, 0x91, 0x8D], "👍"),
            ([0xFF, 0x61], "\u{FFFD}a"),
            ([0xE6, 0x97, 0x61], "\u{FFFD}a"), ([0xC3, 0xC3, 0xA9], "\u{FFFD}é"), ([0x80], "\u{FFFD}"),
            ([0xE6, 0x1B], "\u{FFFD}\u{1B}"),
            ([0xED, 0xA0, 0x80, 0x61], "\u{FFFD}a"),
        ] as [([UInt8], String)])
    func `bytes of the keyboard become scalars at once`(bytes: [UInt8], text: String) {
        var (decoder, scalars) = (Decoder(), [Unicode.Scalar]())
        for byte in bytes { scalars += decoder.take(byte) }
        #expect(scalars == Array(text.unicodeScalars))
    }

    @Test(arguments: [
        ("", 0, 0), ("abc", 0, 3), ("0123456789", 1, 0), ("01234567890", 1, 1), ("012345678\u{3}", 1, 2),
        ("a\nb", 1, 1), ("\t", 0, 8),
    ])
    func `the cursor stands where libedit has put it`(text: String, row: Int, column: Int) {
        var cells = Cells(columns: 10)
        cells.put(text)
        #expect(cells.row == row && cells.column == column)
    }

    func list(_ line: String, width: Int, rows: Int = 20) -> [String] {
        let vocabulary = Bench().interpreter.vocabulary
        let completion = CommandSyntax.complete(line, cursor: line.utf8.count, with: vocabulary)
        return CandidateList(candidates: completion.candidates).rendered(Look(width: width), rows: rows)
    }

    @Test func `few candidates have their help beside them`() {
        #expect(
            list("s", width: 40) == [
                "say     Say words.", "set     Set a variable, show one, or l…",
                "source  Run the lines of a file as if …",
            ])
    }

    @Test func `many candidates stand in columns, and never fill the window`() {
        #expect(list("set ", width: 40, rows: 2) == ["color   echo    status  timing"])
        let rows = list("", width: 30, rows: 4)
        #expect(rows.allSatisfy { $0.terminalWidth < 30 } && rows.count <= 4)
        #expect(list("", width: 20, rows: 3).last == "… 13 in all; type more of it")
    }

    @Test func `file names are offered, folders to go on into`() throws {
        let folder = Folder()
        for name in ["alpha", "al pha", ".hidden", "beta\u{1B}"] { try folder.write("", to: name) }
        func completed(_ typed: String) -> Completion {
            let line = "source " + typed
            var completion = CommandSyntax.complete(
                line, cursor: line.utf8.count, with: Bench().interpreter.vocabulary)
            completion.offerFiles()
            return completion
        }
        #expect(completed(folder.path + "/").candidates.map(\.label) == ["al pha", "alpha"].map(folder.file))
        #expect(completed(folder.path + "/.").candidates.map(\.label) == [folder.file(".hidden")])
        #expect(completed(folder.path + "/alp").insertionLeavingFolders == folder.file("alpha") + " ")
        #expect(completed(folder.path + "/al\\ ").insertionLeavingFolders == folder.path + "/al\\ pha ")
        #expect(completed(String(folder.path.dropLast(1))).insertionLeavingFolders == folder.path + "/")
        #expect(completed("'" + folder.path.dropLast(1)).insertionLeavingFolders == "'" + folder.path + "/")
        #expect(completed("/nowhere/x").candidates.isEmpty)
    }

    @Test(arguments: [
        ("watch 5s s‸", ["say", "set", "source"]), ("watch 5s source --‸", []), ("set ti‸", ["timing"]),
        ("help ali‸", ["alias"]), ("watch 5s history --‸", ["--limit", "--clear"]), ("unalias ‸", ["hi"]),
        ("say $ec‸", ["echo"]),
    ])
    func `the shell's own commands are completed as all others`(marked: String, labels: [String]) async {
        let bench = Bench()
        _ = await bench.run("alias hi 'say hi'")
        let line = String(marked.dropLast())
        let found = CommandSyntax.complete(line, cursor: line.utf8.count, with: bench.interpreter.vocabulary)
        #expect(found.candidates.map(\.label) == labels)
    }
}
