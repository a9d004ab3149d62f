/// The same for keys that are data. They are escaped. A literal still picks the forms for a `StaticString`.
extension JSONWriter {
    /// A member `name`: an object with what `members` writes.
    @_disfavoredOverload
    public mutating func object(_ name: String, _ members: (inout JSONWriter) throws -> Void) rethrows {
        begin(name)
        try nest("{", "}", members)
    }

    /// A member `name`: an array of what `elements` writes.
    @_disfavoredOverload
    public mutating func array(_ name: String, _ elements: (inout JSONWriter) throws -> Void) rethrows {
        begin(name)
        try nest("[", "]", elements)
    }

    /// A member `name`: a string.
    @_disfavoredOverload
    public mutating func write(_ name: String, _ value: String?) {
        begin(name)
        put(value)
    }

    /// A member `name`: a whole number.
    @_disfavoredOverload
    public mutating func write(_ name: String, _ value: (some BinaryInteger)?) {
        begin(name)
        put(value)
    }

    /// A member `name`: a number; infinity and NaN become `null`.
    @_disfavoredOverload
    public mutating func write(_ name: String, _ value: Double?) {
        begin(name)
        put(value)
    }

    /// A member `name`: `true` or `false`.
    @_disfavoredOverload
    public mutating func write(_ name: String, _ value: Bool?) {
        begin(name)
        put(value)
    }
}
