/// One request that a fake Plex received, without its token.
public struct PlexRequest: Sendable {
    public let method: String
    /// Decoded.
    public let path: String
    /// Decoded, in the order sent; the token's value is left out.
    public let query: [(name: String, value: String)]
    /// Without `X-Plex-Token`.
    public let headers: [(name: String, value: String)]
    /// Bytes of the request target as sent.
    public let targetLength: Int
    public let bodyLength: Int
    /// Whether the token stood in the query, where logs would show it.
    public let tokenInQuery: Bool
    /// What a PUT on items asked for.
    public let edit: PlexEdit?
    /// The status answered, before any fault of the connection.
    public var status = 0

    /// The last value of a query argument, or else of the header of that name: Plex takes its `X-Plex-` headers both ways.
    func argument(_ name: String) -> String? {
        if let pair = query.last(where: { $0.name == name }) { return pair.value }
        return header(name)
    }

    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

/// An edit as its query spelt it.
public struct PlexEdit: Sendable, Equatable {
    /// Rating keys; none in a section's edit means: everything in it.
    public var ids: [Int] = []
    public var section: Int?
    public var type: String?
    /// `title.value=…`: by `title`. An empty value clears.
    public var values: [String: String] = [:]
    /// `title.locked=1`: by `title`.
    public var locks: [String: Bool] = [:]
    /// `genre[0].tag.tag=…`: by `genre`, in the order of the indexes, up to the first gap.
    public var tags: [String: [String]] = [:]
    /// `genre[].tag.tag-=…`: by `genre`, each name decoded a second time.
    public var removedTags: [String: [String]] = [:]
    /// `genre[].tag=`.
    public var clearedTags: Set<String> = []
    /// Names that no Plex knows; ignored with a 200.
    public var unknown: [String] = []

    /// Whether it says anything to any field.
    public var isEmpty: Bool {
        values.isEmpty && locks.isEmpty && tags.isEmpty && removedTags.isEmpty && clearedTags.isEmpty
    }
}

extension PlexEdit {
    init(section: Int?, ids: [Int], query: [(name: String, value: String)]) {
        (self.section, self.ids) = (section, ids)
        var indexed: [String: [Int: String]] = [:]
        for (name, value) in query where !name.hasPrefix("X-Plex-") {
            switch name {
            case "type": type = value
            case "id": self.ids = value.split(separator: ",").compactMap { Int($0) }
            case let name where name.hasSuffix(".value"): values[String(name.dropLast(6))] = value
            case let name where name.hasSuffix(".locked"): locks[String(name.dropLast(7))] = value == "1"
            case let name where name.contains("["): readTag(name, value, into: &indexed)
            default: unknown.append(name)
            }
        }
        for (kind, names) in indexed {
            tags[kind] = (0..<names.count).prefix { names[$0] != nil }.compactMap { names[$0] }
        }
    }

    private mutating func readTag(_ name: String, _ value: String, into indexed: inout [String: [Int: String]]) {
        guard let open = name.firstIndex(of: "["), let close = name.firstIndex(of: "]"), open < close else {
            return unknown.append(name)
        }
        let kind = String(name[..<open])
        let index = name[name.index(after: open)..<close]
        switch (index.isEmpty, name[name.index(after: close)...]) {
        case (true, ".tag.tag-"):
            removedTags[kind, default: []] += value.split(separator: ",").map(percentDecoded)
        case (true, ".tag"): if value.isEmpty { clearedTags.insert(kind) }
        case (false, ".tag.tag"):
            if let index = Int(index), index >= 0 { indexed[kind, default: [:]][index] = value }
        case (false, ".tagging.text"), (false, ".tag.thumb"), (false, ".tagging.thumb"): break
        default: unknown.append(name)
        }
    }
}

/// Percent-decoding as RFC 3986 has it: `+` is a plus.
func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let pair = String(rest.prefix(2)), pair.utf8.count == 2,
            let value = UInt8(pair, radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
