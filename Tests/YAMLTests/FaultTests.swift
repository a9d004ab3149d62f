import Testing
import YAML

@Suite struct FaultTests {
    @Test func `a fault is a sentence with its place, the line and a caret`() throws {
        let document = Document(bytes: Array("rules:\n  - name: a\n    wehn: daily\n".utf8), file: "rules/nightly.yaml")
        let root = try #require(document.root)
        document.log.mapping(root, path: "") { keys in
            _ = keys.list("rules") { node, path in
                document.log.mapping(node, path: path) { rule in
                    _ = (rule.string("name"), rule.string("when"))
                }
            }
        }
        let fault = try #require(document.log.faults.first)
        #expect(
            fault.rendered == """
                rules/nightly.yaml:3:5: unknown key 'wehn'; did you mean 'when'?
                        wehn: daily
                        ^
                """)
        #expect(fault.nearest == "when")
    }

    @Test func `the caret stands below wide characters and tabs`() {
        let text = "日本: 1\nx:\t{日: 1, 日: 2}"
        #expect(document(text).log.faults.map(\.excerpt) == ["    x:\t{日: 1, 日: 2}\n      \t        ^"])
    }

    @Test func `a long line is cut around the caret`() throws {
        let text = "a: {" + (0..<200).map { "k\($0): 1, " }.joined() + "k100: 2}"
        let excerpt = try #require(document(text).log.faults.first?.excerpt)
        let lines = excerpt.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].count < 110)
        let caret = try #require(lines[1].firstIndex(of: "^"))
        let column = lines[1].distance(from: lines[1].startIndex, to: caret)
        #expect(lines[0].dropFirst(column).hasPrefix("k100: 2"))
    }

    @Test func `a fault names its file in full, however like a key a folder looks`() {
        let file = "/tmp/3F2504E0-4F89-11D3-9A0C-0305E82C3301/a\u{1B}b/plexsync.yaml"
        let shown = "/tmp/3F2504E0-4F89-11D3-9A0C-0305E82C3301/a\\u{1b}b/plexsync.yaml"
        let fault = Document(bytes: Array("a: 1\na: 2\n".utf8), file: file).log.faults.first
        #expect(fault?.description.hasPrefix("\(shown):2:1: ") == true)
    }

    @Test(arguments: [
        "{token: abcdef, token: 1}", "{url: \"http://u:abcdef@host\", url: 1}", "{api_key: \"abcdef\", api_key: 2}",
        "{url: http://host?x=abcdef, url: 1}", "{Password: 'abc def', Password: 2}", "[q7Zk3abcdefabcdefabcdef: 1, *x]",
    ])
    func `an excerpt shows no secret`(text: String) throws {
        let fault = try #require(document(text).log.faults.first)
        #expect(!fault.rendered.contains("abc") && !fault.rendered.contains("def"), "\(fault.rendered)")
    }

    @Test func `what a decoder hides is hidden on all its lines`() {
        let document = document("x: >\n  one two\n  three *\ny: 1\ny: 2\n")
        document.log.hide(Span(Mark(line: 1, column: 4), Mark(line: 4, column: 1)))
        document.log.report(.syntax, at: Mark(line: 2, column: 3), "here")
        #expect(document.log.faults.first?.excerpt == "      *** ***\n      ^")
        #expect(document.log.faults.last?.excerpt == "    y: 2\n    ^")
    }

    @Test(arguments: [
        ("a\u{1b}[31mb", "a\\u{1b}[31mb"), ("x\u{202e}y", "x\\u{202e}y"), ("日本", "日本"),
        ("token: hunter2", "token: *******"), ("token: ${env:T}", "token: ${env:T}"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00Z"), ("Europe/Berlin", "Europe/Berlin"),
    ])
    func `a stranger's text is made visible and harmless`(text: String, shown: String) {
        #expect(visible(text) == shown)
    }

    @Test func `a long text is shortened`() {
        #expect(visible(String(repeating: "a b ", count: 100)).count == 61)
    }
}
