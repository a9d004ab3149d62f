import SyncModel
import TestSupport
import Testing

@testable import Ledger

@Suite struct CodingTests {
    private func text(_ numbers: inout SeededNumbers) -> String {
        let letters = ["a", "é", "e\u{301}", "日", "👩‍👧", "\n", "\u{0}", "\"", " ", "\u{fffd}"]
        return (0..<Int.random(in: 0...200, using: &numbers)).map { _ in numbers.pick(letters) }.joined()
    }

    private func value(_ numbers: inout SeededNumbers) -> FieldValue {
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: return .text(text(&numbers))
        case 1:
            var names: [String] = []
            for _ in 0..<Int.random(in: 0...5, using: &numbers) { names.append(text(&numbers)) }
            return .names(names)
        default: return .digest(text(&numbers))
        }
    }

    @Test func `values are read back byte for byte`() throws {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<300 {
            var values: [Field: FieldValue] = [:]
            for field in numbers.some(of: Field.allCases) { values[field] = value(&numbers) }
            let read = try decodedValues(encoded(values))
            #expect(read == values)
            for case (let field, .text(let text)) in values {
                #expect(sameBytes(read[field]?.text ?? "", text))  // `==` would take NFC for NFD
            }
        }
    }

    @Test func `what is remembered of fields is read back, and nothing of it takes no room`() throws {
        var numbers = SeededNumbers(seed: 2)
        for _ in 0..<300 {
            var ledger: [Field: FieldLedger] = [:]
            for field in numbers.some(of: Field.allCases) {
                ledger[field] = FieldLedger(
                    base: numbers.happens(0.5) ? value(&numbers) : nil,
                    written: numbers.happens(0.5) ? value(&numbers) : nil,
                    undoneWant: numbers.happens(0.2) ? value(&numbers) : nil, hasImportedLock: numbers.happens(0.5),
                    isStoredOtherwise: numbers.happens(0.5))
            }
            #expect(try decodedLedger(encoded(ledger)) == ledger.filter { $0.value != FieldLedger() })
        }
        #expect(encoded([Field.title: FieldLedger()]).isEmpty)
    }

    @Test(arguments: [0, 1, 127, 128, 300, Int.max, Int.min, -1])
    func `any number is read back`(number: Int) throws {
        var writer = ByteWriter()
        writer.number(number)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.number() == number)
        #expect(reader.isAtEnd)
    }

    @Test func `links and locks are read back`() throws {
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<300 {
            let ids = Array(0..<20).map { $0 * 997 }
            let links = SceneRow.Links(
                studio: numbers.happens(0.5) ? 7 : nil, performers: numbers.some(of: ids), tags: numbers.some(of: ids),
                groups: numbers.some(of: ids))
            #expect(try SceneRow.Links(decoding: links.encoded) == links)
            let locked = Set(numbers.some(of: Field.allCases))
            #expect(fields(inBits: bits(of: locked)) == locked)
        }
    }

    @Test(
        arguments: [
            [0xff], [0, 0, 5], [0, 0, 5, 97, 98], [20, 0, 0], [0, 9, 0], [0, 1, 3, 1, 97],
            [0, 0, 1, 0xff],  // not UTF-8
            [0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],  // more names than bytes
            [0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],  // a length below zero
            [UInt8](repeating: 0x80, count: 20),
        ] as [[UInt8]])
    func `damaged bytes are called so`(bytes: [UInt8]) {
        #expect(throws: DamagedValue.self) { try decodedValues(bytes) }
        #expect(throws: DamagedValue.self) { try decodedLedger(bytes) }
        #expect(throws: DamagedValue.self) { try SceneRow.Links(decoding: bytes) }
    }

    @Test func `whatever the bytes are, reading them ends with a value or with that error`() {
        var numbers = SeededNumbers(seed: 4)
        let good = encoded([.title: .text("A Title"), .tags: .names(["HD", "Outdoor"]), .summary: .digest("ab")])
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                bytes[Int.random(in: bytes.indices, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            bytes.removeLast(Int.random(in: 0...3, using: &numbers))
            for read in [
                { _ = try decodedValues(bytes) }, { _ = try decodedLedger(bytes) },
                { _ = try SceneRow.Links(decoding: bytes) },
            ] {
                do { try read() } catch is DamagedValue {} catch { Issue.record("\(bytes): \(error)") }
            }
        }
    }

    @Test func `the state of a scene is another if any part of it is`() {
        let row = scene(1, "/a.mp4", "/b.mp4")
        let targets = ["1", "2"].map { Target(ratingKey: RatingKey(rawValue: $0), library: "1") }
        var renamed = row
        renamed.wants.values[.title] = .text("Other")
        let marks = [
            stateMark(of: row, targets: targets, under: "f"), stateMark(of: row, targets: [targets[0]], under: "f"),
            stateMark(of: row, targets: [], under: "f"), stateMark(of: row, targets: targets, under: "g"),
            stateMark(of: renamed, targets: targets, under: "f"),
            stateMark(of: scene(1, "/a.mp4", "/b.mp4", "1"), targets: [targets[1]], under: "f"),
            stateMark(of: scene(1, "/b.mp4", "/a.mp4"), targets: targets, under: "f"),
        ]
        #expect(Set(marks).count == marks.count)
        #expect(stateMark(of: row, targets: targets.reversed(), under: "f") == marks[0])
    }
}
