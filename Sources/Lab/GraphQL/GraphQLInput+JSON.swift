import JSON

extension GraphQLInput {
    /// A variable's value as it came in the request.
    init(_ tree: JSONTree) {
        self =
            switch tree {
            case .null: .null
            case .int(let number): .int(number)
            case .double(let number): .double(number)
            case .string(let text): .string(text)
            case .bool(let truth): .bool(truth)
            case .array(let elements): .list(elements.map { GraphQLInput($0) })
            case .object(let members): .object(members.map { ($0.0, GraphQLInput($0.1)) })
            }
    }

    /// The same as free JSON, for the scalars `Map` and `Any`.
    var tree: JSONTree {
        switch self {
        case .null: .null
        case .int(let number): .int(number)
        case .double(let number): .double(number)
        case .string(let text), .word(let text): .string(text)
        case .bool(let truth): .bool(truth)
        case .list(let elements): .array(elements.map(\.tree))
        case .object(let members): .object(members.map { ($0.key, $0.value.tree) })
        }
    }
}
