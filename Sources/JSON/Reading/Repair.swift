import CSimdJSON

/// The same document as valid UTF-8, with `\ufffd` over each `\ud800` to `\udfff` that has no partner, and room behind it.
///
/// Servers send file names as they are on disk, and those need not be UTF-8. One such name must not cost a whole page.
func repaired(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
    var index = 0
    while index < bytes.count {
        guard bytes[index] == UInt8(ascii: "\\") else {
            index += 1
            continue
        }
        guard let unit = codeUnit(bytes, at: index), unit & 0xf800 == 0xd800 else {
            index += 2  // `\n`, `\\`, or a code unit that needs no partner
            continue
        }
        if unit < 0xdc00, let low = codeUnit(bytes, at: index + 6), low & 0xfc00 == 0xdc00 {
            index += 12
        } else {
            for (offset, digit) in "fffd".utf8.enumerated() { bytes[index + 2 + offset] = digit }
            index += 6
        }
    }
    bytes.reserveCapacity(bytes.count + Int(csimdjson_padding))
    return bytes
}

/// The number behind a `\u` at `index`.
private func codeUnit(_ bytes: [UInt8], at index: Int) -> UInt16? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
        return nil
    }
    return UInt16(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
}
