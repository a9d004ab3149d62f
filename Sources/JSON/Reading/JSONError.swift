/// What is wrong with a document, and where.
public struct JSONError: Error, Hashable, CustomStringConvertible {
    /// Where in the document, as in `data.scenes[12].files[0].size`; empty for the document itself.
    public let path: String
    /// As in `expected a string, found the number 5`. Never the text of a string, which may be secret.
    public let problem: String
    /// A stable word for JSON and counts.
    public let code: Code

    /// The kinds of fault.
    public enum Code: String, Sendable {
        /// Not a JSON document.
        case broken = "json-broken"
        /// Nested deeper than allowed.
        case tooDeep = "json-too-deep"
        /// A document, but without a member that is wanted.
        case missing = "json-member-missing"
        /// A document with another kind of value than is wanted.
        case unexpected = "json-unexpected"
    }

    /// A fault found by the reader of a document.
    public init(path: String, problem: String, code: Code = .unexpected) {
        self.path = path
        self.problem = problem
        self.code = code
    }

    /// As in `data.scenes[12].id: missing`.
    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
