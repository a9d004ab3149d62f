import JSON

/// Types vary by a server's age: ids come as text or number, flags as `true`, `1` or `"1"`, numbers as text
/// (`apis/plex.md` 1.1).
extension JSONValue {
    /// A text, or a number written as one.
    ///
    /// - Throws: for anything else, because then the row is not what it seems.
    func plexText(_ key: StaticString) throws(JSONError) -> String? { try find(key)?.lenientString }

    /// A whole number, or nil where there is none that can be read; such values are never worth losing a row for.
    func plexInt(_ key: StaticString) throws(JSONError) -> Int? {
        guard let value = try find(key) else { return nil }
        switch value.kind {
        case .int: return try value.int
        case .double:
            let number = try value.double
            return number.magnitude < 9e15 ? Int(number) : nil
        case .string: return Int(try value.string)
        default: return nil
        }
    }

    /// A number with a fraction, or nil as above.
    func plexDouble(_ key: StaticString) throws(JSONError) -> Double? {
        guard let value = try find(key) else { return nil }
        switch value.kind {
        case .int, .uint, .double: return try value.double
        case .string: return Double(try value.string)
        default: return nil
        }
    }

    /// Nil where it is absent or no flag in any of the forms.
    func plexFlag(_ key: StaticString) throws(JSONError) -> Bool? {
        guard let value = try find(key) else { return nil }
        switch value.kind {
        case .yes: return true
        case .no: return false
        case .int: return try value.int != 0
        case .string:
            let text = try value.string
            return text == "1" || text == "true" ? true : text == "0" || text == "false" ? false : nil
        default: return nil
        }
    }

    /// The members of an array that is absent when empty.
    func plexRows<Row>(
        _ key: StaticString, _ make: (JSONValue) throws(JSONError) -> Row
    ) throws(JSONError) -> [Row] {
        guard let rows = try find(key) else { return [] }
        return try rows.map(make)
    }
}
