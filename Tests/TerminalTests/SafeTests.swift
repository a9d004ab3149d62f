import Terminal
import Testing

@Suite struct SafeTests {
    @Test(arguments: [
        ("plain", "plain"), ("Café 日本", "Café 日本"), ("a\u{1B}[2Jb", #"a\u{1B}[2Jb"#), ("a\nb\tc", #"a\u{A}b\u{9}c"#),
        ("\r\n", #"\u{D}\u{A}"#), ("\u{9B}31m", #"\u{9B}31m"#), ("\u{7F}", #"\u{7F}"#), ("a\u{202E}b", #"a\u{202E}b"#),
        ("\u{2066}x\u{2069}", #"\u{2066}x\u{2069}"#), ("a\u{200B}b", #"a\u{200B}b"#), ("\u{2028}", #"\u{2028}"#),
        ("\u{FEFF}x", #"\u{FEFF}x"#), ("a\u{AD}b", #"a\u{AD}b"#), ("\u{E000}", #"\u{E000}"#),
        ("\u{3164}", #"\u{3164}"#),
        ("👩‍💻", "👩‍💻"), ("❤️", "❤️"), ("a\u{200D}b", #"a\u{200D}b"#), ("a\u{FE0F}", #"a\u{FE0F}"#),
        ("👩\u{202E}", #"👩\u{202E}"#),
        ("e\u{301}", "e\u{301}"), ("\u{E0041}", #"\u{E0041}"#),
    ])
    func `what is no text is shown escaped`(text: String, shown: String) {
        #expect(Array(text.safeForTerminal.unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func `of all code points, only printable ones get through alone`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = String(Character(scalar)).safeForTerminal
            let isThrough = shown.unicodeScalars.elementsEqual([scalar])
            if isThrough != scalar.isPrintable || !isThrough && !shown.hasPrefix("\\u{") {
                Issue.record("U+\(String(value, radix: 16)) becomes \(shown.debugDescription)")
            }
        }
    }

    @Test func `in the middle of a text no code point hides another`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), !scalar.isPrintable else { continue }
            // Hundreds of thousands of them, all alike.
            if [.unassigned, .privateUse].contains(scalar.properties.generalCategory), value % 97 != 0 { continue }
            for neighbour in ["a", "日", "\u{301}", "\r"] as [Unicode.Scalar] {
                var text = "x"
                text.unicodeScalars.append(contentsOf: [neighbour, scalar, neighbour])
                if text.safeForTerminal.unicodeScalars.contains(scalar) {
                    Issue.record("U+\(String(value, radix: 16)) beside U+\(String(neighbour.value, radix: 16))")
                }
            }
        }
    }

    @Test func `a terminal without UTF-8 gets ASCII only`() {
        #expect("Café 👩‍💻".safeForTerminal(ascii: true) == #"Caf\u{E9} \u{1F469}\u{200D}\u{1F4BB}"#)
    }
}
