/// Pictures as mutations take them: `data:image/png;base64,…`.
enum StashDataURL {
    /// The picture's bytes; nil for `null` and for an empty text.
    static func bytes(_ input: GraphQLInput) throws -> [UInt8]? {
        guard let text = input.text, !text.isEmpty else { return nil }
        guard let comma = text.firstIndex(of: ","), text.hasPrefix("data:"),
            let bytes = decoded(text[text.index(after: comma)...])
        else { throw StashRefusal("processing image: illegal base64 data") }
        return bytes
    }

    private static func decoded(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (bits, count) = (UInt32(0), 0)
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = value(of: byte) else { return nil }
            (bits, count) = (bits << 6 | value, count + 6)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
