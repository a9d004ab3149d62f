/// A field to be answered: spreads resolved, arguments known.
struct GraphQLPlan: Sendable {
    /// `"alias":`, ready to be written.
    var prefix: [UInt8]
    /// The alias, or the name.
    var key: String
    var name: String
    var arguments: GraphQLInput
    var type: GraphQLTypeReference
    /// The type whose field this is.
    var parent: String
    var selection: [GraphQLPlan] = []
}

/// Turns a validated selection into plans.
struct GraphQLPlanner {
    let schema: GraphQLSchema
    let document: GraphQLDocument
    let variables: [String: GraphQLInput]

    func plan(_ operation: GraphQLOperation) -> [GraphQLPlan] {
        guard let root = schema.root(of: operation.kind) else { return [] }
        return plan(operation.selection, on: root)
    }

    private func plan(_ selection: [GraphQLSelection], on type: GraphQLType) -> [GraphQLPlan] {
        var fields: [(field: GraphQLField, selection: [GraphQLSelection])] = []
        var places: [String: Int] = [:]
        collect(selection, on: type) { field in
            if let place = places[field.key] {
                fields[place].selection += field.selection
            } else {
                places[field.key] = fields.count
                fields.append((field, field.selection))
            }
        }
        return fields.compactMap { plan($0.field, $0.selection, on: type) }
    }

    private func plan(_ field: GraphQLField, _ selection: [GraphQLSelection], on parent: GraphQLType) -> GraphQLPlan? {
        guard let type = Self.type(of: field.name, on: parent) else { return nil }
        let inner = schema[type].map { plan(selection, on: concrete($0)) } ?? []
        return GraphQLPlan(
            prefix: Array("\"\(field.key)\":".utf8), key: field.key, name: field.name,
            arguments: .object(field.arguments.values(with: variables)), type: type, parent: parent.name,
            selection: inner)
    }

    /// The type of a field, those of introspection included.
    static func type(of name: String, on parent: GraphQLType) -> GraphQLTypeReference? {
        switch name {
        case "__typename": .nonNull(.named("String"))
        case "__schema" where parent.name == "Query": .nonNull(.named("__Schema"))
        case "__type" where parent.name == "Query": .named("__Type")
        default: parent.field(name)?.type
        }
    }

    /// The lab answers each interface with one type.
    private func concrete(_ type: GraphQLType) -> GraphQLType {
        guard type.kind == .interface else { return type }
        return schema.order.lazy.compactMap { schema.types[$0] }.first { $0.interfaces.contains(type.name) } ?? type
    }

    private func collect(_ selection: [GraphQLSelection], on type: GraphQLType, _ take: (GraphQLField) -> Void) {
        for selected in selection {
            switch selected {
            case .field(let field): if isWanted(field.directives) { take(field) }
            case .spread(let name, let directives, _):
                guard isWanted(directives), let fragment = document.fragments[name],
                    applies(fragment.condition, to: type)
                else { continue }
                collect(fragment.selection, on: type, take)
            case .inline(let condition, let directives, let selection, _):
                guard isWanted(directives), condition.map({ applies($0, to: type) }) ?? true else { continue }
                collect(selection, on: type, take)
            }
        }
    }

    private func applies(_ condition: String, to type: GraphQLType) -> Bool {
        condition == type.name || type.interfaces.contains(condition)
    }

    private func isWanted(_ directives: [GraphQLDirective]) -> Bool {
        directives.allSatisfy { directive in
            let wanted = GraphQLInput.object(directive.arguments.values(with: variables)).given("if")?.bool ?? true
            switch directive.name {
            case "include": return wanted
            case "skip": return !wanted
            default: return true
            }
        }
    }
}
