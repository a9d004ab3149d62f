/// Just enough of GraphQL's grammar for queries without fragments and directives.
struct GraphQLQuery {
    struct Variable {
        let name, type: String
    }

    struct Field {
        let alias, name: String
        let arguments: [(name: String, value: Value)]
        let fields: [Field]
    }

    indirect enum Value {
        case variable(String)
        case number(String)
        case text(String)
        case word(String)
        case list([Value])
        case object([(name: String, value: Value)])
    }

    let variables: [Variable]
    let fields: [Field]

    struct Fault: Error { let problem: String }

    init(_ text: String) throws {
        var reader = Reader(text)
        if try reader.take("query") { variables = try reader.variables() } else { variables = [] }
        fields = try reader.selection()
        guard reader.isAtEnd else { throw Fault(problem: "more after the query") }
    }
}

/// Splits a document into tokens and descends through them.
private struct Reader {
    private var tokens: [Substring] = []
    private var place = 0

    init(_ text: String) {
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace || first == "," {
                rest.removeFirst()
            } else if first == "\"" {
                let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.index(before: rest.endIndex)
                tokens.append(rest[...end])
                rest = rest[rest.index(after: end)...]
            } else if first.isLetter || first.isNumber || first == "_" || first == "-" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                tokens.append(word)
                rest = rest[word.endIndex...]
            } else {
                tokens.append(rest.prefix(1))
                rest.removeFirst()
            }
        }
    }

    var isAtEnd: Bool { place == tokens.count }
    private var next: Substring? { place < tokens.count ? tokens[place] : nil }

    mutating func take(_ token: String) throws -> Bool {
        guard next.map({ $0 == token }) ?? false else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ token: String) throws {
        guard try take(token) else {
            throw GraphQLQuery.Fault(problem: "expected \(token), found \(next ?? "the end")")
        }
    }

    private mutating func word() throws -> String {
        guard let token = next, let first = token.first, first.isLetter || first == "_" else {
            throw GraphQLQuery.Fault(problem: "expected a name, found \(next ?? "the end")")
        }
        place += 1
        return String(token)
    }

    mutating func variables() throws -> [GraphQLQuery.Variable] {
        var variables: [GraphQLQuery.Variable] = []
        guard try take("(") else { return [] }
        while try !take(")") {
            try expect("$")
            let name = try word()
            try expect(":")
            variables.append(.init(name: name, type: try type()))
        }
        return variables
    }

    private mutating func type() throws -> String {
        var type: String
        if try take("[") {
            type = "[\(try self.type())]"
            try expect("]")
        } else {
            type = try word()
        }
        return try take("!") ? type + "!" : type
    }

    mutating func selection() throws -> [GraphQLQuery.Field] {
        try expect("{")
        var fields: [GraphQLQuery.Field] = []
        while try !take("}") { fields.append(try field()) }
        guard !fields.isEmpty else { throw GraphQLQuery.Fault(problem: "an empty selection") }
        return fields
    }

    private mutating func field() throws -> GraphQLQuery.Field {
        let first = try word()
        let name = try take(":") ? try word() : first
        let arguments = try take("(") ? try members(to: ")") : []
        let fields = next == "{" ? try selection() : []
        return .init(alias: first, name: name, arguments: arguments, fields: fields)
    }

    private mutating func members(to end: String) throws -> [(name: String, value: GraphQLQuery.Value)] {
        var members: [(name: String, value: GraphQLQuery.Value)] = []
        while try !take(end) {
            let name = try word()
            try expect(":")
            members.append((name, try value()))
        }
        return members
    }

    private mutating func value() throws -> GraphQLQuery.Value {
        guard let token = next, let first = token.first else { throw GraphQLQuery.Fault(problem: "a value is missing") }
        place += 1
        switch first {
        case "$": return .variable(try word())
        case "{": return .object(try members(to: "}"))
        case "[":
            var values: [GraphQLQuery.Value] = []
            while try !take("]") { values.append(try value()) }
            return .list(values)
        case "\"": return .text(String(token.dropFirst().dropLast()))
        case _ where first.isNumber || first == "-": return .number(String(token))
        default: return .word(String(token))
        }
    }
}
