/// A JSON document as an owned value, independent of the bytes it was read from: for documents that are kept, changed or built.
///
/// Reading one costs many times what ``JSONValue`` costs; for pages of data use that.
public indirect enum JSONTree: Sendable {
    /// Members in order; of several with the same key, the first counts.
    case object([(String, JSONTree)])
    /// Elements in order.
    case array([JSONTree])
    /// Text, unescaped.
    case string(String)
    /// A number written without fraction and exponent.
    case int(Int)
    /// Also whole numbers beyond `Int`, rounded.
    case double(Double)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
}

extension JSONTree {
    /// A copy of `value` and everything below it. Recurses as deep as the document is nested.
    public init(from value: JSONValue) throws(JSONError) {
        switch value.kind {
        case .object:
            var members: [(String, JSONTree)] = []
            for (key, member) in try value.members { members.append((key, try JSONTree(from: member))) }
            self = .object(members)
        case .array: self = .array(try value.map { (element) throws(JSONError) in try JSONTree(from: element) })
        case .string: self = .string(try value.string)
        case .int: self = .int(try value.int)
        case .uint, .double: self = .double(try value.double)
        case .yes: self = .bool(true)
        case .no: self = .bool(false)
        case .null: self = .null
        }
    }

    /// The document in `bytes`; see ``JSONValue/init(parsing:depth:)``.
    public init(parsing bytes: [UInt8], depth: Int = 64) throws(JSONError) {
        try self.init(from: JSONValue(parsing: bytes, depth: depth))
    }

    // MARK: Looking in

    /// The member `key` of an object; nil where it is missing or this is no object. `null` is a member.
    public subscript(key: String) -> JSONTree? { members?.first { $0.0 == key }?.1 }

    /// The element at `position` of an array; nil where there is none or this is no array.
    public subscript(position: Int) -> JSONTree? {
        elements.flatMap { $0.indices.contains(position) ? $0[position] : nil }
    }

    /// The members of an object.
    public var members: [(String, JSONTree)]? { if case .object(let members) = self { members } else { nil } }
    /// The elements of an array.
    public var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }
    /// The text of a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// A whole number, also where it is written as `1.0`.
    public var int: Int? {
        switch self {
        case .int(let number): number
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }
    /// Any number.
    public var double: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
    /// `true` or `false`.
    public var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
    /// Whether this is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }
}
