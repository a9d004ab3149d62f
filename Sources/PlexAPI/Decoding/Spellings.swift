public import SyncModel

/// How Plex itself writes the names in an item's sets, where that is not the normalised form: with blanks at an end, in
/// NFD, twice with different case. Names are removed, and sent again, by Plex's own spelling (`apis/plex.md` 5.3).
public struct Spellings: Hashable, Sendable {
    private var table: [Field: [String: [String]]] = [:]

    public init() {}

    public var isEmpty: Bool { table.isEmpty }

    /// Every spelling under which Plex holds what is `name` to us; at least `name` itself.
    public func spellings(of name: String, in field: Field) -> [String] { table[field]?[nameKey(name)] ?? [name] }

    /// Notes the names of `field` as they came.
    mutating func note(_ names: [String], of field: Field) {
        var byKey: [String: [String]] = [:]
        for name in names {
            guard let plain = FieldValue.names([name]).normalised?.names.first else { continue }
            byKey[nameKey(plain), default: []].append(name)
        }
        for (key, spellings) in byKey {
            let plain = FieldValue.names([spellings[0]]).normalised?.names.first
            if spellings.count == 1, Array(spellings[0].utf8) == plain.map({ Array($0.utf8) }) { continue }
            table[field, default: [:]][key] = spellings
        }
    }
}
