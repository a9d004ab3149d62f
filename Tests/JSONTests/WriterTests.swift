import JSON
import Testing

@Suite struct WriterTests {
    @Test func `members come in the order they are written`() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.write("s", "text")
            writer.write("i", -5)
            writer.write("u", UInt64.max)
            writer.write("d", 1.5)
            writer.write("t", true)
            writer.write("none", nil as String?)
            writer.array("list") { writer in
                writer.write(nil, "a")
                writer.write(nil, 1)
                writer.object { _ in }
                writer.array { _ in }
                writer.write(nil, false)
            }
            writer.object("o") { writer in writer.write("x", nil as Int?) }
        }
        #expect(
            writer.text
                == #"{"s":"text","i":-5,"u":18446744073709551615,"d":1.5,"t":true,"none":null,"list":["a",1,{},[],false],"o":{"x":null}}"#
        )
    }

    @Test(arguments: ["", "plain", "\"\\/", "\n\r\t\u{8}\u{0}\u{1f}\u{7f}", "日本 😀 é\u{301}", "\u{2028}"])
    func `every text survives, as value and as key`(text: String) throws {
        var writer = JSONWriter()
        writer.object { writer in
            writer.write(text, text)
            writer.object(text + "1") { writer in writer.write(text, 1) }
            writer.array(text + "2") { writer in writer.write(nil, text) }
            writer.write(text + "3", 1.5)
            writer.write(text + "4", true)
        }
        let value = try JSONValue(parsing: writer.bytes)
        #expect(try value[text].string == text)
        #expect(try value[text + "1"][text].int == 1)
        #expect(try value[text + "2"].elements[0].string == text)
        #expect(try value.members.map(\.0) == ["", "1", "2", "3", "4"].map { text + $0 })
        #expect(!writer.bytes.contains { $0 < 0x20 })
    }

    @Test(arguments: [0, -0.0, 0.1, 1e21, 1e-7, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 5])
    func `a number reads back the same`(number: Double) throws {
        var writer = JSONWriter()
        writer.write(nil, number)
        #expect(try JSONValue(parsing: writer.bytes).double == number)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what JSON has no number for is null`(number: Double) {
        var writer = JSONWriter()
        writer.write(nil, number)
        #expect(writer.text == "null")
    }

    @Test func `rows of JSON Lines stand alone`() {
        var writer = JSONWriter(capacity: 100)
        for number in 1...2 {
            writer.object { writer in writer.write("n", number) }
            writer.newline()
        }
        #expect(writer.text == "{\"n\":1}\n{\"n\":2}\n")
        writer.removeAll()
        writer.write(nil, 1)
        #expect(writer.text == "1")
    }

    @Test func `the indented layout has a line a value`() {
        var writer = JSONWriter(layout: .indented)
        writer.object { writer in
            writer.write("a", 1)
            writer.array("b") { writer in
                writer.object { writer in writer.write("c", "d") }
                writer.array { _ in }
            }
            writer.object("e") { _ in }
        }
        writer.newline()
        #expect(
            writer.text == """
                {
                  "a": 1,
                  "b": [
                    {
                      "c": "d"
                    },
                    []
                  ],
                  "e": {}
                }

                """)
    }

    @Test func `a member that cannot be written leaves the brackets even`() {
        struct Failure: Error {}
        var writer = JSONWriter()
        #expect(throws: Failure.self) {
            try writer.object { writer in
                try writer.array("a") { writer in
                    writer.write(nil, 1)
                    throw Failure()
                }
            }
        }
        #expect(writer.text == #"{"a":[1]}"#)
    }
}
