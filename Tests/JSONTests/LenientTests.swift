import JSON
import Testing

@Suite struct LenientTests {
    @Test(arguments: [
        (#""12""#, "12"), ("12", "12"), ("12.0", "12"), ("1.5", "1.5"), ("-3", "-3"), (#""""#, ""),
        ("18446744073709551615", "18446744073709551615"),
    ])
    func `a string may come as a number`(text: String, string: String) throws {
        #expect(try parsed(text).lenientString == string)
    }

    @Test(arguments: [("12", 12), (#""12""#, 12), (#""-3""#, -3), ("1.0", 1), (#""9223372036854775807""#, .max)])
    func `a whole number may come as a string`(text: String, number: Int) throws {
        #expect(try parsed(text).lenientInt == number)
    }

    @Test(arguments: [("7.5", 7.5), (#""7.5""#, 7.5), (#""8""#, 8), ("8", 8), (#""-1e2""#, -100)])
    func `a number may come as a string`(text: String, number: Double) throws {
        #expect(try parsed(text).lenientDouble == number)
    }

    @Test(arguments: [
        ("true", true), ("1", true), (#""1""#, true), (#""true""#, true), (#""True""#, true), ("1.0", true),
        ("false", false), ("0", false), (#""0""#, false), (#""false""#, false),
    ])
    func `truth may come as a number or a string`(text: String, truth: Bool) throws {
        #expect(try parsed(text).lenientBool == truth)
    }

    @Test(arguments: [
        "null", "[]", "{}", #""""#, #"" 1""#, #""1 ""#, #""inf""#, #""nan""#, #""0x10""#, #""1e999""#, #""٣""#,
        #""yes""#,
        "1e300", #""99999999999999999999""#, "2",
    ])
    func `what is not meant as the wanted kind is still refused`(text: String) throws {
        let value = try parsed(text)
        if text != "2" { #expect(throws: JSONError.self) { try value.lenientInt } }
        #expect(throws: JSONError.self) { try value.lenientBool }
        if !["1e300", "2", #""99999999999999999999""#].contains(text) {
            #expect(throws: JSONError.self) { try value.lenientDouble }
        }
        if ["null", "[]", "{}"].contains(text) { #expect(throws: JSONError.self) { try value.lenientString } }
    }
}
