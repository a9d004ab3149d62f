import JSON

/// A GraphQL request, read.
struct StashQuestion {
    var document: GraphQLDocument
    var operation: GraphQLOperation
    var plans: [GraphQLPlan]

    /// What was asked, by alias or name.
    var roots: [StashRequest.Root] {
        plans.map { StashRequest.Root(alias: $0.key == $0.name ? nil : $0.key, name: $0.name) }
    }

    /// Parses, checks and plans; every fault that can be found without running anything.
    static func read(
        _ query: String, variables: GraphQLInput, operation name: String?, schema: GraphQLSchema
    ) -> Result<StashQuestion, StashFaults> {
        do {
            let document = try GraphQLParser.document(query)
            let named = document.operations.first { name == nil || name == "" || $0.name == name }
            guard let operation = named else {
                throw GraphQLError(message: "no operation provided", code: .validation)
            }
            let faults = GraphQLValidator.faults(in: operation, of: document, schema: schema)
            if !faults.isEmpty { return .failure(StashFaults(errors: faults)) }
            let values = try GraphQLVariables(schema: schema).coerced(variables, for: operation)
            let plans = GraphQLPlanner(schema: schema, document: document, variables: values).plan(operation)
            return .success(StashQuestion(document: document, operation: operation, plans: plans))
        } catch let error as GraphQLError {
            return .failure(StashFaults(errors: [error]))
        } catch {
            return .failure(StashFaults(errors: [GraphQLError(message: "\(error)")]))
        }
    }
}

/// The faults of a document.
struct StashFaults: Error {
    var errors: [GraphQLError]
}

extension StashJSON {
    /// A whole answer: the errors, if there are any, before the data.
    static func answer(errors: [GraphQLError], data: [UInt8]?) -> [UInt8] {
        var json = StashJSON(capacity: (data?.count ?? 4) + 256)
        json.byte("{")
        if !errors.isEmpty {
            json.raw("\"errors\":")
            json.list(errors) { $0.write($1) }
            json.byte(",")
        }
        json.raw("\"data\":")
        if let data { json.raw(data) } else { json.raw("null") }
        json.byte("}")
        return json.bytes
    }

    private mutating func write(_ error: GraphQLError) {
        raw("{\"message\":")
        string(error.message)
        if let place = error.location {
            raw(",\"locations\":[{\"line\":")
            int(place.line)
            raw(",\"column\":")
            int(place.column)
            raw("}]")
        }
        if !error.path.isEmpty {
            raw(",\"path\":")
            list(error.path) { $0.string($1) }
        }
        if let code = error.code {
            raw(",\"extensions\":{\"code\":")
            string(code.rawValue)
            byte("}")
        }
        byte("}")
    }
}
