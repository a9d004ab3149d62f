/// Fills in and checks what was given for an operation's variables.
struct GraphQLVariables {
    let schema: GraphQLSchema

    /// Values by name; a variable that was not given and has no default is left out.
    func coerced(_ given: GraphQLInput, for operation: GraphQLOperation) throws(GraphQLError) -> [String: GraphQLInput]
    {
        var values: [String: GraphQLInput] = [:]
        for variable in operation.variables {
            if let value = given[variable.name] {
                values[variable.name] = try coerce(value, to: variable.type, path: [variable.name])
            } else if let fallback = variable.fallback {
                values[variable.name] = fallback.value(with: [:])
            } else if variable.type.isNonNull {
                throw .variable("must be defined", path: [variable.name])
            }
        }
        return values
    }

    private func coerce(
        _ value: GraphQLInput, to type: GraphQLTypeReference, path: [String]
    ) throws(GraphQLError) -> GraphQLInput {
        switch type {
        case .nonNull(let inner):
            if value.isNull { throw .variable("cannot be null", path: path) }
            return try coerce(value, to: inner, path: path)
        case .list(let inner):
            if value.isNull { return value }
            var elements: [GraphQLInput] = []
            for (position, element) in value.list.enumerated() {
                elements.append(try coerce(element, to: inner, path: path + [String(position)]))
            }
            return .list(elements)
        case .named(let name):
            guard !value.isNull, let type = schema.types[name] else { return value }
            return try coerce(value, to: type, path: path)
        }
    }

    private func coerce(
        _ value: GraphQLInput, to type: GraphQLType, path: [String]
    ) throws(GraphQLError) -> GraphQLInput {
        switch type.kind {
        case .input: return try object(value, of: type, path: path)
        case .choice:
            guard let word = value.text, case .string = value else {
                throw .variable("enums must be ints or strings", path: path)
            }
            guard type.values.contains(word) else { throw .variable("\(word) is not a valid \(type.name)", path: path) }
            return .word(word)
        default:
            guard value.fits(scalar: type.name) else {
                throw .variable("cannot use \(value.kindName) as \(type.name)", path: path)
            }
            return value
        }
    }

    private func object(
        _ value: GraphQLInput, of type: GraphQLType, path: [String]
    ) throws(GraphQLError) -> GraphQLInput {
        guard case .object(let members) = value else { throw .variable("must be a \(type.name)", path: path) }
        for (key, _) in members where type.input(key) == nil {
            throw .variable("unknown field", path: path + [key])
        }
        var result: [(key: String, value: GraphQLInput)] = []
        for input in type.inputs {
            if let member = value[input.name] {
                result.append((input.name, try coerce(member, to: input.type, path: path + [input.name])))
            } else if input.type.isNonNull {
                throw .variable("must be defined", path: path + [input.name])
            }
        }
        return .object(result)
    }
}

extension GraphQLInput {
    /// Whether a variable of the scalar type `name` takes this. Scalars of Stash's own take anything.
    func fits(scalar name: String) -> Bool {
        switch (name, self) {
        case (_, .null): true
        case ("Int", .int), ("Float", .int), ("Float", .double), ("Boolean", .bool), ("String", .string): true
        case ("ID", .int), ("ID", .string): true
        case ("Int", .double(let number)): Int(exactly: number) != nil
        case ("Int", _), ("Float", _), ("Boolean", _), ("String", _), ("ID", _): false
        default: true
        }
    }
}

extension GraphQLLiteral {
    /// The value, with `variables` put in; one that was not given leaves out the member it stands for.
    func value(with variables: [String: GraphQLInput]) -> GraphQLInput {
        switch kind {
        case .plain(let value): value
        case .variable(let name): variables[name] ?? .null
        case .list(let elements): .list(elements.map { $0.value(with: variables) })
        case .object(let members): .object(members.values(with: variables))
        }
    }
}

extension [GraphQLArgument] {
    func values(with variables: [String: GraphQLInput]) -> [(key: String, value: GraphQLInput)] {
        compactMap { argument in
            if case .variable(let name) = argument.value.kind, variables[name] == nil { return nil }
            return (argument.name, argument.value.value(with: variables))
        }
    }
}
