extension JSONTree: Hashable {
    /// Equal as they are written: the order of members counts, and `1` is not `1.0`.
    public static func == (left: JSONTree, right: JSONTree) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)): left.elementsEqual(right) { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }

    /// Feeds keys and values to `hasher`, in order.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .object(let members):
            for (key, member) in members {
                hasher.combine(key)
                hasher.combine(member)
            }
        case .array(let elements): hasher.combine(elements)
        case .string(let text): hasher.combine(text)
        case .int(let number): hasher.combine(number)
        case .double(let number): hasher.combine(number)
        case .bool(let truth): hasher.combine(truth)
        case .null: hasher.combine(0)
        }
    }
}

extension JSONTree: CustomStringConvertible {
    /// The document as compact JSON.
    public var description: String { String(decoding: bytes(), as: UTF8.self) }
}

// Not by `nil`: `tree["key"] == nil` would then ask for a null, not for a missing member.
extension JSONTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .int(value) }
    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    /// An object, its members in the literal's order.
    public init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
}
