/// Answers `__schema` and `__type`.
struct StashIntrospection {
    let schema: GraphQLSchema

    func write(_ plan: GraphQLPlan, to json: inout StashJSON) {
        if plan.name == "__schema" { return writeSchema(plan.selection, to: &json) }
        write(plan.arguments["name"]?.text.flatMap { schema.types[$0] }.map { .named($0.name) }, plan, to: &json)
    }

    private func writeSchema(_ plans: [GraphQLPlan], to json: inout StashJSON) {
        StashRenderer<Void>(plans) { plan in
            switch plan.name {
            case "types":
                return { json, _ in json.list(schema.order) { write(.named($1), plan, to: &$0) } }
            case "queryType": return { json, _ in write(.named("Query"), plan, to: &json) }
            case "mutationType": return { json, _ in write(.named("Mutation"), plan, to: &json) }
            default: return nil
            }
        }.write((), to: &json)
    }

    private func write(_ reference: GraphQLTypeReference?, _ plan: GraphQLPlan, to json: inout StashJSON) {
        if let reference { types(plan.selection).write(reference, to: &json) } else { json.raw("null") }
    }

    private func types(_ plans: [GraphQLPlan]) -> StashRenderer<GraphQLTypeReference> {
        StashRenderer(plans) { plan in
            { json, reference in
                switch reference {
                case .named(let name):
                    if let type = schema.types[name] { member(plan, of: type, to: &json) } else { json.raw("null") }
                case .list(let inner): wrapper("LIST", inner, plan, to: &json)
                case .nonNull(let inner): wrapper("NON_NULL", inner, plan, to: &json)
                }
            }
        }
    }

    private func wrapper(
        _ kind: String, _ inner: GraphQLTypeReference, _ plan: GraphQLPlan, to json: inout StashJSON
    ) {
        switch plan.name {
        case "kind": json.string(kind)
        case "ofType": write(inner, plan, to: &json)
        default: json.raw("null")
        }
    }

    private func member(_ plan: GraphQLPlan, of type: GraphQLType, to json: inout StashJSON) {
        let showsOld = plan.arguments["includeDeprecated"]?.bool ?? false
        switch plan.name {
        case "kind": json.string(type.kind.rawValue)
        case "name": json.string(type.name)
        case "fields" where type.kind == .object || type.kind == .interface:
            let renderer = fields(plan.selection)
            json.list(type.fields.filter { showsOld || !$0.isDeprecated }) { renderer.write($1, to: &$0) }
        case "inputFields" where type.kind == .input:
            let renderer = inputs(plan.selection)
            json.list(type.inputs) { renderer.write($1, to: &$0) }
        case "enumValues" where type.kind == .choice:
            let renderer = values(plan.selection)
            json.list(type.values) { renderer.write($1, to: &$0) }
        case "interfaces" where type.kind == .object:
            json.list(type.interfaces) { write(.named($1), plan, to: &$0) }
        case "possibleTypes" where type.kind == .interface:
            json.list(schema.order.filter { schema.types[$0]?.interfaces.contains(type.name) ?? false }) {
                write(.named($1), plan, to: &$0)
            }
        default: json.raw("null")
        }
    }

    private func fields(_ plans: [GraphQLPlan]) -> StashRenderer<GraphQLFieldDefinition> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "name": return { json, field in json.string(field.name) }
            case "type": return { json, field in write(field.type, plan, to: &json) }
            case "isDeprecated": return { json, field in json.bool(field.isDeprecated) }
            case "args":
                let renderer = inputs(plan.selection)
                return { json, field in json.list(field.arguments) { renderer.write($1, to: &$0) } }
            default: return nil
            }
        }
    }

    private func inputs(_ plans: [GraphQLPlan]) -> StashRenderer<GraphQLInputDefinition> {
        StashRenderer(plans) { plan in
            switch plan.name {
            case "name": { json, input in json.string(input.name) }
            case "type": { json, input in write(input.type, plan, to: &json) }
            default: nil
            }
        }
    }

    private func values(_ plans: [GraphQLPlan]) -> StashRenderer<String> {
        StashRenderer(plans) { plan in plan.name == "name" ? { json, value in json.string(value) } : nil }
    }
}
