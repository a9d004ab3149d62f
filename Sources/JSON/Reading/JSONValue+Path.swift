extension JSONValue {
    /// The error to throw where this value is not the one that is wanted, as in `expected a date, found a string`.
    ///
    /// Shows numbers, but no text: a string may be a secret.
    public func unexpected(_ expected: String) -> JSONError {
        JSONError(path: path, problem: "expected \(expected), found \(found)")
    }

    func missing(_ key: String) -> JSONError {
        JSONError(path: path.isEmpty ? clipped(key) : "\(path).\(clipped(key))", problem: "missing", code: .missing)
    }

    private var found: String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .int: "the number \(Int64(bitPattern: word(index + 1)))"
        case .uint: "the number \(word(index + 1))"
        case .double: "the number \(Double(bitPattern: word(index + 1)))"
        case .yes: "true"
        case .no: "false"
        case .null: "null"
        }
    }

    /// Where this value stands, as in `data.scenes[12].id`; long keys are cut short. Cost: a walk from the root.
    public var path: String {
        var path = ""
        var here = JSONValue(document, 1)
        while here.index != index {
            let isObject = here.kind == .object
            let step = isObject ? 1 : 0
            var (place, position) = (here.index + 1, 0)
            while after(place + step) <= index { (place, position) = (after(place + step), position + 1) }
            if isObject {
                path += (path.isEmpty ? "" : ".") + clipped(String(decoding: text(at: place), as: UTF8.self))
            } else {
                path += "[\(position)]"
            }
            here = JSONValue(document, place + step)
        }
        return path
    }

    /// A key may be as long as the document.
    private func clipped(_ key: String) -> String {
        key.utf8.count <= 64 ? key : key.prefix(60) + "…"
    }
}
