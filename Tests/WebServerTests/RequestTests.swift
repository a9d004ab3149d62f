import Testing
import WebServer

@Suite struct RequestTests {
    @Test(arguments: [
        ("/", "/"), ("/a%20b?c=d", "/a b"), ("/%e6%97%a5", "/日"), ("/a+b", "/a+b"), ("/100%", "/100%"),
        ("/%zz%4", "/%zz%4"), ("/%+1", "/%+1"), ("/%ff", "/\u{fffd}"), ("*", "*"), ("", ""), ("?a", ""),
    ])
    func `the path is decoded, and what is no escape stays`(target: String, path: String) {
        #expect(Request(target: target).path == path)
    }

    @Test(arguments: [
        ("/", []), ("/?", []), ("/?a=1&b=2&a=3", ["a=1", "b=2", "a=3"]), ("/?a", ["a="]), ("/?=1", ["=1"]),
        ("/?a%3Db=c%26d", ["a=b=c&d"]), ("/?a+b=c+d", ["a b=c d"]), ("/?a==", ["a=="]), ("/?a=?&&b=", ["a=?", "b="]),
        ("/?studio%5B0%5D.tag.tag=%C3%A9", ["studio[0].tag.tag=é"]),
    ])
    func `the query is a list of names and values, decoded after it is split`(target: String, fields: [String]) {
        #expect(Request(target: target).query.map { "\($0.name)=\($0.value)" } == fields)
    }

    @Test func `the first field counts where one is asked for by name`() {
        let request = Request(target: "/?a=1&a=2", headers: [("X-A", "1"), ("x-a", "2")])
        #expect(request.query("a") == "1" && request.query("A") == nil)
        #expect(request.header("x-A") == "1" && request.header("y") == nil)
    }
}
