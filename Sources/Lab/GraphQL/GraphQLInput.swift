/// A value given to a field, variables filled in.
indirect enum GraphQLInput: Sendable {
    case null
    case int(Int)
    case double(Double)
    case string(String)
    case bool(Bool)
    /// A bare word: an enum value.
    case word(String)
    case list([GraphQLInput])
    case object([(key: String, value: GraphQLInput)])

    /// What stands under `key`; nil where nothing was given. An explicit `null` is a value.
    subscript(key: String) -> GraphQLInput? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The same, but `null` counts as not given.
    func given(_ key: String) -> GraphQLInput? {
        guard let value = self[key] else { return nil }
        return value.isNull ? nil : value
    }

    var isNull: Bool { if case .null = self { true } else { false } }

    /// Text; numbers count where an ID may be either.
    var text: String? {
        switch self {
        case .string(let text), .word(let text): text
        case .int(let number): String(number)
        default: nil
        }
    }

    var int: Int? {
        switch self {
        case .int(let number): number
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    var double: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }

    /// Elements; a single value counts as a list of itself, as GraphQL has it.
    var list: [GraphQLInput] {
        switch self {
        case .list(let elements): elements
        case .null: []
        default: [self]
        }
    }

    var keys: [String] { if case .object(let members) = self { members.map(\.key) } else { [] } }

    /// As an error names the kind of a variable's value.
    var kindName: String {
        switch self {
        case .null: "null"
        case .int: "int"
        case .double: "float64"
        case .string, .word: "string"
        case .bool: "bool"
        case .list: "slice"
        case .object: "map"
        }
    }
}
