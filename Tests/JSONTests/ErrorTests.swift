import JSON
import Testing

@Suite struct ErrorTests {
    @Test(arguments: [
        (
            #"{"data": {"scenes": [{"size": 1}, {"size": "12"}]}}"#,
            "data.scenes[1].size: expected a whole number, found a string"
        ),
        (#"{"data": {"scenes": [{"size": 1}, {}]}}"#, "data.scenes[1].size: missing"),
        (
            #"{"extra": [[1, {"x": [2]}]], "data": {"scenes": [{"size": 1.5}]}}"#,
            "data.scenes[0].size: expected a whole number, found the number 1.5"
        ),
        (#"{"data": null}"#, "data: expected an object, found null"),
        (#"{"data": {"scenes": {"a": [1]}}}"#, "data.scenes: expected an array, found an object"),
        ("[1]", "expected an object, found an array"),
        ("5", "expected an object, found the number 5"),
        ("18446744073709551615", "expected an object, found the number 18446744073709551615"),
        ("true", "expected an object, found true"),
        ("{}", "data: missing"),
    ])
    func `an error names the path and what it found`(text: String, message: String) throws {
        let value = try parsed(text)
        let error = #expect(throws: JSONError.self) {
            try value["data"]["scenes"].map { (scene) throws(JSONError) in try scene["size"].int }
        }
        #expect(error?.description == message)
        #expect(error?.code == (message.hasSuffix("missing") ? .missing : .unexpected))
    }

    @Test func `no text of a string is shown`() throws {
        let token = try parsed(#"{"token": "s3cret"}"#)["token"]
        let errors = [
            #expect(throws: JSONError.self) { try token.int }, #expect(throws: JSONError.self) { try token.lenientInt },
            #expect(throws: JSONError.self) { try token.bool },
            #expect(throws: JSONError.self) { try token.lenientBool },
            #expect(throws: JSONError.self) { try token.lenientDouble },
            #expect(throws: JSONError.self) { try token.members }, #expect(throws: JSONError.self) { try token.count },
        ]
        for error in errors { #expect(error?.description.hasSuffix("found a string") == true) }
    }

    @Test func `a long key is cut short in a path`() throws {
        let key = String(repeating: "k", count: 5000)
        let value = try parsed(#"{"\#(key)": {"a": 1}}"#)
        let error = #expect(throws: JSONError.self) { try value[key]["a"].string }
        #expect(error?.path == String(repeating: "k", count: 60) + "….a")
    }
}
