import JSON
import Testing

@Suite struct RepairTests {
    @Test(arguments: [
        (#""\ud800""#, "\u{fffd}"), (#""x\udc00y""#, "x\u{fffd}y"), (#""\ud800\u0041""#, "\u{fffd}A"),
        (#""\ud83d\ude00""#, "😀"), (#""\ud800\ud83d\ude00""#, "\u{fffd}😀"), (#""\\ud800""#, #"\ud800"#),
        (#""\\\ud800""#, "\\\u{fffd}"), (#""\uD800\"""#, "\u{fffd}\""),
    ])
    func `a surrogate without partner becomes the replacement character`(text: String, string: String) throws {
        #expect(try parsed(text).string == string)
    }

    @Test(
        arguments: [
            ([0xe9], "\u{fffd}"), ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xc0, 0xaf], "\u{fffd}\u{fffd}"),
            ([0xe6, 0x97], "\u{fffd}"), ([0xff], "\u{fffd}"),
        ] as [([UInt8], String)])
    func `bytes that are no UTF-8 cost only themselves`(bytes: [UInt8], string: String) throws {
        let document = Array(#"{"path": "caf"#.utf8) + bytes + Array(#"", "next": 1}"#.utf8)
        let value = try JSONValue(parsing: document)
        #expect(try value["path"].string == "caf" + string)
        #expect(try value["next"].int == 1)
    }

    @Test func `a key is repaired too`() throws {
        let value = try JSONValue(parsing: Array(#"{"caf"#.utf8) + [0xe9] + Array(#"": "\ud800"}"#.utf8))
        #expect(try value["caf\u{fffd}"].string == "\u{fffd}")
    }

    @Test func `repair does not make a broken document whole`() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x5b, 0x22, 0xe9, 0x22]) }
        #expect(throws: JSONError.self) { try parsed(#"["\ud800", "\u12"]"#) }
    }
}
