import Testing
import YAML

@Suite struct ReadingTests {
    @Test func `every node and key has its place`() throws {
        let text = "a: 1\nlist:\n  - x\n  - {k: v, é日: \"w\"}\n"
        guard case .mapping(let entries)? = document(text).root?.content else { throw Missing() }
        #expect(entries.map(\.keySpan.start) == [Mark(line: 1, column: 1), Mark(line: 2, column: 1)])
        #expect(entries[0].value.span == Span(Mark(line: 1, column: 4), Mark(line: 1, column: 5)))
        guard case .list(let items) = entries[1].value.content, case .mapping(let inner) = items[1].content else {
            throw Missing()
        }
        #expect(items.map(\.mark) == [Mark(line: 3, column: 5), Mark(line: 4, column: 5)])
        // Columns count characters, not bytes.
        #expect(inner[1].keySpan.start == Mark(line: 4, column: 12))
        #expect(inner[1].value.mark == Mark(line: 4, column: 16))
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "\u{feff}", "--- # x\n...\n"])
    func `a file may say nothing`(text: String) {
        let document = document(text)
        #expect(document.log.isEmpty)
        #expect(document.root?.isNull ?? true)
        #expect(document.isWhole)
    }

    @Test func `line ends of Windows and a byte order mark change no place`() throws {
        guard case .mapping(let entries)? = document("\u{feff}a: 1\r\nb:\r\n  c: 2\r\n").root?.content else {
            throw Missing()
        }
        #expect(entries.map(\.keySpan.start) == [Mark(line: 1, column: 1), Mark(line: 2, column: 1)])
        #expect(entries[1].value.mark == Mark(line: 3, column: 3))
        #expect(places("\u{feff}a: 1\r\na: 2\r\n") == ["2:1 duplicate-key"])
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", ["3:1 duplicate-key"]),
        ("a: 1\n\"a\": 3\n'a': 4", ["2:1 duplicate-key", "3:1 duplicate-key"]),
        ("x: {k: 1, k: 2}", ["1:11 duplicate-key"]),
        ("a: &x 1\nb: *x", ["1:4 anchor", "2:4 alias"]),
        ("a: !!int 3\nb: !own {c: 1}\nc: ! d", ["1:4 tag", "2:4 tag", "3:4 tag"]),
        ("<<: {a: 1}", ["1:1 merge-key"]),
        ("\"<<\": {a: 1}", []),
        ("? [a, b]\n: 1\nc: 2\nc: 3", ["1:3 key-not-text", "4:1 duplicate-key"]),
        ("{a: 1}: 2", ["1:1 key-not-text"]),
        ("a: 1\n---\nb: 2", ["2:1 second-document"]),
        ("%YAML 1.1\n---\na: 1", ["1:1 directive"]),
        ("%TAG ! tag:x,2000:\n---\na: 1", ["1:1 directive"]),
        ("%YAML 1.2\n---\na: 1", []),
        ("*x: 1", ["1:1 alias"]),
    ])
    func `what YAML allows and we do not is a fault at its place`(text: String, expected: [String]) {
        #expect(places(text) == expected)
    }

    @Test(arguments: [
        ("a:\n\tb: 1", "2:1 tab", "spaces"),
        ("a:\n  b: 1\n \t c: 2", "3:2 tab", "spaces"),
        ("a: @b", "1:4 syntax", "begin with '@'"),
        ("a: b: c", "1:5 syntax", "':'"),
        ("a: [1, 2", "1:4 syntax", "never closed"),
        ("a: {b: 1\nc: 2}\n", "2:2 syntax", "opened at 1:4"),
        ("a: \"open\nb: 1\n", "1:4 syntax", "never closed"),
        ("a: 'open\n", "1:4 syntax", "never closed"),
        ("a: \"C:\\Videos\"", "1:7 syntax", "single quotes"),
        ("a: 1\nb\nc: 2", "2:1 syntax", "':' is missing"),
        ("a: 1\n  b: 2", "2:4 syntax", "indentation"),
        ("- a\nb: 1", "2:1 syntax", "'- '"),
        ("t: {token: ${env:X}}", "1:13 syntax", "quotes"),
        ("a: |9x\n  b", "1:6 syntax", ""),
    ])
    func `a syntax error is told where the mistake is`(text: String, place: String, word: String) throws {
        #expect(places(text) == [place])
        let fault = try #require(document(text).log.faults.first)
        #expect(fault.message.contains(word), "\(fault.message)")
        #expect(!document(text).isWhole)
    }

    @Test func `what stands before a syntax error is read and its faults are told`() throws {
        let text = "a: 1\na: 2\nb: {c: *x}\nd: [1,\ne: \"f"
        #expect(places(text) == ["2:1 duplicate-key", "3:8 alias", "5:4 syntax"])
        guard case .mapping(let entries)? = document(text).root?.content else { throw Missing() }
        #expect(entries.map(\.key) == ["a", "b", "d"])
    }

    @Test func `bytes that are not UTF-8 are told at their place, and reading goes on`() {
        var bytes = Array("a: é\nb: ".utf8)
        bytes += [0xff, 0xfe, 0x0a]
        bytes += Array("c: \u{0}x\nc: 1\n".utf8)
        let document = Document(bytes: bytes, file: "rules.yaml")
        #expect(places(document.log) == ["2:4 encoding", "3:4 character", "4:1 duplicate-key"])
        #expect(document.isWhole)
    }

    @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}", "\u{1b}", "\u{7f}", "\u{90}", "\u{feff}"])
    func `a character that programs read differently is a fault and no line end`(character: String) {
        #expect(places("a: x\(character)y\na: 2") == ["1:5 character", "2:1 duplicate-key"])
    }

    @Test func `UTF-16 is named`() {
        let bytes: [UInt8] = [0xff, 0xfe, 0x61, 0x00]
        #expect(Document(bytes: bytes, file: "rules.yaml").log.faults.map(\.code) == [.encoding])
    }

    struct Missing: Error {}
}
