import Terminal
import Testing

@Suite struct TableTests {
    let table = Table(
        [.number("ID", key: "id"), .init("Title", key: "title"), .init("Type"), .init("Seen", key: "seen_at")],
        rows: [
            ["1", "日本の歌", "stale", .init("3 h ago", raw: "2026-01-01T00:00:00Z")],
            ["20", "A rather long title, with a comma", "empty", .init("")],
            ["300", "=1+1", "", .init("5 d ago", raw: "2025-12-27T00:00:00Z")],
        ])

    @Test func `columns stand below each other, numbers at the right, nothing behind the last`() {
        #expect(
            table.rendered() == """
                 ID  Title                              Type   Seen
                  1  日本の歌                           stale  3 h ago
                 20  A rather long title, with a comma  empty
                300  =1+1                                      5 d ago

                """)
    }

    @Test func `the widest column gives way in a narrow window`() {
        #expect(
            table.rendered(Look(width: 40)) == """
                 ID  Title                Type   Seen
                  1  日本の歌             stale  3 h ago
                 20  A rather long titl…  empty
                300  =1+1                        5 d ago

                """)
    }

    @Test(arguments: 1...70)
    func `no row is wider than the window, or ends in a blank`(width: Int) {
        for look in [Look(width: width), Look(width: width, isUTF8: false)] {
            for row in table.rendered(look).split(separator: "\n") {
                #expect(row.terminalWidth <= width && row.last != " ")
            }
        }
    }

    @Test func `what strangers wrote is shown, not obeyed, and measured as shown`() {
        let table = Table([.init("Title"), .init("X")], rows: [["a\u{1B}[31mb", "1"], ["plain", "2"]])
        #expect(table.rendered() == "Title         X\na\\u{1B}[31mb  1\nplain         2\n")
        #expect(!table.rendered(Look(hasColor: true)).contains("\u{1B}[31m"))
        #expect(!table.markdown().contains("\u{1B}") && !table.csv(isShown: true).contains("\u{1B}"))
        #expect(table.csv().contains("\u{1B}"))
    }

    @Test func `colour stands around the text and moves nothing`() {
        let table = Table([.init("A"), .init("B")], rows: [[.init("x", style: .bad), .init("y", style: .good)]])
        #expect(
            table.rendered(Look(hasColor: true))
                == "\u{1B}[1mA\u{1B}[0m  \u{1B}[1mB\u{1B}[0m\n\u{1B}[31mx\u{1B}[0m  \u{1B}[32my\u{1B}[0m\n")
        #expect(table.rendered() == "A  B\nx  y\n")
    }

    @Test func `a table without rows is its heading`() {
        #expect(Table([.init("A"), .number("N")]).rendered() == "A  N\n")
        #expect(Table([.init("A"), .number("N")]).csv() == "A,N\r\n")
    }

    @Test func `Markdown, with what it would read as its own escaped`() {
        let table = Table([.init("A|B"), .number("N")], rows: [["*x* <b>[y](z)\nnew", .init(5)]])
        #expect(table.markdown() == "| A\\|B | N |\n| --- | ---: |\n| \\*x\\* \\<b\\>\\[y\\](z)\\\\u{A}new | 5 |\n")
    }

    @Test func `CSV has the raw values and the keys`() {
        #expect(
            table.csv()
                == [
                    "id,title,Type,seen_at", "1,日本の歌,stale,2026-01-01T00:00:00Z",
                    "20,\"A rather long title, with a comma\",empty,", "300,'=1+1,,2025-12-27T00:00:00Z", "",
                ].joined(separator: "\r\n"))
    }

    @Test(arguments: [
        ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
        (" a", "\" a\""), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
        ("\rx", "\"'\rx\""), ("=a,b", "\"'=a,b\""), ("＝1", "'＝1"), ("=\u{301}1", "'=\u{301}1"), ("", ""),
        ("a=1", "a=1"),
    ])
    func `a cell of CSV is quoted and no formula`(text: String, field: String) {
        #expect(Table.csvRow([.init(text)], [.init("A")]) == field + "\r\n")
    }

    @Test(arguments: [("-5", "-5"), ("+1.5", "+1.5"), ("-1+1", "'-1+1"), ("=5", "'=5")])
    func `a number may be negative where numbers are expected`(text: String, field: String) {
        #expect(Table.csvRow([.init(text)], [.number("N")]) == field + "\r\n")
    }

    @Test(arguments: [
        (44, "Title          Fields      Path"), (39, "Title       Fields      Path"), (38, "Title       Fields"),
        (25, "Title     Fields"), (24, "Title"), (12, "Title"),
    ])
    func `a narrow window does without spare columns before it cuts others to stumps`(width: Int, header: String) {
        let table = Table(
            [.init("Title"), .init("Fields", spare: 1), .init("Path", spare: 2)],
            rows: [["A longer title", "studio,tags", "/data/clips/2019/a.mp4"]])
        let lines = table.rendered(Look(width: width)).split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.terminalWidth <= width })
        #expect(lines[0].split(separator: " ") == header.split(separator: " "))
        #expect(table.csv().hasPrefix("Title,Fields,Path\r\n"))
    }

    @Test func `facts are broken between words below themselves, and never cut`() {
        let table = Table(
            [.init("Check"), .init("Found")],
            rows: [
                ["clock", "agrees with ours to the second"], ["paths", "/a/long/path/without/blanks"], ["key", ""],
            ])
        #expect(
            table.renderedWhole(Look(width: 25)) == """
                Check  Found
                clock  agrees with ours
                       to the second
                paths  /a/long/path/without/blanks
                key

                """)
        #expect(table.renderedWhole(Look(width: 15)) == table.rendered(.plain))
    }
}
