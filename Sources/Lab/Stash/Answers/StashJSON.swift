/// JSON as Stash writes it: `<`, `>` and `&` escaped, bytes that are not UTF-8 passed on as they are.
struct StashJSON {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func byte(_ scalar: Unicode.Scalar) { bytes.append(UInt8(ascii: scalar)) }

    mutating func string(_ text: String) {
        var text = text
        byte("\"")
        text.withUTF8 { escape($0) }
        byte("\"")
    }

    mutating func string(_ text: [UInt8]) {
        byte("\"")
        text.withUnsafeBufferPointer { escape($0) }
        byte("\"")
    }

    mutating func string(_ text: String?) {
        if let text { string(text) } else { raw("null") }
    }

    mutating func int(_ number: Int) {
        if number < 0 { byte("-") }
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)  // 24 bytes, 20 are enough
        var rest = number.magnitude
        withUnsafeMutableBytes(of: &digits) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[start...])
        }
    }

    mutating func int(_ number: Int?) {
        if let number { int(number) } else { raw("null") }
    }

    /// An id is a string.
    mutating func id(_ number: Int) {
        byte("\"")
        int(number)
        byte("\"")
    }

    mutating func bool(_ truth: Bool) { raw(truth ? "true" : "false") }

    /// As Go's `%g` has it: `5`, `4.02`, and with an exponent from a million on.
    mutating func double(_ number: Double) {
        let plain = number.description
        guard number.magnitude >= 1e6, number.isFinite else {
            return raw(Array((plain.hasSuffix(".0") ? String(plain.dropLast(2)) : plain).utf8))
        }
        let parts = plain.split(separator: "e")
        let whole = parts[0].prefix { $0 != "." }
        let digits = parts[0].filter(\.isNumber)
        let exponent = whole.filter(\.isNumber).count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var significant = String(digits)
        while significant.count > 1, significant.hasSuffix("0") { significant.removeLast() }
        let tail = significant.dropFirst()
        let text =
            (number < 0 ? "-" : "") + String(significant.prefix(1)) + (tail.isEmpty ? "" : ".\(tail)")
            + (exponent < 10 ? "e+0\(exponent)" : "e+\(exponent)")
        raw(Array(text.utf8))
    }

    mutating func list<Elements: Sequence>(
        _ elements: Elements, _ write: (inout StashJSON, Elements.Element) -> Void
    ) {
        byte("[")
        var isFirst = true
        for element in elements {
            if !isFirst { byte(",") }
            isFirst = false
            write(&self, element)
        }
        byte("]")
    }

    /// Eight bytes at a time as long as none of them needs anything: a debug build spent most of a page's time here without.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        let source = UnsafeRawBufferPointer(text)
        var (start, index) = (0, 0)
        while index < source.count {
            if index + 8 <= source.count, Self.isPlain(source.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                index += 8
                continue
            }
            let byte = source[index]
            index += 1
            guard Self.isSpecial[Int(byte)] else { continue }
            bytes.append(contentsOf: source[start..<index - 1])
            start = index
            switch byte {
            case UInt8(ascii: "\""): raw("\\\"")
            case UInt8(ascii: "\\"): raw("\\\\")
            case UInt8(ascii: "\n"): raw("\\n")
            case UInt8(ascii: "\r"): raw("\\r")
            case UInt8(ascii: "\t"): raw("\\t")
            case UInt8(ascii: "<"): raw("\\u003c")
            case UInt8(ascii: ">"): raw("\\u003e")
            case UInt8(ascii: "&"): raw("\\u0026")
            default:
                raw(byte < 16 ? "\\u000" : "\\u001")
                bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
            }
        }
        bytes.append(contentsOf: source[start...])
    }

    /// Whether no byte of eight is a control character or one of `"\\<>&`: for each, the top bit of its byte would come to be set.
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5c)
        let ampersand = word ^ (ones &* 0x26)
        let angle = (word | (ones &* 2)) ^ (ones &* 0x3e)  // `<` and `>` differ in this bit alone
        let control = (word &- ones &* 0x20) & ~word
        let equal =
            ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((ampersand &- ones) & ~ampersand)
            | ((angle &- ones) & ~angle)
        return (control | equal) & (ones &* 0x80) == 0
    }

    private static let isSpecial: [Bool] = (0..<256).map { $0 < 32 || "\"\\<>&".utf8.contains(UInt8($0)) }
}
