import JSON

/// A query with its variables. Values always travel as variables, so that nothing can be spliced into a document.
struct GraphQLRequest: Hashable, Sendable {
    let document: String
    let variables: JSONTree

    init(_ document: String, _ variables: JSONTree = [:]) {
        (self.document, self.variables) = (document, variables)
    }

    var body: [UInt8] {
        var writer = JSONWriter(capacity: document.utf8.count + 256)
        writer.object { writer in
            writer.write("query", document)
            writer.write("variables", variables)
        }
        return writer.bytes
    }
}

extension JSONTree {
    /// Ids as Stash takes and gives them.
    static func ids(_ ids: some Sequence<Int>) -> JSONTree { .array(ids.map { .string(String($0)) }) }

    /// `{value, modifier}`, or `{value, value2, modifier}`, as all criteria of Stash have it.
    static func criterion(_ value: JSONTree, and second: JSONTree? = nil, _ modifier: String) -> JSONTree {
        let rest = second.map { [("value2", $0)] } ?? []
        return .object([("value", value)] + rest + [("modifier", .string(modifier))])
    }
}
