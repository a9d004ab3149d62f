import JSON
import Testing

/// Nothing may crash, whatever the bytes; run under the address sanitizer too (`.ci/sanitize`). The seeds make every run the same.
@Suite struct FuzzTests {
    private let seed = Array(
        #"{"data":{"findScenes":{"count":2,"scenes":[{"id":"1","title":"té \ud83d\ude00 \u0041","rating100":null,"files":[{"size":12,"duration":1.5e3,"ok":true}]},{"id":"2","tags":[[],{}],"date":"2024-01-31","f":false,"big":18446744073709551615,"neg":-9223372036854775808}]}}}"#
            .utf8)
    private let interesting = Array(#"{}[]",:\u0dDeE+-.19 tfn"#.utf8) + [0, 0x1f, 0x7f, 0x80, 0xc0, 0xed, 0xf0, 0xff]

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `documents with changed bytes are read or refused`(number: UInt64) {
        var random = Random(state: number)
        for _ in 0..<400 {
            var bytes = seed
            for _ in 0...Int.random(in: 0...6, using: &random) { mutate(&bytes, &random) }
            read(bytes)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `random bytes are read or refused`(number: UInt64) {
        var random = Random(state: number &+ 100)
        for _ in 0..<500 {
            let count = Int.random(in: 0...80, using: &random)
            read((0..<count).map { _ in interesting.randomElement(using: &random) ?? 0 })
            read((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    @Test func `a document cut anywhere is refused`() {
        for count in 0..<seed.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(seed.prefix(count))) }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = interesting.randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: place)
        default: bytes.replaceSubrange(place..<place, with: bytes[place...].prefix(20))
        }
    }

    /// Every accessor on every value; what is read must survive being written.
    private func read(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else { return }
        visit(value)
        do {
            let tree = try JSONTree(from: value)
            #expect(try JSONTree(parsing: tree.bytes(), depth: 128) == tree)
        } catch {
            Issue.record("a document that was read could not be copied: \(error)")
        }
    }

    private func visit(_ value: JSONValue) {
        _ = try? value.string
        _ = try? value.int
        _ = try? value.double
        _ = try? value.bool
        _ = try? value.lenientString
        _ = try? value.lenientInt
        _ = try? value.lenientDouble
        _ = try? value.lenientBool
        _ = try? value.find("id")
        _ = try? value.count
        #expect(!value.unexpected("nothing").description.isEmpty)
        for element in (try? value.elements) ?? [] { visit(element) }
        for (_, member) in (try? value.members) ?? [] { visit(member) }
    }
}

/// SplitMix64, so that a failure can be had again.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
