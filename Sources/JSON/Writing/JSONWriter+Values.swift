/// A call with a key writes a member, one without an element of an array or the whole document. `nil` is `null`: leave a member
/// out by not writing it.
extension JSONWriter {
    /// An object with what `members` writes.
    public mutating func object(
        _ name: StaticString? = nil, _ members: (inout JSONWriter) throws -> Void
    ) rethrows {
        begin(name)
        try nest("{", "}", members)
    }

    /// An array of what `elements` writes.
    public mutating func array(
        _ name: StaticString? = nil, _ elements: (inout JSONWriter) throws -> Void
    ) rethrows {
        begin(name)
        try nest("[", "]", elements)
    }

    /// A string, escaped where JSON asks for it; all else stays as it is.
    public mutating func write(_ name: StaticString? = nil, _ value: String?) {
        begin(name)
        put(value)
    }

    /// A whole number.
    public mutating func write(_ name: StaticString? = nil, _ value: (some BinaryInteger)?) {
        begin(name)
        put(value)
    }

    /// A number in the shortest form that reads back the same. Infinity and NaN, which JSON lacks, become `null`.
    public mutating func write(_ name: StaticString? = nil, _ value: Double?) {
        begin(name)
        put(value)
    }

    /// `true` or `false`.
    public mutating func write(_ name: StaticString? = nil, _ value: Bool?) {
        begin(name)
        put(value)
    }

    mutating func put(_ value: String?) {
        if let value { quote(value) } else { append("null") }
    }

    mutating func put(_ value: (some BinaryInteger)?) {
        if let value { append(digits: String(value)) } else { append("null") }
    }

    mutating func put(_ value: Double?) {
        if let value, value.isFinite { append(digits: value.description) } else { append("null") }
    }

    mutating func put(_ value: Bool?) {
        switch value {
        case true?: append("true")
        case false?: append("false")
        case nil: append("null")
        }
    }
}
