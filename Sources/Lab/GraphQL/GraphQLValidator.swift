/// Checks a document against the schema: every fault, in the order of the text.
struct GraphQLValidator {
    private let schema: GraphQLSchema
    private let document: GraphQLDocument
    private(set) var faults: [GraphQLError] = []
    private var variables: [String: GraphQLVariable] = [:]
    /// Fragments that are being looked into, so that a cycle ends.
    private var open: Set<String> = []
    private var usedVariables: Set<String> = []

    private init(schema: GraphQLSchema, document: GraphQLDocument) {
        (self.schema, self.document) = (schema, document)
    }

    /// What is wrong with `operation`.
    static func faults(
        in operation: GraphQLOperation, of document: GraphQLDocument, schema: GraphQLSchema
    ) -> [GraphQLError] {
        var validator = GraphQLValidator(schema: schema, document: document)
        validator.check(operation)
        return validator.faults
    }

    private mutating func fault(_ message: String, _ location: GraphQLLocation) {
        faults.append(.invalid(message, at: location))
    }

    private mutating func check(_ operation: GraphQLOperation) {
        for variable in operation.variables {
            variables[variable.name] = variable
            if schema[variable.type] == nil { fault("Unknown type \"\(variable.type.name)\".", variable.location) }
        }
        guard let root = schema.root(of: operation.kind) else {
            return fault("Schema does not support operation type \"\(operation.kind.rawValue)\"", operation.location)
        }
        check(operation.selection, on: root)
        for variable in operation.variables where !usedVariables.contains(variable.name) {
            fault("Variable \"$\(variable.name)\" is never used.", variable.location)
        }
    }

    private mutating func check(_ selection: [GraphQLSelection], on type: GraphQLType) {
        for selected in selection {
            switch selected {
            case .field(let field): check(field, on: type)
            case .spread(let name, let directives, let location):
                check(directives)
                guard let fragment = document.fragments[name] else {
                    fault("Unknown fragment \"\(name)\".", location)
                    continue
                }
                guard open.insert(name).inserted else {
                    fault("Cannot spread fragment \"\(name)\" within itself.", location)
                    continue
                }
                check(fragment.selection, condition: fragment.condition, at: fragment.location)
                open.remove(name)
            case .inline(let condition, let directives, let selection, let location):
                check(directives)
                check(selection, condition: condition ?? type.name, at: location)
            }
        }
    }

    private mutating func check(_ selection: [GraphQLSelection], condition: String, at location: GraphQLLocation) {
        guard let type = schema.types[condition] else { return fault("Unknown type \"\(condition)\".", location) }
        check(selection, on: type)
    }

    private mutating func check(_ field: GraphQLField, on parent: GraphQLType) {
        check(field.directives)
        guard let reference = GraphQLPlanner.type(of: field.name, on: parent), let type = schema[reference] else {
            let near = GraphQLSuggestion.text(for: field.name, among: parent.fields.map(\.name))
            return fault("Cannot query field \"\(field.name)\" on type \"\(parent.name)\".\(near)", field.location)
        }
        let known = field.name == "__type" ? Self.typeArguments : parent.field(field.name)?.arguments ?? []
        check(field.arguments, of: field, on: parent, known: known)
        switch (type.isLeaf, field.selection.isEmpty) {
        case (true, false):
            fault(
                "Field \"\(field.name)\" must not have a selection since type \"\(reference.shown)\" has no subfields.",
                field.location)
        case (false, true):
            fault(
                "Field \"\(field.name)\" of type \"\(reference.shown)\" must have a selection of subfields. Did you mean "
                    + "\"\(field.name) { ... }\"?", field.location)
        case (false, false): check(field.selection, on: type)
        case (true, true): break
        }
    }

    private static let typeArguments = [
        GraphQLInputDefinition(name: "name", type: .nonNull(.named("String")))
    ]

    private mutating func check(_ directives: [GraphQLDirective]) {
        for directive in directives {
            guard directive.name == "include" || directive.name == "skip" else {
                fault("Unknown directive \"@\(directive.name)\".", directive.location)
                continue
            }
            for argument in directive.arguments { check(argument.value, as: .nonNull(.named("Boolean"))) }
        }
    }
}

// MARK: Arguments and values

extension GraphQLValidator {
    private mutating func check(
        _ arguments: [GraphQLArgument], of field: GraphQLField, on parent: GraphQLType,
        known: [GraphQLInputDefinition]
    ) {
        for argument in arguments {
            guard let definition = known.first(where: { $0.name == argument.name }) else {
                let near = GraphQLSuggestion.text(for: argument.name, among: known.map(\.name))
                fault(
                    "Unknown argument \"\(argument.name)\" on field \"\(parent.name).\(field.name)\".\(near)",
                    field.location)
                continue
            }
            check(argument.value, as: definition.type)
        }
        for needed in known where needed.type.isNonNull && !arguments.contains(where: { $0.name == needed.name }) {
            fault(
                "Field \"\(field.name)\" argument \"\(needed.name)\" of type \"\(needed.type.shown)\" is required, but it "
                    + "was not provided.", field.location)
        }
    }

    private mutating func check(_ literal: GraphQLLiteral, as type: GraphQLTypeReference) {
        if case .variable(let name) = literal.kind { return check(variable: name, as: type, at: literal.location) }
        if case .plain(.null) = literal.kind {
            if type.isNonNull { fault("Expected value of type \"\(type.shown)\", found null.", literal.location) }
            return
        }
        switch type.nullable {
        case .list(let inner):
            guard case .list(let elements) = literal.kind else { return check(literal, as: inner) }
            for element in elements { check(element, as: inner) }
        case .named(let name): if let named = schema.types[name] { check(literal, as: named) }
        case .nonNull: break
        }
    }

    private mutating func check(variable name: String, as type: GraphQLTypeReference, at location: GraphQLLocation) {
        guard let variable = variables[name] else {
            return fault("Variable \"$\(name)\" is not defined.", location)
        }
        usedVariables.insert(name)
        guard variable.type.canStand(for: type, hasDefault: variable.fallback != nil) else {
            return fault(
                "Variable \"$\(name)\" of type \"\(variable.type.shown)\" used in position expecting type "
                    + "\"\(type.shown)\".", location)
        }
    }

    private mutating func check(_ literal: GraphQLLiteral, as type: GraphQLType) {
        switch (type.kind, literal.kind) {
        case (.input, .object(let members)): check(members, of: type, at: literal.location)
        case (.choice, .plain(.word(let word))):
            guard !type.values.contains(word) else { return }
            let near = GraphQLSuggestion.text(for: word, among: type.values)
            fault("Value \"\(word)\" does not exist in \"\(type.name)\" enum.\(near)", literal.location)
        case (.scalar, .plain(let value)) where value.fits(literalOf: type.name): break
        case (.scalar, .list(let elements)) where type.isFree:
            for element in elements { check(element, as: type) }
        case (.scalar, .object(let members)) where type.isFree:
            for member in members { check(member.value, as: type) }
        default: fault("Expected value of type \"\(type.name)\", found another kind.", literal.location)
        }
    }

    private mutating func check(_ members: [GraphQLArgument], of type: GraphQLType, at location: GraphQLLocation) {
        for member in members {
            guard let input = type.input(member.name) else {
                let near = GraphQLSuggestion.text(for: member.name, among: type.inputs.map(\.name))
                fault("Field \"\(member.name)\" is not defined by type \"\(type.name)\".\(near)", member.location)
                continue
            }
            check(member.value, as: input.type)
        }
        for needed in type.inputs where needed.type.isNonNull && !members.contains(where: { $0.name == needed.name }) {
            fault(
                "Field \"\(type.name).\(needed.name)\" of required type \"\(needed.type.shown)\" was not provided.",
                location)
        }
    }
}

extension GraphQLType {
    /// Scalars that hold any JSON.
    fileprivate var isFree: Bool {
        kind == .scalar && !["Int", "Float", "Boolean", "String", "ID", "Time", "Timestamp", "Int64"].contains(name)
    }
}

extension GraphQLInput {
    fileprivate func fits(literalOf name: String) -> Bool {
        if case .word = self { return false }
        if case .double = self, name == "Int" { return false }
        return fits(scalar: name)
    }
}

extension GraphQLTypeReference {
    /// Whether a variable of this type may stand where `wanted` is expected.
    fileprivate func canStand(for wanted: GraphQLTypeReference, hasDefault: Bool) -> Bool {
        switch (self, wanted) {
        case (.nonNull(let own), .nonNull(let inner)): own.canStand(for: inner, hasDefault: false)
        case (.nonNull(let own), _): own.canStand(for: wanted, hasDefault: false)
        case (_, .nonNull(let inner)): hasDefault && canStand(for: inner, hasDefault: false)
        case (.list(let own), .list(let inner)): own.canStand(for: inner, hasDefault: false)
        case (.named(let own), .named(let name)): own == name
        default: false
        }
    }
}
