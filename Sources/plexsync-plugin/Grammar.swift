/// JSON, read as a stream: what is wanted is kept, the rest is checked and dropped.
struct Grammar {
    var intake: Intake
    private var depth = 0
    private static let deepest = 64

    init(_ intake: Intake) { self.intake = intake }

    /// The next byte that is no blank; it stays.
    mutating func upcoming() throws(InputFault) -> UInt8? {
        while let byte = try intake.peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            _ = try intake.next()
        }
        return try intake.peek()
    }

    /// Takes an object; `member` must take each value. Anything else is taken and dropped.
    mutating func object(
        _ member: (_ name: String, inout Grammar) throws(InputFault) -> Void
    ) throws(InputFault) {
        guard try upcoming() == UInt8(ascii: "{") else { return try skip() }
        try sequence(until: "}") { (grammar) throws(InputFault) in
            guard try grammar.upcoming() == UInt8(ascii: "\"") else { throw try grammar.refusal() }
            let name = try grammar.string(limit: 64) ?? ""
            guard try grammar.upcoming() == UInt8(ascii: ":") else { throw try grammar.refusal() }
            _ = try grammar.intake.next()
            try member(name, &grammar)
        }
    }

    /// Takes a string and tells it; `nil` for one of more than `limit` bytes, and for anything else.
    mutating func text(limit: Int) throws(InputFault) -> String? {
        guard try upcoming() == UInt8(ascii: "\"") else {
            try skip()
            return nil
        }
        return try string(limit: limit)
    }

    /// Takes a whole number and tells it; `nil` for anything else.
    mutating func integer() throws(InputFault) -> Int? {
        guard let byte = try upcoming(), byte == UInt8(ascii: "-") || Self.isDigit(byte) else {
            try skip()
            return nil
        }
        return Int(String(decoding: try number(), as: UTF8.self))
    }

    /// Takes a value of any kind.
    mutating func skip() throws(InputFault) {
        switch try upcoming() {
        case UInt8(ascii: "{"): try object { (_, grammar) throws(InputFault) in try grammar.skip() }
        case UInt8(ascii: "["): try sequence(until: "]") { (grammar) throws(InputFault) in try grammar.skip() }
        case UInt8(ascii: "\""): _ = try string(limit: 0)
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): _ = try number()
        default: throw try refusal()
        }
    }

    /// Takes the end of the document: nothing but blanks may follow.
    mutating func finish() throws(InputFault) {
        if try upcoming() != nil { throw .notJSON(at: intake.offset) }
    }

    private mutating func sequence(
        until close: Unicode.Scalar, _ element: (inout Grammar) throws(InputFault) -> Void
    ) throws(InputFault) {
        _ = try intake.next()
        depth += 1
        guard depth <= Self.deepest else { throw .tooDeep }
        var isFirst = true
        while try upcoming() != UInt8(ascii: close) || !isFirst {
            try element(&self)
            isFirst = false
            let byte = try upcoming()
            if byte == UInt8(ascii: close) { break }
            guard byte == UInt8(ascii: ",") else { throw try refusal() }
            _ = try intake.next()
        }
        _ = try intake.next()
        depth -= 1
    }

    private func refusalAtEnd() -> InputFault { intake.offset == 0 ? .empty : .cutShort }

    private mutating func refusal() throws(InputFault) -> InputFault {
        try intake.peek() == nil ? refusalAtEnd() : .notJSON(at: intake.offset)
    }

    private mutating func word(_ word: StaticString) throws(InputFault) {
        for byte in word.description.utf8 where try intake.next() != byte { throw .notJSON(at: intake.offset - 1) }
    }

    private mutating func number() throws(InputFault) -> [UInt8] {
        let start = intake.offset
        var bytes: [UInt8] = []
        while let byte = try intake.peek(), Self.isDigit(byte) || "+-.eE".utf8.contains(byte) {
            bytes.append(try intake.next())
            guard bytes.count <= 400 else { throw .notJSON(at: start) }
        }
        guard Self.isNumber(bytes) else { throw .notJSON(at: start) }
        return bytes
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func digits() -> Int {
            let count = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leads = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !leads || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

// MARK: Strings

extension Grammar {
    /// Takes a string that begins here; `nil` where it has more than `limit` bytes.
    private mutating func string(limit: Int) throws(InputFault) -> String? {
        _ = try intake.next()
        var bytes: [UInt8]? = []
        while true {
            if bytes.map({ $0.count > limit }) ?? true {
                bytes = nil
                try intake.skipPlain()
            }
            let byte = try intake.next()
            switch byte {
            case UInt8(ascii: "\""):
                return bytes.flatMap { $0.count > limit ? nil : String(decoding: $0, as: UTF8.self) }
            case UInt8(ascii: "\\"):
                let scalar = try escape()
                bytes?.append(contentsOf: String(scalar).utf8)
            case 0..<0x20: throw .notJSON(at: intake.offset - 1)
            default: bytes?.append(byte)
            }
        }
    }

    private mutating func escape() throws(InputFault) -> Unicode.Scalar {
        switch try intake.next() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{08}"
        case UInt8(ascii: "f"): "\u{0C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): try unicode()
        default: throw .notJSON(at: intake.offset - 1)
        }
    }

    private mutating func unicode() throws(InputFault) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // Half of a pair: the other half follows, or the character is lost.
        guard first < 0xDC00, try intake.peek() == UInt8(ascii: "\\") else { return "\u{FFFD}" }
        _ = try intake.next()
        guard try intake.peek() == UInt8(ascii: "u") else { return try escape() }
        _ = try intake.next()
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(InputFault) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try intake.next())).hexDigitValue else {
                throw .notJSON(at: intake.offset - 1)
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
