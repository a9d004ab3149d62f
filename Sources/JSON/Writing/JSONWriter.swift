/// Writes JSON (RFC 8259) into a growing buffer, members in the order they are written.
///
/// Inside `object` every value needs a key, inside `array` none; the writer does not check that. Keys known at compile time are
/// copied as they stand, others are escaped.
public struct JSONWriter {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// Without any blank, one row of JSON Lines a value.
        case compact
        /// A line a value, indented by two blanks a level, for people.
        case indented
    }

    /// What has been written so far, UTF-8.
    public private(set) var bytes: [UInt8] = []
    private let layout: Layout
    private var depth = 0
    private var comma = false

    /// An empty writer.
    /// - Parameter capacity: Bytes to reserve; more than that costs growing.
    public init(capacity: Int = 0, layout: Layout = .compact) {
        self.layout = layout
        bytes.reserveCapacity(capacity)
    }

    /// What has been written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Begins anew in the same buffer.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        comma = false
        depth = 0
    }

    /// Ends a row of JSON Lines.
    public mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        comma = false
    }

    // MARK: Parts that the values share

    mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) throws -> Void)
        rethrows
    {
        bytes.append(UInt8(ascii: open))
        comma = false
        depth += 1
        // Also when `body` throws, so that an outer writer that goes on stays in step.
        defer {
            depth -= 1
            if comma { breakLine() }
            bytes.append(UInt8(ascii: close))
            comma = true
        }
        try body(&self)
    }

    /// Before every value: the comma, the line, the key.
    mutating func begin(_ name: StaticString?) {
        separate()
        guard let name else { return }
        bytes.append(UInt8(ascii: "\""))
        append(name)
        bytes.append(UInt8(ascii: "\""))
        colon()
    }

    mutating func begin(_ name: String) {
        separate()
        quote(name)
        colon()
    }

    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(digits text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated()
            where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: utf8[start..<index])
                escape(byte)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            append(digits: String(byte & 0x0f, radix: 16))
        }
    }

    private mutating func separate() {
        if comma { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
        comma = true
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        if layout == .indented { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
}
