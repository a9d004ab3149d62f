/// The types that a document may speak of.
struct GraphQLSchema: Sendable {
    private(set) var types: [String: GraphQLType] = [:]
    /// Names in the order of the table, for introspection.
    private(set) var order: [String] = []

    /// The schema in `table`, as release `release` has it.
    ///
    /// The table is the schema language of GraphQL, with marks behind a field, argument or type: `@27` for one that came with
    /// release 0.27, `@old` for one that is deprecated.
    init(table: String, release: Int) throws(GraphQLError) {
        let reader = GraphQLSchemaReader(release: release)
        for type in try reader.read(table) + reader.read(Self.introspection) {
            if types.updateValue(type, forKey: type.name) == nil { order.append(type.name) }
        }
        // What lies beyond a type that this release does not know cannot be reached.
        let known = Set(order)
        for name in order { types[name]?.drop { !known.contains($0.name) } }
    }

    subscript(reference: GraphQLTypeReference) -> GraphQLType? { types[reference.name] }

    /// The type in which an operation's selection begins.
    func root(of kind: GraphQLOperation.Kind) -> GraphQLType? {
        switch kind {
        case .query: types["Query"]
        case .mutation: types["Mutation"]
        case .subscription: types["Subscription"]
        }
    }

    private static let introspection = """
        type __Schema {
          types: [__Type!]! queryType: __Type! mutationType: __Type subscriptionType: __Type directives: [__Directive!]!
          description: String
        }
        type __Type {
          kind: __TypeKind! name: String description: String fields(includeDeprecated: Boolean): [__Field!]
          interfaces: [__Type!] possibleTypes: [__Type!] enumValues(includeDeprecated: Boolean): [__EnumValue!]
          inputFields: [__InputValue!] ofType: __Type
        }
        type __Field {
          name: String! description: String args: [__InputValue!]! type: __Type! isDeprecated: Boolean!
          deprecationReason: String
        }
        type __InputValue { name: String! description: String type: __Type! defaultValue: String }
        type __EnumValue { name: String! description: String isDeprecated: Boolean! deprecationReason: String }
        type __Directive { name: String! description: String locations: [String!]! args: [__InputValue!]! }
        enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
        """
}

/// One named type.
struct GraphQLType: Sendable {
    enum Kind: String, Sendable {
        case scalar = "SCALAR"
        case object = "OBJECT"
        case interface = "INTERFACE"
        case choice = "ENUM"
        case input = "INPUT_OBJECT"
    }

    var kind: Kind
    var name: String
    /// Of an object or interface.
    var fields: [GraphQLFieldDefinition] = []
    /// Of an input object.
    var inputs: [GraphQLInputDefinition] = []
    /// Of an enum.
    var values: [String] = []
    /// Of an object.
    var interfaces: [String] = []

    var isLeaf: Bool { kind == .scalar || kind == .choice }

    func field(_ name: String) -> GraphQLFieldDefinition? { fields.first { $0.name == name } }

    func input(_ name: String) -> GraphQLInputDefinition? { inputs.first { $0.name == name } }

    mutating func drop(_ unknown: (GraphQLTypeReference) -> Bool) {
        fields.removeAll { unknown($0.type) }
        inputs.removeAll { unknown($0.type) }
        for index in fields.indices { fields[index].arguments.removeAll { unknown($0.type) } }
    }
}

/// A field of an object.
struct GraphQLFieldDefinition: Sendable {
    var name: String
    var type: GraphQLTypeReference
    var arguments: [GraphQLInputDefinition] = []
    var isDeprecated = false

    func argument(_ name: String) -> GraphQLInputDefinition? { arguments.first { $0.name == name } }
}

/// An argument, or a field of an input object.
struct GraphQLInputDefinition: Sendable {
    var name: String
    var type: GraphQLTypeReference
}
