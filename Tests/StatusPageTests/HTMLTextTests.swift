import Testing

@testable import StatusPage

@Suite struct HTMLTextTests {
    @Test func `nothing of a stranger's text is markup`() {
        #expect("<b a='1' c=\"2\">&amp;</b>".asHTML == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;")
        #expect("日本 🎬\n".asHTML == "日本 🎬\n")
    }

    @Test func `what a browser would obey is shown`() {
        #expect("a\u{202e}b\u{0}c\u{1b}[31m\r".asHTML == "a\\u{202e}b\\u{0}c\\u{1b}[31m\\u{d}")
    }
}
