import WebServer

/// Everything a ``FakePlex`` guards with its lock.
struct PlexState: Sendable {
    var library: PlexLibrary
    var behaviour = PlexBehaviour()
    var faults = ArmedFaults()
    var requests: [PlexRequest] = []
    var keepsRequests = true
    var token: String
    var clock: @Sendable () -> Int
    /// Rendered rows by style, then rating key: a page of 500 costs a copy. Bounded by ``longestCache``.
    var rows: [RowStyle: [Int: [UInt8]]] = [:]
    var tags = PlexTags()
    var scans: [PlexScan] = []
    /// Places in `library.items` by rating key, and for each section those of its items, ascending by rating key.
    private(set) var places: [Int: Int] = [:]
    private(set) var placesInSection: [Int: [Int]] = [:]

    static let longestCache = 400_000

    init(library: PlexLibrary, token: String, clock: @escaping @Sendable () -> Int) {
        (self.library, self.token, self.clock) = (library, token, clock)
        reindex()
    }

    /// Must follow every change of the list of items.
    mutating func reindex() {
        library.items.sort { $0.ratingKey < $1.ratingKey }
        places = [:]
        placesInSection = [:]
        places.reserveCapacity(library.items.count)
        for (place, item) in library.items.enumerated() {
            places[item.ratingKey] = place
            placesInSection[item.section, default: []].append(place)
        }
        rows = [:]
        tags.forgetSpellings()
    }

    func item(_ ratingKey: Int) -> PlexItem? { places[ratingKey].map { library.items[$0] } }

    /// Changes one item, moves its `updatedAt` if anything changed, and drops its rendered rows.
    mutating func edit(_ ratingKey: Int, touching: Bool = true, _ change: (inout PlexItem) -> Void) {
        guard let place = places[ratingKey] else { return }
        let before = library.items[place]
        change(&library.items[place])
        if touching, library.items[place] != before { library.items[place].updatedAt = max(clock(), before.updatedAt) }
        for style in rows.keys { rows[style]?[ratingKey] = nil }
    }

    func section(_ key: Int) -> PlexSection? { library.sections.first { $0.key == key } }
}

/// Tags as a Plex server shares them among items: one id and one spelling for each.
struct PlexTags: Sendable {
    private struct Key: Hashable {
        var kind: String
        /// `String` compares by canonical equivalence, so NFC and NFD meet here.
        var folded: String
    }
    private var ids: [String: Int] = [:]
    private var spellings: [Key: String]?

    /// Ids are given out as tags are first shown.
    mutating func id(_ kind: String, _ tag: String) -> Int {
        let key = "\(kind)=\(tag)"
        if let id = ids[key] { return id }
        ids[key] = ids.count + 101
        return ids.count + 100
    }

    func name(ofID id: Int, kind: String) -> String? {
        ids.first { $0.value == id && $0.key.hasPrefix("\(kind)=") }.map { String($0.key.dropFirst(kind.count + 1)) }
    }

    mutating func forgetSpellings() { spellings = nil }

    /// The spelling a tag takes: that of the same tag on any item, else its own, which is then remembered.
    mutating func spelling(_ kind: String, _ tag: String, among items: [PlexItem]) -> String {
        var known = spellings ?? Self.spellings(of: items)
        let key = Key(kind: kind, folded: tag.lowercased())
        let spelling = known[key] ?? tag
        spellings = nil  // so that the next line changes the dictionary in place
        known[key] = spelling
        spellings = known
        return spelling
    }

    private static func spellings(of items: [PlexItem]) -> [Key: String] {
        var known: [Key: String] = [:]
        for item in items {
            for kind in PlexTagKind.allCases {
                for tag in item[keyPath: kind.list] {
                    let key = Key(kind: kind.rawValue, folded: tag.lowercased())
                    if known[key] == nil { known[key] = tag }
                }
            }
        }
        return known
    }
}

/// Kinds of tag with a list of their own in ``PlexItem``; the raw value is the word of edits and locks.
enum PlexTagKind: String, CaseIterable {
    case genre, actor, collection, label

    var list: any WritableKeyPath<PlexItem, [String]> & Sendable {
        switch self {
        case .genre: \.genres
        case .actor: \.roles
        case .collection: \.collections
        case .label: \.labels
        }
    }

    /// The name of its elements in answers; `actor` comes back as `Role`.
    var element: StaticString {
        switch self {
        case .genre: "Genre"
        case .actor: "Role"
        case .collection: "Collection"
        case .label: "Label"
        }
    }
}
