import JSON
public import SyncModel
import Transport

/// One page of a library's listing.
public struct ItemPage: Sendable {
    /// Rows of a listing: cut short, so good for an index and for nothing that is written (`apis/plex.md` 3.4).
    public internal(set) var items: [Item]
    /// Where the page begins, as Plex says it; where it says nothing, as it was asked.
    public let offset: Int
    /// How many rows it has, usable or not. Plex may send more or fewer than asked.
    public let size: Int
    /// How many rows the whole listing has; `nil` where Plex does not say.
    public let total: Int?
    /// Length of the answer.
    public let bytes: Int
    /// Rows of a wrong shape, or without any file, that still tell their key.
    public internal(set) var unreadable: [RatingKey]
    /// Rows of a wrong shape, without a key even.
    public let nameless: Int
    /// Items whose files vanished: they stay listed until Plex's trash is emptied, and count as absent.
    public internal(set) var absent: [RatingKey]
}

extension PlexClient {
    /// Up to `size` rows of a library from `start` on, in the order of their ids. One request.
    ///
    /// - Parameters:
    ///   - updatedAfter: Unix seconds; only items whose `updatedAt` is later. Such a listing has a `total` of its own.
    ///   - without: Long texts that nobody needs, `summary` and `tagline`; Plex may send them all the same.
    public func page(
        of library: Library.Key, start: Int, size: Int, updatedAfter: Int? = nil, without: Set<Field> = []
    ) async throws(PlexError) -> ItemPage {
        let path = listingPath(library, start: start, size: size, updatedAfter: updatedAfter, without: without)
        return try await read(path) { (answer) throws(JSONError) in
            try ItemPage(answer, of: library, askedFor: start)
        }
    }

    /// How many items a library has, those with vanished files included. One small request.
    public func count(of library: Library.Key) async throws(PlexError) -> Int {
        try await read(listingPath(library, start: 0, size: 0)) { (answer) throws(JSONError) in
            if let total = try answer.total() { return total }
            let rows = try answer.rows("Metadata") { (_) throws(JSONError) in () }.count
            return rows > 0 ? rows : try answer.container.plexInt("size") ?? 0
        }
    }

    private func listingPath(
        _ library: Library.Key, start: Int, size: Int, updatedAfter: Int? = nil, without: Set<Field> = []
    ) -> String {
        var path = "/library/sections/\(percentEncoded(library.rawValue))/all?type=1&sort=id"
        // The operator belongs to the name: `updatedAt>>` = 1700000000, later than (`apis/plex.md` 3.3).
        if let updatedAfter { path += "&updatedAt%3E%3E=\(updatedAfter)" }
        // Start without size does not limit the answer, so both always go together.
        path += "&X-Plex-Container-Start=\(start)&X-Plex-Container-Size=\(size)"
        path += "&skipRefresh=1&excludeElements=\(Self.unneededElements)"
        let texts = [Field.summary, .tagline].filter(without.contains).map(\.plexName)
        if !texts.isEmpty { path += "&excludeFields=\(texts.joined(separator: "%2C"))" }
        return path
    }

    /// A wish, not a guarantee. Media, genres, roles and collections are needed.
    private static let unneededElements = [
        "Country", "Director", "Writer", "Producer", "Similar", "Guid", "Rating", "Image", "Style", "Mood", "Format",
        "Label",
    ].joined(separator: "%2C")
}

extension Answer {
    /// The size of a whole listing, in the body or else in a header.
    func total() throws(JSONError) -> Int? {
        let said =
            try container.plexInt("totalSize") ?? reply.headers["X-Plex-Container-Total-Size"].flatMap { Int($0) }
        return said.flatMap { $0 >= 0 ? $0 : nil }
    }
}

extension ItemPage {
    init(_ answer: Answer, of library: Library.Key, askedFor start: Int) throws(JSONError) {
        let reader = ItemReader(library: library, isFull: false)
        var items: [Item] = []
        var (unreadable, absent): ([RatingKey], [RatingKey]) = ([], [])
        var nameless = 0
        let rows = try answer.rows("Metadata") { (row) throws(JSONError) in reader.row(row) }
        items.reserveCapacity(rows.count)
        for row in rows {
            switch row {
            case .item(let item, _): items.append(item)
            case .absent(let key): absent.append(key)
            case .unreadable(let key?): unreadable.append(key)
            case .unreadable(nil): nameless += 1
            }
        }
        let offset = try answer.container.plexInt("offset") ?? start
        self.init(
            items: items, offset: max(0, offset), size: rows.count, total: try answer.total(),
            bytes: answer.reply.body.count, unreadable: unreadable, nameless: nameless, absent: absent)
    }
}
