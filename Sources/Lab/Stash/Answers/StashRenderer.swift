/// Writes an object of one kind, field by field as they were asked for.
struct StashRenderer<Root> {
    typealias Write = (inout StashJSON, Root) -> Void

    private let fields: [(prefix: [UInt8], write: Write)]

    /// - Parameter write: How a planned field is written; nil for one that the fake holds nothing for, which is then the empty
    ///   value of its type.
    init(_ plans: [GraphQLPlan], _ write: (GraphQLPlan) -> Write?) {
        fields = plans.map { plan in
            if plan.name == "__typename" { return (plan.prefix, { json, _ in json.string(plan.parent) }) }
            let nothing = plan.type.emptyValue
            return (plan.prefix, write(plan) ?? { json, _ in json.raw(nothing) })
        }
    }

    func write(_ root: Root, to json: inout StashJSON) {
        json.byte("{")
        for (position, field) in fields.enumerated() {
            if position > 0 { json.byte(",") }
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
