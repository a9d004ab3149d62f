/// Plex's name for an item: opaque text, and never a safe identity by itself, since a re-added file gets a new one.
public struct RatingKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One Plex item, reduced to what plexsync compares.
public struct Item: Hashable, Sendable {
    public let ratingKey: RatingKey
    /// `key` of the library it is in.
    public var library: Library.Key
    public var title: String?
    /// Unix seconds. Moves on edits, also ours; not on every change (`apis/plex.md` 12).
    public var updatedAt: Int
    /// Milliseconds; 0 where Plex does not say.
    public var duration: Int
    /// All parts of all versions but optimised ones, in order.
    public var parts: [Part]
    /// What Plex has; a field that is absent in Plex is absent here.
    public var values: [Field: FieldValue]
    public var locked: Set<Field>
    /// Whether this was a full read. A row of a listing is cut short (2 genres, 3 roles) and shows no locks.
    public var isFull: Bool

    public init(
        ratingKey: RatingKey, library: Library.Key, title: String? = nil, updatedAt: Int = 0, duration: Int = 0,
        parts: [Part] = [], values: [Field: FieldValue] = [:], locked: Set<Field> = [], isFull: Bool = false
    ) {
        (self.ratingKey, self.library, self.title, self.updatedAt) = (ratingKey, library, title, updatedAt)
        (self.duration, self.parts, self.values, self.locked) = (duration, parts, values, locked)
        self.isFull = isFull
    }

    /// One file of an item.
    public struct Part: Hashable, Sendable {
        /// As Plex stores it, in the spelling of its own platform.
        public var file: String
        public var isPathRepaired: Bool
        /// Bytes; 0 where Plex does not say.
        public var size: Int
        /// Milliseconds; 0 where Plex does not say.
        public var duration: Int
        public init(file: String, isPathRepaired: Bool = false, size: Int = 0, duration: Int = 0) {
            (self.file, self.isPathRepaired, self.size, self.duration) = (file, isPathRepaired, size, duration)
        }
    }
}

/// A Plex library section.
public struct Library: Hashable, Sendable {
    public struct Key: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public let key: Key
    /// Not unique in Plex.
    public var title: String
    public var type: String
    public var agent: String
    /// Folders as the Plex server sees them.
    public var roots: [String]
    /// Unix seconds of the last scan; `nil` where Plex does not say.
    public var scannedAt: Int?
    public var isRefreshing: Bool

    public init(
        key: Key, title: String, type: String = "movie", agent: String = "", roots: [String] = [],
        scannedAt: Int? = nil, isRefreshing: Bool = false
    ) {
        (self.key, self.title, self.type, self.agent) = (key, title, type, agent)
        (self.roots, self.scannedAt, self.isRefreshing) = (roots, scannedAt, isRefreshing)
    }

    /// Only movie sections, of which "Other Videos" is one, hold items that play one video each (`DESIGN.md` 8).
    public var isSupported: Bool { type == "movie" }
}
