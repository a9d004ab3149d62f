/// One Stash scene, reduced to what plexsync compares, scopes and filters. Knows nothing of Plex, HTTP or SQLite.
public struct Scene: Hashable, Sendable, Identifiable {
    /// Stash's row number; a type of its own, so that it can never be handed to a call that wants a ``RatingKey``.
    public struct ID: RawRepresentable, Hashable, Comparable, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    public let id: ID
    /// Texts are `nil` where Stash has none, never `""`: an empty title must not be able to overwrite a Plex one.
    public var title, code, details, director: String?
    public var date: PartialDate?
    /// `1...100`; `nil` unrated.
    public var rating: Int?
    public var isOrganized = false
    public var createdAt, updatedAt: Timestamp
    /// The primary file first; may be empty.
    public var files: [File] = []
    public var studio: Entity?
    public var performers, tags, groups: [Entity]

    public init(
        id: ID, title: String? = nil, code: String? = nil, details: String? = nil, director: String? = nil,
        date: PartialDate? = nil, rating: Int? = nil, isOrganized: Bool = false, createdAt: Timestamp,
        updatedAt: Timestamp, files: [File] = [], studio: Entity? = nil, performers: [Entity] = [],
        tags: [Entity] = [], groups: [Entity] = []
    ) {
        (self.id, self.title, self.code, self.details, self.director) = (id, title, code, details, director)
        (self.date, self.rating, self.isOrganized) = (date, rating, isOrganized)
        (self.createdAt, self.updatedAt, self.files) = (createdAt, updatedAt, files)
        (self.studio, self.performers, self.tags, self.groups) = (studio, performers, tags, groups)
    }

    /// Whether Stash knows more of it than its name: without, nothing of it is ever cleared in Plex (`DESIGN.md` 5).
    public var hasMetadata: Bool {
        studio != nil || !performers.isEmpty || !tags.isEmpty || details != nil || date != nil
    }
}

extension Scene {
    /// A video file of a scene, as the Stash process sees it.
    public struct File: Hashable, Sendable {
        public let id: Int
        /// As on disk, NFC or NFD untouched, in the separators of Stash's platform.
        public var path: String
        /// Whether bytes of the path were not UTF-8 and stand as U+FFFD: it then matches nothing for sure.
        public var isPathRepaired: Bool
        /// Bytes.
        public var size: Int
        /// Seconds; 0 where Stash does not know.
        public var duration: Double
        public var createdAt, updatedAt: Timestamp

        public init(
            id: Int, path: String, isPathRepaired: Bool = false, size: Int = 0, duration: Double = 0,
            createdAt: Timestamp = Timestamp(""), updatedAt: Timestamp = Timestamp("")
        ) {
            (self.id, self.path, self.isPathRepaired, self.size) = (id, path, isPathRepaired, size)
            (self.duration, self.createdAt, self.updatedAt) = (duration, createdAt, updatedAt)
        }
    }

    /// A studio, performer, tag or group, as a scene refers to it.
    public struct Entity: Hashable, Sendable {
        public let id: Int
        public var name: String
        public init(id: Int, name: String) { (self.id, self.name) = (id, name) }
    }
}

/// The kinds of entity whose names become metadata of scenes. Renaming one leaves no trace on the scenes.
public enum EntityKind: String, CaseIterable, Sendable {
    case studio, performer, tag, group
}
