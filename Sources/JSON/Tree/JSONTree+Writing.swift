extension JSONTree {
    /// The document as text.
    public func bytes(layout: JSONWriter.Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(nil, self)
        return writer.bytes
    }
}

extension JSONWriter {
    /// A whole tree, members in its order.
    public mutating func write(_ name: StaticString? = nil, _ tree: JSONTree) {
        begin(name)
        put(tree)
    }

    /// A member `name`: a whole tree.
    @_disfavoredOverload
    public mutating func write(_ name: String, _ tree: JSONTree) {
        begin(name)
        put(tree)
    }

    private mutating func put(_ tree: JSONTree) {
        switch tree {
        case .object(let members):
            nest("{", "}") { writer in for (key, member) in members { writer.write(key, member) } }
        case .array(let elements): nest("[", "]") { writer in for element in elements { writer.write(nil, element) } }
        case .string(let text): put(text)
        case .int(let number): put(number)
        case .double(let number): put(number)
        case .bool(let truth): put(truth)
        case .null: append("null")
        }
    }
}
