import Glibc

/// One value of a parsed document: a place in it, which keeps it alive.
///
/// Reading copies nothing but the strings that are asked for. Every accessor throws a ``JSONError`` that names the path of the
/// value, found by walking from the root: an error pays for it, reading does not. A value is for the task that parsed it.
public struct JSONValue {
    let document: JSONDocument
    let index: Int

    init(_ document: JSONDocument, _ index: Int) {
        self.document = document
        self.index = index
    }

    /// The deepest nesting that can be allowed.
    public static let deepest = 1024

    /// The root of the document in `bytes`, which are bounded in number by whoever read them.
    ///
    /// Bytes that are not UTF-8 and lone surrogates become U+FFFD; a byte order mark is passed over. Anything behind the
    /// document, and a number beyond `UInt64` or 1e308, make it broken. Takes no copy if `bytes` have 64 spare bytes of
    /// capacity.
    /// - Parameter depth: How deep arrays and objects may be nested, at most ``deepest``. What nobody asks for is never
    ///   walked into, so a deep member of no interest costs nothing.
    /// - Throws: ``JSONError`` with the code `broken` or `tooDeep`.
    public init(parsing bytes: [UInt8], depth: Int = 512) throws(JSONError) {
        self.init(try JSONDocument(bytes, depth: min(max(depth, 1), Self.deepest)), 1)
    }

    /// The kinds of value; a number is what it was written as.
    public enum Kind: UInt8, Sendable {
        /// `{…}`
        case object = 0x7b
        /// `[…]`
        case array = 0x5b
        /// `"…"`
        case string = 0x22
        /// Whole and within `Int64`.
        case int = 0x6c
        /// Whole and above `Int64`.
        case uint = 0x75
        /// With a fraction or an exponent.
        case double = 0x64
        /// `true`
        case yes = 0x74
        /// `false`
        case no = 0x66
        /// `null`
        case null = 0x6e
    }

    /// What stands here.
    public var kind: Kind { Kind(rawValue: UInt8(word(index) >> 56)) ?? .null }

    // MARK: Scalars

    /// The text of a string.
    public var string: String {
        get throws(JSONError) {
            guard kind == .string else { throw unexpected("a string") }
            return String(decoding: text(at: index), as: UTF8.self)
        }
    }

    /// A number without a fraction that fits 64 bits; `1.0` and `1e3` are such.
    public var int: Int {
        get throws(JSONError) {
            let kind = kind
            if kind == .int { return Int(Int64(bitPattern: word(index + 1))) }
            guard kind == .double, let whole = Int(exactly: Double(bitPattern: word(index + 1))) else {
                throw unexpected("a whole number")
            }
            return whole
        }
    }

    /// Any number; one with more than 53 bits is rounded.
    public var double: Double {
        get throws(JSONError) {
            switch kind {
            case .double: return Double(bitPattern: word(index + 1))
            case .int: return Double(Int64(bitPattern: word(index + 1)))
            case .uint: return Double(word(index + 1))
            default: throw unexpected("a number")
            }
        }
    }

    /// `true` or `false`.
    public var bool: Bool {
        get throws(JSONError) {
            switch kind {
            case .yes: return true
            case .no: return false
            default: throw unexpected("true or false")
            }
        }
    }

    /// Whether this is `null`.
    public var isNull: Bool { kind == .null }

    // MARK: The tape

    @inline(__always) func word(_ index: Int) -> UInt64 { document.words[index] }

    /// The place of the closing word of an object or array.
    @inline(__always) var end: Int { Int(UInt32(truncatingIfNeeded: word(index))) - 1 }

    /// The place behind the value at `place`.
    @inline(__always) func after(_ place: Int) -> Int {
        let word = word(place)
        return switch UInt8(word >> 56) {
        case Kind.object.rawValue, Kind.array.rawValue: Int(UInt32(truncatingIfNeeded: word))
        case Kind.int.rawValue, Kind.uint.rawValue, Kind.double.rawValue: place + 2
        default: place + 1
        }
    }

    @inline(__always) func text(at place: Int) -> UnsafeBufferPointer<UInt8> {
        let start = document.strings + Int(word(place) & 0xff_ffff_ffff_ffff)
        return UnsafeBufferPointer(
            start: start + 4, count: Int(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)))
    }
}
