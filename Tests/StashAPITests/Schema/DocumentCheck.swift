import JSON

/// Holds a document and the values of its variables against a schema, as a server does before it runs it.
struct DocumentCheck {
    let schema: SchemaList

    /// What is wrong, each fault a sentence; empty is valid.
    func faults(in document: String, variables: JSONTree?) -> [String] {
        do {
            let query = try GraphQLQuery(document)
            var types = Dictionary(query.variables.map { ($0.name, $0.type) }) { first, _ in first }
            var faults = check(query.fields, on: "Query", variables: &types)
            if let variables {
                for variable in query.variables {
                    faults += check(variables[variable.name] ?? .null, is: variable.type, at: "$\(variable.name)")
                }
                let known = Set(query.variables.map(\.name))
                faults += (variables.members ?? []).filter { !known.contains($0.0) }.map { "unknown variable \($0.0)" }
            }
            return faults
        } catch {
            return ["syntax: \(error)"]
        }
    }

    private func check(
        _ fields: [GraphQLQuery.Field], on type: String, variables: inout [String: String]
    ) -> [String] {
        var faults: [String] = []
        let aliases = fields.map(\.alias)
        if Set(aliases).count != aliases.count { faults.append("an alias twice on \(type)") }
        for field in fields {
            guard let member = schema.objects[type]?[field.name] else {
                faults.append("no field \(field.name) on \(type)")
                continue
            }
            for argument in field.arguments {
                guard let wanted = member.arguments[argument.name] else {
                    faults.append("no argument \(argument.name) on \(type).\(field.name)")
                    continue
                }
                faults += check(argument.value, is: wanted, at: "\(field.name).\(argument.name)", variables)
            }
            let inner = bare(member.type)
            if schema.objects[inner] != nil, field.fields.isEmpty { faults.append("\(field.name) needs a selection") }
            if schema.objects[inner] == nil, !field.fields.isEmpty { faults.append("\(field.name) takes no selection") }
            if !field.fields.isEmpty { faults += check(field.fields, on: inner, variables: &variables) }
        }
        return faults
    }

    /// A value written in the document.
    private func check(
        _ value: GraphQLQuery.Value, is type: String, at place: String, _ variables: [String: String]
    ) -> [String] {
        switch value {
        case .variable(let name):
            guard let given = variables[name] else { return ["\(place): $\(name) is not declared"] }
            return given == type || given == type + "!" ? [] : ["\(place): \(given) is not \(type)"]
        case .number(let text):
            return ["Int", "Float", "ID"].contains(bare(type)) ? [] : ["\(place): \(text) is no \(type)"]
        case .text: return ["String", "ID"].contains(bare(type)) ? [] : ["\(place): a text is no \(type)"]
        case .word(let word):
            let fits = schema.enums[bare(type)]?.contains(word) ?? (bare(type) == "Boolean")
            return fits ? [] : ["\(place): \(word) is no \(type)"]
        case .list(let values):
            return values.flatMap { check($0, is: element(type), at: place, variables) }
        case .object(let members):
            return objectFaults(members.map(\.name), bare(type), place)
                + members.flatMap { member in
                    check(
                        member.value, is: schema.inputs[bare(type)]?[member.name] ?? "nothing",
                        at: "\(place).\(member.name)", variables)
                }
        }
    }

    /// A value of a variable.
    private func check(_ value: JSONTree, is type: String, at place: String) -> [String] {
        if value.isNull { return type.hasSuffix("!") ? ["\(place) is missing"] : [] }
        if let members = value.members {
            return objectFaults(members.map(\.0), bare(type), place)
                + members.flatMap { name, value in
                    check(value, is: schema.inputs[bare(type)]?[name] ?? "nothing", at: "\(place).\(name)")
                }
        }
        if let elements = value.elements { return elements.flatMap { check($0, is: element(type), at: place) } }
        if let words = schema.enums[bare(type)] {
            return words.contains(value.string ?? "") ? [] : ["\(place): \(value) is no \(type)"]
        }
        let fits =
            switch bare(type) {
            case "Int": value.int != nil
            case "ID": value.int != nil || value.string != nil
            case "String": value.string != nil
            case "Boolean": value.bool != nil
            default: false
            }
        return fits && !type.contains("[") ? [] : ["\(place): \(value) is no \(type)"]
    }

    private func objectFaults(_ names: [String], _ type: String, _ place: String) -> [String] {
        guard let fields = schema.inputs[type] else { return ["\(place): \(type) takes no object"] }
        let unknown = names.filter { fields[$0] == nil }.map { "\(place): no field \($0) in \(type)" }
        let missing = fields.filter { $0.value.hasSuffix("!") && !names.contains($0.key) }.keys
        return unknown + missing.map { "\(place): \($0) is missing" }
    }

    private func bare(_ type: String) -> String { type.filter { !"[]!".contains($0) } }

    private func element(_ type: String) -> String {
        guard type.hasPrefix("[") else { return "nothing" }
        return String(type.dropFirst().prefix { $0 != "]" })
    }
}
