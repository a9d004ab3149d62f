/// A parsed document: what was asked, before anything is known about the schema.
struct GraphQLDocument: Sendable {
    var operations: [GraphQLOperation] = []
    var fragments: [String: GraphQLFragment] = [:]
}

/// `query`, `mutation` or `subscription`.
struct GraphQLOperation: Sendable {
    enum Kind: String, Sendable {
        case query, mutation, subscription
    }

    var kind: Kind
    var name: String?
    var variables: [GraphQLVariable] = []
    var selection: [GraphQLSelection] = []
    var location = GraphQLLocation()
}

/// `$name: Type = default`
struct GraphQLVariable: Sendable {
    var name: String
    var type: GraphQLTypeReference
    var fallback: GraphQLLiteral?
    var location: GraphQLLocation
}

/// `fragment name on Type { … }`
struct GraphQLFragment: Sendable {
    var name: String
    var condition: String
    var selection: [GraphQLSelection]
    var location: GraphQLLocation
}

/// One line of a selection.
indirect enum GraphQLSelection: Sendable {
    case field(GraphQLField)
    case spread(String, [GraphQLDirective], GraphQLLocation)
    case inline(condition: String?, [GraphQLDirective], [GraphQLSelection], GraphQLLocation)
}

/// `alias: name(arguments) { selection }`
struct GraphQLField: Sendable {
    var alias: String?
    var name: String
    var arguments: [GraphQLArgument] = []
    var directives: [GraphQLDirective] = []
    var selection: [GraphQLSelection] = []
    var location: GraphQLLocation

    var key: String { alias ?? name }
}

/// `name: value`
struct GraphQLArgument: Sendable {
    var name: String
    var value: GraphQLLiteral
    var location: GraphQLLocation
}

/// `@name(arguments)`
struct GraphQLDirective: Sendable {
    var name: String
    var arguments: [GraphQLArgument]
    var location: GraphQLLocation
}

/// A value in the text of a document; a variable may stand anywhere in it.
struct GraphQLLiteral: Sendable {
    indirect enum Kind: Sendable {
        case plain(GraphQLInput)
        case variable(String)
        case list([GraphQLLiteral])
        case object([GraphQLArgument])
    }

    var kind: Kind
    var location: GraphQLLocation
}

/// `Name`, `Name!`, `[Name!]!`
indirect enum GraphQLTypeReference: Hashable, Sendable {
    case named(String)
    case list(GraphQLTypeReference)
    case nonNull(GraphQLTypeReference)

    /// The name within all wrapping.
    var name: String {
        switch self {
        case .named(let name): name
        case .list(let inner), .nonNull(let inner): inner.name
        }
    }

    var isNonNull: Bool { if case .nonNull = self { true } else { false } }

    var nullable: GraphQLTypeReference { if case .nonNull(let inner) = self { inner } else { self } }

    var shown: String {
        switch self {
        case .named(let name): name
        case .list(let inner): "[\(inner.shown)]"
        case .nonNull(let inner): "\(inner.shown)!"
        }
    }
}
