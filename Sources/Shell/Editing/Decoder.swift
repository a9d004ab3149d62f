/// Bytes from the keyboard to scalars, one byte at a time. What is no UTF-8 becomes U+FFFD.
struct Decoder {
    private var bytes: [UInt8] = []

    /// - Returns: the scalars that `byte` completes: none in the middle of one, two where it broke the one before.
    mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
        if !bytes.isEmpty, byte & 0xC0 != 0x80 {
            bytes = []  // broken off; this byte begins the next scalar
            return ["\u{FFFD}"] + take(byte)
        }
        bytes.append(byte)
        if bytes.count < Self.length(bytes[0]) { return [] }
        defer { bytes = [] }
        return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(1))
    }

    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
