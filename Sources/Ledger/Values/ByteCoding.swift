/// Writes the compact form in which values are kept: numbers as LEB128, texts with their length before them.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ value: Int) {
        var rest = UInt(bitPattern: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            number(utf8.count)
            bytes.append(contentsOf: utf8)
        }
    }
}

/// Bytes in the database that are not what we write there.
public struct DamagedValue: Error, Sendable, CustomStringConvertible {
    public let description = "A value in the database is damaged; 'reconcile --full' reads everything anew."
    public let code = "damaged-value"
}

/// Reads what ``ByteWriter`` wrote.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func number() throws -> Int {
        var (value, shift): (UInt, UInt) = (0, 0)
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            value |= UInt(byte & 0x7f) << shift
            if byte < 0x80 { return Int(bitPattern: value) }
            shift += 7
        }
        throw DamagedValue()
    }

    /// A number of things to come, of which each takes a byte at least.
    mutating func count() throws -> Int {
        let count = try number()
        guard count >= 0, count <= bytes.count - place else { throw DamagedValue() }
        return count
    }

    mutating func text() throws -> String {
        let end = try count() + place
        guard let text = String(validating: bytes[place..<end], as: UTF8.self) else { throw DamagedValue() }
        place = end
        return text
    }
}
