/// Reads a document, an executable one or the lab's own schema table.
struct GraphQLParser {
    private let tokens: [GraphQLToken]
    private var index = 0
    private var depth = 0

    /// Deeper selections and values than this are refused, before they can exhaust the stack.
    private static let deepest = 200

    init(_ text: some StringProtocol) throws(GraphQLError) { tokens = try GraphQLLexer.tokens(of: text) }

    /// The operations and fragments of `text`.
    static func document(_ text: String) throws(GraphQLError) -> GraphQLDocument {
        var parser = try GraphQLParser(text)
        var document = GraphQLDocument()
        repeat { try parser.definition(into: &document) } while !parser.atEnd
        return document
    }

    private mutating func definition(into document: inout GraphQLDocument) throws(GraphQLError) {
        let start = current.location
        if isMark("{") {
            let selection = try self.selection()
            document.operations.append(GraphQLOperation(kind: .query, selection: selection, location: start))
        } else if case .name(let word) = current.kind, let kind = GraphQLOperation.Kind(rawValue: word) {
            advance()
            var operation = GraphQLOperation(kind: kind, location: start)
            if case .name = current.kind { operation.name = try name() }
            if isMark("(") { operation.variables = try variables() }
            _ = try directives()
            operation.selection = try selection()
            document.operations.append(operation)
        } else if take(word: "fragment") {
            let name = try self.name()
            guard take(word: "on") else { throw unexpected("\"on\"") }
            let condition = try self.name()
            _ = try directives()
            let selection = try self.selection()
            document.fragments[name] = GraphQLFragment(
                name: name, condition: condition, selection: selection, location: start)
        } else {
            throw .syntax("Unexpected \(current.shown)", at: start)
        }
    }

    private mutating func variables() throws(GraphQLError) -> [GraphQLVariable] {
        try expect("(")
        var variables: [GraphQLVariable] = []
        while !take(")") {
            let start = current.location
            try expect("$")
            let name = try self.name()
            try expect(":")
            let type = try typeReference()
            let fallback = take("=") ? try literal() : nil
            _ = try directives()
            variables.append(GraphQLVariable(name: name, type: type, fallback: fallback, location: start))
        }
        return variables
    }

    private mutating func selection() throws(GraphQLError) -> [GraphQLSelection] {
        try expect("{")
        try enter()
        defer { depth -= 1 }
        var selection: [GraphQLSelection] = []
        repeat { selection.append(try selected()) } while !take("}")
        return selection
    }

    private mutating func selected() throws(GraphQLError) -> GraphQLSelection {
        let start = current.location
        guard take("...") else { return .field(try field()) }
        if case .name(let word) = current.kind, word != "on" {
            let name = try self.name()
            return .spread(name, try directives(), start)
        }
        let condition = take(word: "on") ? try name() : nil
        let directives = try self.directives()
        return .inline(condition: condition, directives, try selection(), start)
    }

    private mutating func field() throws(GraphQLError) -> GraphQLField {
        let start = current.location
        var field = GraphQLField(name: try name(), location: start)
        if take(":") {
            field.alias = field.name
            field.name = try name()
        }
        field.arguments = try arguments()
        field.directives = try directives()
        if isMark("{") { field.selection = try selection() }
        return field
    }

    private mutating func arguments() throws(GraphQLError) -> [GraphQLArgument] {
        guard take("(") else { return [] }
        var arguments: [GraphQLArgument] = []
        repeat { arguments.append(try argument()) } while !take(")")
        return arguments
    }

    private mutating func argument() throws(GraphQLError) -> GraphQLArgument {
        let start = current.location
        let name = try self.name()
        try expect(":")
        return GraphQLArgument(name: name, value: try literal(), location: start)
    }

    private mutating func directives() throws(GraphQLError) -> [GraphQLDirective] {
        var directives: [GraphQLDirective] = []
        while isMark("@") {
            let start = current.location
            advance()
            directives.append(GraphQLDirective(name: try name(), arguments: try arguments(), location: start))
        }
        return directives
    }
}

// MARK: What the reader of the schema table uses too

extension GraphQLParser {
    var current: GraphQLToken { tokens[index] }
    var atEnd: Bool { current.kind == .end }

    func isMark(_ mark: String) -> Bool { current.kind == .mark(mark) }

    func unexpected(_ expected: String) -> GraphQLError {
        .syntax("Expected \(expected), found \(current.shown)", at: current.location)
    }

    mutating func advance() { if !atEnd { index += 1 } }

    mutating func take(_ mark: String) -> Bool {
        guard isMark(mark) else { return false }
        advance()
        return true
    }

    mutating func take(word: String) -> Bool {
        guard current.kind == .name(word) else { return false }
        advance()
        return true
    }

    mutating func expect(_ mark: String) throws(GraphQLError) {
        guard take(mark) else { throw unexpected(mark) }
    }

    mutating func name() throws(GraphQLError) -> String {
        guard case .name(let text) = current.kind else { throw unexpected("Name") }
        advance()
        return text
    }

    mutating func int() throws(GraphQLError) -> Int {
        guard case .int(let number) = current.kind else { throw unexpected("Int") }
        advance()
        return number
    }

    mutating func typeReference() throws(GraphQLError) -> GraphQLTypeReference {
        let inner: GraphQLTypeReference
        if take("[") {
            try enter()
            defer { depth -= 1 }
            inner = .list(try typeReference())
            try expect("]")
        } else {
            inner = .named(try name())
        }
        return take("!") ? .nonNull(inner) : inner
    }

    mutating func literal() throws(GraphQLError) -> GraphQLLiteral {
        let start = current.location
        try enter()
        defer { depth -= 1 }
        let kind: GraphQLLiteral.Kind
        switch current.kind {
        case .int(let number): kind = .plain(.int(number))
        case .float(let number): kind = .plain(.double(number))
        case .string(let text): kind = .plain(.string(text))
        case .name("true"): kind = .plain(.bool(true))
        case .name("false"): kind = .plain(.bool(false))
        case .name("null"): kind = .plain(.null)
        case .name(let word): kind = .plain(.word(word))
        case .mark("$"):
            advance()
            return GraphQLLiteral(kind: .variable(try name()), location: start)
        case .mark("["):
            advance()
            var elements: [GraphQLLiteral] = []
            while !take("]") { elements.append(try literal()) }
            return GraphQLLiteral(kind: .list(elements), location: start)
        case .mark("{"):
            advance()
            var members: [GraphQLArgument] = []
            while !take("}") { members.append(try argument()) }
            return GraphQLLiteral(kind: .object(members), location: start)
        default: throw .syntax("Unexpected \(current.shown)", at: start)
        }
        advance()
        return GraphQLLiteral(kind: kind, location: start)
    }

    private mutating func enter() throws(GraphQLError) {
        depth += 1
        guard depth <= Self.deepest else { throw .syntax("nested too deep", at: current.location) }
    }
}
