import JSON
import SyncModel

/// A library of a row of `Directory`; `nil` for a row of a wrong shape, which nothing could be asked of.
func library(_ row: JSONValue) -> Library? {
    do {
        guard let key = try row.plexText("key"), isPlainKey(key), let type = try row.plexText("type") else {
            return nil
        }
        let roots = try row.plexRows("Location") { (location) throws(JSONError) in try location.plexText("path") ?? "" }
        return Library(
            key: Library.Key(rawValue: key), title: try row.plexText("title") ?? key, type: type,
            agent: try row.plexText("agent") ?? "", roots: roots.filter { !$0.isEmpty },
            scannedAt: try row.plexInt("scannedAt"), isRefreshing: try row.plexFlag("refreshing") ?? false)
    } catch {
        return nil
    }
}

/// Whether a key can stand in an address as it is and name exactly one thing: letters, digits, `-`, `_` and not empty.
///
/// An empty `id` edits a whole library, a comma several items, a slash is another path (`apis/plex.md` 5.1, 13).
func isPlainKey(_ key: String) -> Bool {
    guard let first = key.utf8.first, first != UInt8(ascii: "-"), key.utf8.count <= 64 else { return false }
    return key.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
