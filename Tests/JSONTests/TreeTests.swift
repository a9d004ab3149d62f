import JSON
import Testing

@Suite struct TreeTests {
    let text = #"{"id":"12","n":5,"d":1.5,"list":[true,false,null,{"":[]}],"z":{"b":1,"a":2}}"#

    @Test func `a tree writes what it read`() throws {
        let tree = try JSONTree(parsing: Array(text.utf8))
        #expect(tree.description == text)
        #expect(try JSONTree(parsing: tree.bytes(layout: .indented)) == tree)
    }

    @Test func `a tree is looked into without errors`() throws {
        let tree = try JSONTree(parsing: Array(text.utf8))
        #expect(tree["id"]?.string == "12" && tree["n"]?.int == 5 && tree["d"]?.double == 1.5 && tree["n"]?.double == 5)
        #expect(tree["list"]?[0]?.bool == true && tree["list"]?[2]?.isNull == true)
        #expect(tree["list"]?[4] == nil && tree["list"]?[-1] == nil && tree["list"]?["x"] == nil && tree["none"] == nil)
        #expect(tree["id"]?.int == nil && tree["id"]?.elements == nil && tree["list"]?.members == nil)
        #expect(tree["z"]?.members?.map(\.0) == ["b", "a"])
    }

    @Test func `a tree is written as a literal`() {
        let tree: JSONTree = ["a": 1, "b": [1.5, "c", true, .null]]
        #expect(tree.description == #"{"a":1,"b":[1.5,"c",true,null]}"#)
        var writer = JSONWriter()
        let key = "quo\"te"
        writer.object { writer in
            writer.write("tree", tree)
            writer.write(key, tree["a"] ?? .null)
        }
        #expect(writer.text == #"{"tree":{"a":1,"b":[1.5,"c",true,null]},"quo\"te":1}"#)
    }

    @Test(arguments: [
        ("1", "1.0"), ("[1,2]", "[2,1]"), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#), ("null", "false"), ("\"1\"", "1"),
    ])
    func `trees that are written differently differ`(left: String, right: String) throws {
        let (left, right) = (try JSONTree(parsing: Array(left.utf8)), try JSONTree(parsing: Array(right.utf8)))
        #expect(left != right && left == left)
        #expect(Set([left, right, left]).count == 2)
    }

    @Test func `numbers beyond Int are rounded`() throws {
        #expect(try JSONTree(parsing: Array("18446744073709551615".utf8)) == .double(18_446_744_073_709_551_616))
        #expect(JSONTree.double(2).int == 2 && JSONTree.double(2.5).int == nil && JSONTree.double(.nan).int == nil)
    }

    @Test func `the deepest document becomes a tree and text again`() throws {
        let text = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(try JSONTree(parsing: Array(text.utf8), depth: JSONValue.deepest).description == text)
    }
}
