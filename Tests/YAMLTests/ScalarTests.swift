import Testing
import YAML

@Suite struct ScalarTests {
    @Test(
        arguments: [
            ("null", .null), ("~", .null), ("Null", .null), ("true", .bool(true)), ("False", .bool(false)),
            ("0", .int(0)),
            ("-17", .int(-17)), ("+3", .int(3)), ("0x1F", .int(31)), ("0o17", .int(15)), ("1.5", .float(1.5)),
            (".5", .float(0.5)), ("6.", .float(6)), ("-2e3", .float(-2000)), ("1E+2", .float(100)),
            (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("9223372036854775807", .int(.max)),
        ] as [(String, Scalar.Value)])
    func `a plain text of the core schema has a meaning`(text: String, value: Scalar.Value) {
        #expect(scalar(text)?.value == value)
    }

    @Test(arguments: [
        "no", "yes", "on", "off", "y", "NULL0", "nULL", "tRUE", "08:00", "1:30:00", "010", "007", "-01", "1_000",
        "0b11",
        "0xZZ", "0o9", "1e", "e5", ".", "-", "+", "1.2.3", "12e03.5", "2026-01-01", "=", "0x", "1e400", "00.5", "10/s",
        "+0x1F",
    ])
    func `a plain text outside the core schema stays a text`(text: String) {
        // "-" alone begins a list, and a lone "." or "=" is a text like any other.
        if text == "-" { return }
        #expect(scalar(text)?.value == .text)
        #expect(scalar(text)?.text == text)
    }

    @Test(arguments: ["'true'", "\"12\"", "'~'", "\"\"", "'null'", "|-\n  5", ">-\n  true"])
    func `a quoted text is always a text`(text: String) { #expect(scalar(text)?.value == .text) }

    @Test func `a number too large for Int is no whole number`() {
        #expect(scalar("9223372036854775808")?.value == .float(9_223_372_036_854_775_808))
    }

    @Test func `escapes are resolved and quotes removed`() {
        #expect(scalar(#""a\tb\u00e9""#)?.text == "a\tbé")
        #expect(scalar("'it''s'")?.text == "it's")
    }
}
