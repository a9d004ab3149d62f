/// Bytes from the keyboard to scalars, one byte at a time. What is no UTF-8 becomes U+FFFD.
struct Decoder {
    private var bytes: [UInt8] = []

    /// - Returns: the scalars that `byte` completes: none in the middle of one, two where it broke the one before.
    mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
        bytes.append(byte)
        let expected = Self.length(bytes[0])
        if bytes.count == expected || !isGoodSoFar {
            defer { bytes = [] }
            // A byte that begins a scalar, or is one, must not get lost with the broken one before it.
            if bytes.count > 1, !isContinuation(byte) {
                bytes = []
                return ["\u{FFFD}"] + take(byte)
            }
            return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(1))
        }
        return []
    }

    private var isGoodSoFar: Bool { Self.length(bytes[0]) > 1 && bytes.dropFirst().allSatisfy(isContinuation) }
    private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
