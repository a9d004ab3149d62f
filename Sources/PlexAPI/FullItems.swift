import JSON
public import SyncModel

/// Items read in full, with all their tags and locks.
public struct FullItems: Hashable, Sendable {
    /// In no particular order. An item that was asked for and is neither here nor unreadable is not in Plex.
    public var items: [Item] = []
    /// Items that exist, in a shape that could not be read.
    public var unreadable: [RatingKey] = []
    /// Names that Plex holds in another form than the normalised one; items without such names are not in it.
    public var spellings: [RatingKey: Spellings] = [:]

    public init() {}

    /// Takes in the answer to another request, for other items.
    public mutating func add(_ other: FullItems) {
        items += other.items
        unreadable += other.unreadable
        spellings.merge(other.spellings) { $1 }
    }
}

extension PlexClient {
    /// How many items one request may name. Long addresses fail at proxies first (`apis/plex.md` 4).
    public static var mostItemsAtOnce: Int { 50 }

    /// Reads up to ``mostItemsAtOnce`` items in full. One request; none for no keys.
    ///
    /// Plex leaves out silently what it does not have, as it does items whose files vanished here.
    public func items(_ keys: [RatingKey]) async throws(PlexError) -> FullItems {
        precondition(keys.count <= Self.mostItemsAtOnce, "ask for at most \(Self.mostItemsAtOnce) items at once")
        let names = keys.map(\.rawValue).filter(isPlainKey)  // any other key cannot be one of Plex's
        if names.isEmpty { return FullItems() }
        do {
            // Without skipRefresh a read may make Plex look at the files first, which takes long.
            return try await read("/library/metadata/\(names.joined(separator: ","))?skipRefresh=1") {
                (answer) throws(JSONError) in try FullItems(answer)
            }
        } catch .notFound {
            return FullItems()
        }
    }
}

extension FullItems {
    init(_ answer: Answer) throws(JSONError) {
        let library = try answer.container.plexText("librarySectionID").map(Library.Key.init(rawValue:))
        let reader = ItemReader(library: library, isFull: true)
        for row in try answer.rows("Metadata", { (row) throws(JSONError) in reader.row(row) }) {
            switch row {
            case .item(let item, let spelt):
                items.append(item)
                if !spelt.isEmpty { spellings[item.ratingKey] = spelt }
            case .unreadable(let key?): unreadable.append(key)
            case .absent, .unreadable(nil): break
            }
        }
    }
}
