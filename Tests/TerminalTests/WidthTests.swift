import Glibc
import Terminal
import Testing

@Suite struct WidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本", 4), ("ｶﾀｶﾅ", 4), ("カ", 2), ("한국", 4), ("é", 1), ("e\u{301}", 1), ("한", 2),
        ("👍", 2), ("👍🏽", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2), ("🇩🇪", 2), ("🇩", 1), ("©", 1), ("™️", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("a\u{200B}b", 2), ("\u{FEFF}", 0), ("ก็", 1), ("…", 1), ("│", 1), ("，", 2), ("𠀋", 2), ("⌚", 2),
        ("☃", 1),
        ("نص", 2), ("שָׁ", 1), ("\u{1B}[2J", 3),
    ])
    func `a text has the cells that a terminal gives it`(text: String, cells: Int) {
        #expect(text.terminalWidth == cells)
    }

    /// The C library's table is of another Unicode version, so a few hundred code points may differ, not whole blocks.
    @Test func `widths agree with the C library`() throws {
        // Glibc's header hides it without _XOPEN_SOURCE.
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> CInt).self)
        let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        var differing: [UInt32] = []
        for value in UInt32(0x20)..<0x3FFFE {
            guard let scalar = Unicode.Scalar(value), scalar.isPrintable else { continue }
            let theirs = wcwidth(wchar_t(value))
            if theirs >= 0, Int(theirs) != scalar.terminalWidth { differing.append(value) }
        }
        #expect(differing.count < 200, "\(differing.prefix(50).map { String($0, radix: 16) })")
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("ab", 1, "…"),
        ("ab", 0, ""), ("👩‍💻👩‍💻", 3, "👩‍💻…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `a text is cut between characters`(text: String, cells: Int, cut: String) {
        #expect(text.truncated(to: cells) == cut)
        #expect(text.truncated(to: cells).terminalWidth <= cells)
    }

    @Test(arguments: [("日", false, "日  "), ("日", true, "  日"), ("too long", false, "too long")])
    func `blanks fill up cells, not characters`(text: String, atStart: Bool, padded: String) {
        #expect(text.padded(to: 4, atStart: atStart) == padded)
    }
}
