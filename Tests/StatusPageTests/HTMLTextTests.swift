import Testing

@testable import StatusPage

@Suite struct HTMLTextTests {
    @Test func `nothing of a stranger's text is markup`() {
        #expect("<b a='1' c=\"2\">&amp;</b>".asHTML == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;")
        #expect("日本 🎬".asHTML == "日本 🎬")
    }
}
