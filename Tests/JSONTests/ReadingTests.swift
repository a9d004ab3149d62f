import JSON
import Testing

@Suite struct ReadingTests {
    @Test func `members and elements are found by key and in order`() throws {
        let value = try parsed(#"{"a": {"b": [1, 2, 3]}, "s": "té\n\u0041", "t": true, "f": false, "n": null, "": 7}"#)
        #expect(try value["a"]["b"].map { (element) throws(JSONError) in try element.int } == [1, 2, 3])
        #expect(try value["s"].string == "té\nA")
        #expect(try value["t"].bool && !value["f"].bool)
        #expect(try value["n"].isNull)
        #expect(try value[""].int == 7)
        #expect(try value.find("n") == nil && value.find("nothing") == nil)
        #expect(try value.find("t")?.kind == .yes)
    }

    @Test func `a key that is known at run time finds the same member`() throws {
        let value = try parsed(#"{"ab": 1, "b": 2, "ä": 3}"#)
        for (key, number) in [("ab", 1), ("b", 2), ("ä", 3)] {
            #expect(try value[key].int == number)
            #expect(try value.find(key)?.int == number)
        }
        let absent = "a"
        #expect(try value.find(absent) == nil)
        #expect(throws: JSONError(path: "a", problem: "missing", code: .missing)) { try value[absent] }
    }

    @Test func `of two members with one key the first counts, and members shows both`() throws {
        let value = try parsed(#"{"a": 1, "b": [{}], "a": 2}"#)
        #expect(try value["a"].int == 1)
        #expect(try value.members.map(\.0) == ["a", "b", "a"])
        #expect(try value.members.map(\.1.kind) == [.int, .array, .int])
        #expect(try value.count == 3)
        #expect(try value["b"].count == 1 && value["b"].elements[0].count == 0)
    }

    @Test(arguments: [
        ("1", 1), ("-1", -1), ("1.0", 1), ("1e3", 1000), ("-0", 0), ("9223372036854775807", .max),
        ("-9223372036854775808", .min),
    ])
    func `a whole number is one however it is written`(text: String, number: Int) throws {
        #expect(try parsed(text).int == number)
        #expect(try parsed(text).double == Double(number))
    }

    @Test(arguments: ["1.5", "9223372036854775808", "18446744073709551615", "1e300", "\"1\"", "true", "null", "[1]"])
    func `what is no whole number within 64 bits is refused`(text: String) throws {
        let value = try parsed(text)
        #expect(throws: JSONError.self) { try value.int }
    }

    @Test(arguments: [
        "", "  \n", "{} x", "{}{}", #"{"a":"#, #"{"a":1,}"#, "{'a':1}", "[1,]", "tru", "01", "+1", "1.", ".5", "NaN",
        "1e400", "123456789012345678901234567890", "\"a\nb\"", #""\x""#, #""\u00""#, "{}\u{feff}", "\u{feff}", "{}\0",
        "[1}",
    ])
    func `what is not JSON is refused as broken`(text: String) {
        let error = #expect(throws: JSONError.self) { try parsed(text) }
        #expect(error?.code == .broken)
        #expect(error?.path == "" && error?.description.isEmpty == false)
    }

    @Test(arguments: [1, 2, 64, 1024])
    func `nesting is bounded`(depth: Int) throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        // simdjson counts the scalar or the empty array inside, so the deepest that passes is found and must be near.
        let deepest = (0...1100).last { (try? JSONValue(parsing: Array(nested($0).utf8), depth: depth)) != nil } ?? 0
        #expect(depth - 1...depth ~= deepest)
        let error = #expect(throws: JSONError.self) {
            try JSONValue(parsing: Array(nested(1_000_000).utf8), depth: depth)
        }
        #expect(error?.code == .tooDeep)
    }

    @Test func `no depth is deeper than the parser's`() {
        let text = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        #expect(throws: JSONError(path: "", problem: "nested deeper than 1024 levels", code: .tooDeep)) {
            try JSONValue(parsing: Array(text.utf8), depth: .max)
        }
    }

    @Test func `a deep member that nobody asks for is passed over`() throws {
        let deep = String(repeating: #"{"a":["#, count: 150) + String(repeating: "]}", count: 150)
        #expect(try parsed(#"{"unknown": \#(deep), "b": 1}"#)["b"].int == 1)
        #expect(throws: JSONError.self) { try parsed(String(repeating: "[", count: 513)) }
    }

    @Test(arguments: [0, 4096]) func `a byte order mark before the document is passed over`(room: Int) throws {
        var bytes = Array("\u{feff}{\"a\": \"b\"}".utf8)
        bytes.reserveCapacity(room)
        #expect(try JSONValue(parsing: bytes)["a"].string == "b")
    }

    @Test func `a byte order mark before bytes that are no UTF-8 is passed over`() throws {
        let bytes = [0xef, 0xbb, 0xbf] + Array(#"{"a": "x"#.utf8) + [0xff] + Array(#""}"#.utf8)
        #expect(try JSONValue(parsing: bytes)["a"].string == "x\u{fffd}")
    }

    @Test func `spare capacity changes nothing`() throws {
        var roomy = Array(#"{"a": "b"}"#.utf8)
        roomy.reserveCapacity(4096)
        #expect(try JSONValue(parsing: roomy)["a"].string == "b")
        let exact = Array(roomy)
        #expect(try JSONValue(parsing: exact)["a"].string == "b")
    }

    @Test func `a value outlives the bytes and the root it came from`() throws {
        func inner() throws -> JSONValue { try parsed(#"{"a": {"b": "deep"}}"#)["a"]["b"] }
        #expect(try inner().string == "deep")
    }
}

func parsed(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }
