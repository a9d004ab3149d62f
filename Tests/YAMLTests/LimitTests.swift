import Testing
import YAML

@Suite struct LimitTests {
    @Test func `a file of ten megabytes is refused unread`() {
        let document = Document(bytes: [UInt8](repeating: 0x61, count: 10_000_000), file: "rules.yaml")
        #expect(places(document.log) == ["1:1 too-large"])
        #expect(document.root == nil)
    }

    @Test func `a file of just the limit is read`() {
        let text = "a: " + String(repeating: "x", count: 256 * 1024 - 3)
        #expect(places(text) == [])
        #expect(places(text + "x") == ["1:1 too-large"])
    }

    @Test func `sixteen levels are read and the seventeenth is a fault`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(places(nested(16)) == [])
        #expect(places(nested(17)) == ["1:17 too-deep"])
        #expect(places("a: \(nested(20))\na: 1") == ["1:19 too-deep", "2:1 duplicate-key"])
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[[{"])
    func `a bomb of brackets ends soon, with one fault`(piece: String) {
        let text = String(repeating: piece, count: 250_000 / piece.utf8.count)
        let faults = document(text).log.faults
        #expect(faults.count == 1 && (faults[0].code == .tooDeep || faults[0].code == .syntax), "\(faults)")
    }

    @Test func `a bomb of aliases is a list of faults and no expansion`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<9 {
            text += "a\(level): &a\(level) [" + (0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n"
        }
        let codes = document(text).log.faults.map(\.code)
        #expect(codes.filter { $0 == .anchor }.count == 9)
        #expect(codes.filter { $0 == .alias }.count == 72)
    }

    @Test func `the number of values is bounded`() {
        let text = "[" + String(repeating: "1,", count: 30_000) + "]"
        #expect(places(text).map { $0.split(separator: " ")[1] } == ["too-many-nodes"])
        #expect(places("[1, 2, 3]", limits: Limits(nodes: 2)) == ["1:8 too-many-nodes"])
    }

    @Test func `the number of faults is bounded`() {
        let text = String(repeating: "a: 1\n", count: 5000)
        let faults = document(text).log.faults
        #expect(faults.count == 200)
        #expect(faults.last?.code == .tooManyFaults)
    }
}
