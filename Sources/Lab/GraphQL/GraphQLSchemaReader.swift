/// Reads the lab's schema tables: the schema language of GraphQL with the marks `@27` and `@old`.
struct GraphQLSchemaReader {
    let release: Int

    func read(_ table: String) throws(GraphQLError) -> [GraphQLType] {
        var parser = try GraphQLParser(table)
        var types: [GraphQLType] = []
        while !parser.atEnd {
            if let type = try type(from: &parser) { types.append(type) }
        }
        return types
    }

    private func type(from parser: inout GraphQLParser) throws(GraphQLError) -> GraphQLType? {
        let word = try parser.name()
        if word == "scalar" {
            let name = try parser.name()
            return try marks(&parser).known ? GraphQLType(kind: .scalar, name: name) : nil
        }
        guard let kind = Self.kinds[word] else { throw parser.unexpected("type, interface, input, enum or scalar") }
        var type = GraphQLType(kind: kind, name: try parser.name())
        if parser.take(word: "implements") { type.interfaces.append(try parser.name()) }
        let known = try marks(&parser).known
        try parser.expect("{")
        while !parser.take("}") {
            switch kind {
            case .choice:
                let value = try parser.name()
                if try marks(&parser).known { type.values.append(value) }
            case .input: if let input = try input(from: &parser) { type.inputs.append(input) }
            default: if let field = try field(from: &parser) { type.fields.append(field) }
            }
        }
        return known ? type : nil
    }

    private static let kinds: [String: GraphQLType.Kind] = [
        "type": .object, "interface": .interface, "input": .input, "enum": .choice,
    ]

    private func field(from parser: inout GraphQLParser) throws(GraphQLError) -> GraphQLFieldDefinition? {
        let name = try parser.name()
        var arguments: [GraphQLInputDefinition] = []
        if parser.take("(") {
            while !parser.take(")") {
                if let argument = try input(from: &parser) { arguments.append(argument) }
            }
        }
        try parser.expect(":")
        let type = try parser.typeReference()
        let marks = try marks(&parser)
        guard marks.known else { return nil }
        return GraphQLFieldDefinition(name: name, type: type, arguments: arguments, isDeprecated: marks.old)
    }

    private func input(from parser: inout GraphQLParser) throws(GraphQLError) -> GraphQLInputDefinition? {
        let name = try parser.name()
        try parser.expect(":")
        let type = try parser.typeReference()
        return try marks(&parser).known ? GraphQLInputDefinition(name: name, type: type) : nil
    }

    private func marks(_ parser: inout GraphQLParser) throws(GraphQLError) -> (known: Bool, old: Bool) {
        var (known, old) = (true, false)
        while parser.take("@") {
            if parser.take(word: "old") { old = true } else { known = try parser.int() <= release && known }
        }
        return (known, old)
    }
}
