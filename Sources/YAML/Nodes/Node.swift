/// A value of a YAML file, with its place.
public struct Node: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case scalar(Scalar)
        indirect case list([Node])
        indirect case mapping([Entry])
        /// Stands where a fault was already reported, so that nobody reports a second one there.
        case unreadable
    }

    public let content: Content
    public let span: Span

    public init(_ content: Content, _ span: Span) { (self.content, self.span) = (content, span) }

    public var mark: Mark { span.start }

    /// Whether the file says nothing here: `key:` alone, `~` or `null`.
    public var isNull: Bool {
        if case .scalar(let scalar) = content { scalar.value == .null } else { false }
    }

    /// What it is, for a sentence such as "takes a list, not …". A text is shown shortened and without secrets.
    public var kind: String {
        switch content {
        case .list: "a list"
        case .mapping: "a mapping"
        case .unreadable: "something unreadable"
        case .scalar(let scalar): scalar.kind
        }
    }
}

/// One `key: value` of a mapping. Keys of one mapping differ.
public struct Entry: Hashable, Sendable {
    public let key: String
    public let keySpan: Span
    public let value: Node

    public init(key: String, keySpan: Span, value: Node) {
        (self.key, self.keySpan, self.value) = (key, keySpan, value)
    }
}
