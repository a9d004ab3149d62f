/// One entry of `errors` in an answer.
struct GraphQLError: Error, Sendable {
    /// What stands in `extensions.code`: only errors found before anything runs have one.
    enum Code: String, Sendable {
        case parse = "GRAPHQL_PARSE_FAILED"
        case validation = "GRAPHQL_VALIDATION_FAILED"
    }

    var message: String
    var location: GraphQLLocation?
    var path: [String] = []
    var code: Code?

    static func syntax(_ message: String, at location: GraphQLLocation) -> GraphQLError {
        GraphQLError(message: message, location: location, code: .parse)
    }

    static func invalid(_ message: String, at location: GraphQLLocation) -> GraphQLError {
        GraphQLError(message: message, location: location, code: .validation)
    }

    /// A variable's value that does not fit is told by its path, not by a place in the text.
    static func variable(_ message: String, path: [String]) -> GraphQLError {
        GraphQLError(message: message, path: ["variable"] + path, code: .validation)
    }
}

/// A place in a document, both counted from 1.
struct GraphQLLocation: Hashable, Sendable {
    var line = 1
    var column = 1
}
