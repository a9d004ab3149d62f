/// A field that can be brought from Stash to Plex, by the word it has in output and in the rules file.
///
/// The order of the cases is the order of fields in every output.
public enum Field: String, CaseIterable, Hashable, Sendable {
    case title
    case titleSort = "title_sort"
    case studio, summary, tagline, date, performers, tags, collections
    case rating
    case contentRating = "content_rating"
    case poster, art

    /// Whether it holds several names whose order means nothing, rather than one text.
    public var isSet: Bool {
        switch self {
        case .performers, .tags, .collections: true
        default: false
        }
    }

    /// Whether it is a picture, compared by the hash of its bytes.
    public var isPicture: Bool { self == .poster || self == .art }

    /// What Plex calls it in an edit and in its list of locks (`apis/plex.md` 5.2 to 5.4).
    public var plexName: String {
        switch self {
        case .title: "title"
        case .titleSort: "titleSort"
        case .studio: "studio"
        case .summary: "summary"
        case .tagline: "tagline"
        case .date: "originallyAvailableAt"
        case .performers: "actor"
        case .tags: "genre"
        case .collections: "collection"
        case .rating: "userRating"
        case .contentRating: "contentRating"
        case .poster: "thumb"
        case .art: "art"
        }
    }

    /// Whether the gap type `empty` is reported for it; any other field that Plex lacks is `stale` (GAP-01).
    public var canBeEmptyGap: Bool { self == .studio || self == .performers || self == .tags }

    /// On unless the rules file switches it off.
    public var isOnByDefault: Bool {
        switch self {
        case .rating, .contentRating, .poster, .art: false
        default: true
        }
    }

    /// Position in the order of output, `0..<13`; stored, so it never changes.
    public var ordinal: Int {
        switch self {
        case .title: 0
        case .titleSort: 1
        case .studio: 2
        case .summary: 3
        case .tagline: 4
        case .date: 5
        case .performers: 6
        case .tags: 7
        case .collections: 8
        case .rating: 9
        case .contentRating: 10
        case .poster: 11
        case .art: 12
        }
    }
}

extension Field: Comparable {
    public static func < (one: Self, other: Self) -> Bool { one.ordinal < other.ordinal }

    // By number: an enumeration of texts is compared and hashed by its texts else, and fields are keys everywhere.
    public static func == (one: Self, other: Self) -> Bool { one.ordinal == other.ordinal }
    public func hash(into hasher: inout Hasher) { hasher.combine(UInt8(truncatingIfNeeded: ordinal)) }
}
