/// What a fake Plex holds: libraries, their items, and the disk below their roots. Times are unix seconds.
public struct PlexLibrary: Sendable {
    public var machineIdentifier: String
    public var version: String
    public var friendlyName: String
    public var sections: [PlexSection]
    /// Ascending by rating key; ``FakePlex`` sorts them again after every ``FakePlex/update(_:)``.
    public var items: [PlexItem]
    /// Files on Plex's disk that no scan has seen. A scan of their folder makes items of them.
    public var unscanned: [PlexPart]
    /// What `/:/prefs` answers.
    public var preferences: [String: String]

    public init(
        machineIdentifier: String = "lab-plex-1", version: String = "1.42.2.10156-f737b826c",
        friendlyName: String = "Lab",
        sections: [PlexSection] = [], items: [PlexItem] = [], unscanned: [PlexPart] = [],
        preferences: [String: String] = ["FriendlyName": "Lab", "autoEmptyTrash": "1"]
    ) {
        (self.machineIdentifier, self.version, self.friendlyName) = (machineIdentifier, version, friendlyName)
        (self.sections, self.items, self.unscanned) = (sections, items, unscanned)
        self.preferences = preferences
    }
}

/// One library of a Plex server ("section" in its API).
public struct PlexSection: Sendable {
    public var key: Int
    /// `movie` (Other Videos are such), `show`, `artist` or `photo`.
    public var type: String
    public var title: String
    public var agent: String
    public var scanner: String
    public var uuid: String
    /// Root folders as Plex's own machine spells them.
    public var roots: [String]
    public var createdAt, updatedAt, scannedAt: Int
    public var refreshing = false
    public var hidden = false

    public init(
        key: Int, type: String = "movie", title: String, agent: String = "com.plexapp.agents.none",
        scanner: String = "Plex Video Files Scanner", uuid: String? = nil, roots: [String],
        createdAt: Int = 1_690_000_000, updatedAt: Int = 1_750_000_000, scannedAt: Int = 1_750_000_000
    ) {
        (self.key, self.type, self.title, self.agent, self.scanner) = (key, type, title, agent, scanner)
        self.uuid = uuid ?? "6f0e0000-0000-4000-8000-\(String(1_000_000_000_000 + key).dropFirst())"
        (self.roots, self.createdAt, self.updatedAt, self.scannedAt) = (roots, createdAt, updatedAt, scannedAt)
    }
}

/// One item of a library. Texts are `nil` where Plex has none.
public struct PlexItem: Sendable, Equatable {
    public var ratingKey: Int
    public var section: Int
    public var title: String
    public var titleSort, originalTitle, studio, summary, tagline, contentRating: String?
    /// `YYYY-MM-DD`.
    public var originallyAvailableAt: String?
    /// 0 to 10.
    public var userRating: Double?
    public var year: Int?
    public var genres, roles, collections, labels: [String]
    /// The kinds of tag that plexsync never writes: `director`, `writer`, `producer`, `country` and so on.
    public var otherTags: [String: [String]]
    /// Names of locked fields as `Field` lists them: `title`, `genre`, `actor`, `originallyAvailableAt`, `thumb`, …
    public var locked: Set<String>
    public var media: [PlexMedia]
    public var addedAt, updatedAt: Int
    /// Milliseconds.
    public var duration: Int
    /// Set where the files vanished and the trash was not emptied.
    public var deletedAt: Int?
    public var posters, arts: PlexPictures

    public init(
        ratingKey: Int, section: Int, title: String, studio: String? = nil, summary: String? = nil,
        originallyAvailableAt: String? = nil, genres: [String] = [], roles: [String] = [], collections: [String] = [],
        labels: [String] = [], locked: Set<String> = [], media: [PlexMedia], addedAt: Int, updatedAt: Int,
        duration: Int = 0
    ) {
        (self.ratingKey, self.section, self.title, self.studio) = (ratingKey, section, title, studio)
        (self.summary, self.originallyAvailableAt) = (summary, originallyAvailableAt)
        (self.genres, self.roles, self.collections, self.labels) = (genres, roles, collections, labels)
        (self.locked, self.media, self.addedAt, self.updatedAt) = (locked, media, addedAt, updatedAt)
        self.duration = duration
        (otherTags, posters, arts) = ([:], PlexPictures(), PlexPictures())
        year = originallyAvailableAt.flatMap { Int($0.prefix(4)) }
    }
}

/// A version of an item.
public struct PlexMedia: Sendable, Equatable {
    /// Stacked pieces (`cd1`, `cd2`).
    public var parts: [PlexPart]
    /// 42 for an optimised version.
    public var proxyType: Int?

    public init(_ parts: [PlexPart], proxyType: Int? = nil) { (self.parts, self.proxyType) = (parts, proxyType) }
}

/// A file of an item.
public struct PlexPart: Sendable, Equatable {
    /// As Plex's own machine spells it.
    public var file: String
    /// Bytes.
    public var size: Int
    /// Milliseconds.
    public var duration: Int

    public init(_ file: String, size: Int = 1_000_000, duration: Int = 600_000) {
        (self.file, self.size, self.duration) = (file, size, duration)
    }
}

/// The pictures uploaded for an item, and which is shown.
public struct PlexPictures: Sendable, Equatable {
    public struct Picture: Sendable, Equatable {
        /// `upload://posters/<sha1>`: the same bytes never pile up.
        public var key: String
        public var bytes: [UInt8]
        public init(key: String, bytes: [UInt8]) { (self.key, self.bytes) = (key, bytes) }
    }
    public var uploads: [Picture] = []
    /// Key of the picture shown; `nil` for the generated one.
    public var selected: String?
    public init() {}
}

extension PlexItem {
    /// Every file of the item, optimised versions among them.
    public var files: [String] { media.flatMap { $0.parts.map(\.file) } }
}
