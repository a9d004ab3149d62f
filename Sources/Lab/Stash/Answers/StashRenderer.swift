/// Writes an object of one kind, field by field as they were asked for.
struct StashRenderer<Root> {
    typealias Write = (inout StashJSON, Root) -> Void

    /// The prefix is all that stands before the value: a brace or comma, and the name.
    private struct Field {
        let prefix: [UInt8]
        let write: Write
    }

    private let fields: [Field]

    /// - Parameter write: How a planned field is written; nil for one that the fake holds nothing for, which is then the empty
    ///   value of its type.
    init(_ plans: [GraphQLPlan], _ write: (GraphQLPlan) -> Write?) {
        fields = plans.enumerated().map { position, plan in
            let prefix = Array((position == 0 ? "{" : ",").utf8) + plan.prefix
            if plan.name == "__typename" { return Field(prefix: prefix) { json, _ in json.string(plan.parent) } }
            let nothing = plan.type.emptyValue
            return Field(prefix: prefix, write: write(plan) ?? { json, _ in json.raw(nothing) })
        }
    }

    func write(_ root: Root, to json: inout StashJSON) {
        if fields.isEmpty { json.byte("{") }  // every field of the selection was skipped
        for field in fields {
            json.raw(field.prefix)
            field.write(&json, root)
        }
        json.byte("}")
    }
}

extension GraphQLTypeReference {
    /// What Stash says where there is nothing.
    fileprivate var emptyValue: StaticString {
        switch self {
        case .nonNull(.list): "[]"
        case .nonNull(.named("Boolean")): "false"
        case .nonNull(.named("Int")), .nonNull(.named("Float")), .nonNull(.named("Int64")): "0"
        case .nonNull(.named("Map")), .nonNull(.named("PluginConfigMap")): "{}"
        case .nonNull: "\"\""
        default: "null"
        }
    }
}
