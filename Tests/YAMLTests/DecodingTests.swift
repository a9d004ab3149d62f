import Spelling
import TestSupport
import Testing
import YAML

@Suite struct DecodingTests {
    enum Action: String, CaseIterable { case enqueue, report }

    /// Decodes `text` and gives the faults as `line:column code`.
    private func decode(_ text: String, _ body: (MappingDecoder) -> Void) -> [String] {
        let document = document(text)
        if let root = document.root { document.log.mapping(root, path: "", isWhole: document.isWhole, body) }
        return places(document.log)
    }

    @Test func `values of the right kind are read without a fault`() {
        let text = "s: text\nb: true\ni: 5\nc: report\nl: [a, 2024, b]\nm: {x: 1}\none: single\n"
        let faults = decode(text) { keys in
            #expect(keys.string("s") == "text")
            #expect(keys.bool("b") == true)
            #expect(keys.int("i", in: 1...9) == 5)
            #expect(keys.choice("c", of: Action.self) == .report)
            #expect(keys.strings("l", takesNumbers: true) == ["a", "2024", "b"])
            #expect(keys.mapping("m") { $0.int("x", in: 0...1) } == 1)
            #expect(keys.strings("one", takesOne: true) == ["single"])
            #expect(keys.string("absent") == nil)
        }
        #expect(faults == [])
    }

    @Test func `every fault is found in one pass`() {
        let text = """
            s: 12
            b: no
            i: "5"
            j: 010
            k: 11
            c: enqeue
            l: [a, true, [b], ~, 3]
            m: [x]
            n:
            extra: 1
            """
        let faults = decode(text) { keys in
            _ = (keys.string("s"), keys.bool("b"), keys.int("i", in: 1...9), keys.int("j", in: 1...9))
            _ = (keys.int("k", in: 1...9), keys.choice("c", of: Action.self), keys.strings("l"))
            _ = keys.mapping("m") { $0.string("x") }
            _ = keys.string("n")
            keys.require("needed")
        }
        #expect(
            faults == [
                "1:1 missing-key", "1:4 wrong-type", "2:4 wrong-type", "3:4 wrong-type", "4:4 wrong-type",
                "5:4 out-of-range", "6:4 unknown-word", "7:8 wrong-type", "7:14 wrong-type", "7:19 empty-value",
                "7:22 wrong-type", "8:4 wrong-type", "9:1 empty-value", "10:1 unknown-key",
            ])
    }

    @Test(arguments: [
        ("b: no", "'b' takes true or false, not the text 'no'; did you mean 'false'?"),
        ("b: On", "'b' takes true or false, not the text 'On'; did you mean 'true'?"),
        ("i: 08", "'i' takes a whole number, not the text '08' (no leading zeros)"),
        ("i: \"8\"", "'i' takes a whole number, not the text '8' (no quotes)"),
        ("c: reprot", "'c' takes enqueue or report, not 'reprot'; did you mean 'report'?"),
        ("s: {studio}", "'s' takes a text, not a mapping; a text with { } must stand in quotes"),
        ("s: true", "'s' takes a text, not true; put it in quotes if it is meant so"),
        ("x: 1", "unknown key 'x'; known here: b, i, c, s"),
        ("- a", "the file takes a mapping (key: value), not a list"),
    ])
    func `a message names the value and the remedy`(text: String, message: String) {
        let document = document(text)
        if let root = document.root {
            document.log.mapping(root, path: "") { keys in
                _ = (keys.bool("b"), keys.int("i", in: 0...9), keys.choice("c", of: Action.self), keys.string("s"))
            }
        }
        #expect(document.log.faults.map(\.message) == [message])
    }

    @Test func `a key is not missing from a file that could not be read to its end`() {
        let faults = decode("a: 1\nb: [") { keys in
            _ = keys.int("a", in: 0...9)
            _ = keys.strings("b")
            keys.require("c")
        }
        #expect(faults == ["2:4 syntax"])
    }

    @Test func `where a fault was told already no second one follows`() {
        let faults = decode("a: *x\nb: {c: *y, d: [*z]}") { keys in
            _ = (keys.string("a"), keys.mapping("b") { _ = ($0.string("c"), $0.strings("d")) })
        }
        #expect(faults == ["1:4 alias", "2:8 alias", "2:16 alias"])
    }

    @Test(arguments: [
        ("wehn", "when"), ("tokn", "token"), ("libarries", "libraries"), ("conf", "confidence"), ("x", nil), ("", nil),
        ("WHEN", "when"), ("zzzzzz", nil), (String(repeating: "when", count: 60_000), nil),
    ])
    func `the nearest name is the one with the fewest slips`(typed: String, name: String?) {
        #expect(nearest(to: typed, in: ["when", "token", "libraries", "confidence"]) == name)
    }

    @Test func `the nearest name is found as by counting all slips of all names`() {
        var numbers = SeededNumbers(seed: 7)
        func word() -> String {
            String(
                (0..<Int.random(in: 0...9, using: &numbers)).map { _ in numbers.pick(["a", "B", "c", "/"]) }.joined())
        }
        for _ in 0..<2000 {
            let names = (0..<12).map { _ in word() }
            let typed = word()
            var best: (name: String, slips: Int)?
            for name in names where !typed.isEmpty {
                let isBeginning = typed.count >= 3 && name.lowercased().hasPrefix(typed.lowercased())
                let slips = isBeginning ? 1 : plainSlips(typed, name)
                let isNear = slips <= max(1, min(typed.count, name.count) / 3) && slips < name.count
                if isNear, slips < best?.slips ?? .max { best = (name, slips) }
            }
            #expect(nearest(to: typed, in: names) == best?.name, "\(typed) in \(names)")
        }
    }

    /// The whole table of distances.
    private func plainSlips(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.lowercased()), Array(other.lowercased()))
        var table = (0...one.count).map { row in (0...other.count).map { row == 0 ? $0 : $0 == 0 ? row : 0 } }
        for row in one.indices {
            for column in other.indices {
                let replaced = table[row][column] + (one[row] == other[column] ? 0 : 1)
                var least = min(replaced, table[row][column + 1] + 1, table[row + 1][column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    least = min(least, table[row - 1][column - 1] + 1)
                }
                table[row + 1][column + 1] = least
            }
        }
        return table[one.count][other.count]
    }

    @Test func `where no more faults are kept no nearest name is looked for`() {
        var searches = 0
        func search() -> String? {
            searches += 1
            return nil
        }
        let faults = decode("a: 1") { keys in
            _ = keys.int("a", in: 0...9)
            for _ in 0..<1000 { keys.report(.unknownWord, at: "a", "unknown", nearest: search()) }
        }
        #expect(faults.count == 200)
        #expect(searches == 199)
    }
}
