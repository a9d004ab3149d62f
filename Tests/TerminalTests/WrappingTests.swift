import Terminal
import Testing

@Suite struct WrappingTests {
    @Test(arguments: [
        ("short", 20, "short"),
        ("one two three", 7, "one two\nthree"),
        ("  one two three", 9, "  one two\n  three"),
        ("see /a/path/that/is/long now", 10, "see\n/a/path/that/is/long\nnow"),
        ("日本 日本 日本", 9, "日本 日本\n日本"),
        ("    an excerpt that stays whole", 10, "    an excerpt that stays whole"),
        ("", 10, ""),
    ])
    func `prose is broken between words, below the window's width`(line: String, cells: Int, shown: String) {
        #expect(line.wrapped(to: cells) == shown)
    }
}
