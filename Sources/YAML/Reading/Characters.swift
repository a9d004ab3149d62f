/// The text of a file, after every byte was looked at: what libyaml would refuse without saying where, or read
/// differently from every editor, is reported here at its place and replaced, so that reading can go on.
struct Characters {
    private(set) var text = ""
    /// What was found, with code, place and sentence.
    private(set) var findings: [(code: Fault.Code, mark: Mark, message: String)] = []
    private var mark = Mark.start

    init(_ bytes: some Collection<UInt8>) {
        // Nearly every file is clean, and then its places need not be counted.
        if let whole = String(validating: bytes, as: UTF8.self), whole.unicodeScalars.allSatisfy(Self.isAccepted) {
            text = whole
        } else {
            repair(bytes)
        }
    }

    private mutating func repair(_ bytes: some Collection<UInt8>) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: break decoding
            case .error:
                note(.encoding, "not UTF-8 text; save the file as UTF-8")
                scalars.append("\u{fffd}")
                advance(past: "\u{fffd}", after: previous)
                previous = nil
            case .scalarValue(let scalar):
                let isMark = scalar == "\u{feff}" && mark == .start && scalars.isEmpty
                if isMark { continue }
                scalars.append(accepted(scalar))
                advance(past: scalar, after: previous)
                previous = scalar
            }
        }
        text = String(scalars)
    }

    private static func isAccepted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x20...0x7e, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd,
            0x10000...:
            true
        default: false
        }
    }

    private mutating func accepted(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if Self.isAccepted(scalar) { return scalar }
        switch scalar.value {
        case 0:
            note(.character, "a NUL byte; the file is no text, or UTF-16: save it as UTF-8")
        case 0x85, 0x2028, 0x2029:
            note(.character, "the line separator \(visibleScalar(scalar)), which not every program takes for one")
        default:
            note(
                .character,
                "the invisible character \(visibleScalar(scalar)); remove it, or write it as an escape in \"…\"")
        }
        return "\u{fffd}"
    }

    /// One finding a line is enough: a binary file has thousands.
    private mutating func note(_ code: Fault.Code, _ message: String) {
        if let last = findings.last, last.mark.line == mark.line, last.code == code { return }
        if findings.count < FaultLog.most { findings.append((code, mark, message)) }
    }

    private mutating func advance(past scalar: Unicode.Scalar, after previous: Unicode.Scalar?) {
        if scalar == "\n", previous == "\r" {
            return
        } else if scalar == "\n" || scalar == "\r" {
            mark = Mark(line: mark.line + 1, column: 1)
        } else {
            mark = Mark(line: mark.line, column: mark.column + 1)
        }
    }
}
