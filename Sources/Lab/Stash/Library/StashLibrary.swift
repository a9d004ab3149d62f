/// What a made Stash holds. Plain values: changing them moves no `updatedAt`; `FakeStash` has the edits that do.
public struct StashLibrary: Sendable {
    /// Scenes by id.
    public var scenes: [Int: StashScene] = [:]
    /// Tags by id.
    public var tags: [Int: StashEntity] = [:]
    /// Performers by id.
    public var performers: [Int: StashEntity] = [:]
    /// Studios by id.
    public var studios: [Int: StashEntity] = [:]
    /// Groups (movies before release 0.27) by id.
    public var groups: [Int: StashEntity] = [:]
    /// Folders that Stash scans, as `configuration` shows them.
    public var roots: [String] = ["/data"]
    /// The highest ids ever given; Stash never uses one again.
    public var lastIDs = StashLastIDs()

    /// An empty library.
    public init() {}

    /// Takes the next free scene id, above every id that was ever used.
    public mutating func takeSceneID() -> Int {
        lastIDs.scene = max(lastIDs.scene, scenes.keys.max() ?? 0) + 1
        return lastIDs.scene
    }

    /// Takes the next free file id.
    public mutating func takeFileID() -> Int {
        let highest = scenes.values.lazy.flatMap(\.files).map(\.id).max() ?? 0
        lastIDs.file = max(lastIDs.file, highest) + 1
        return lastIDs.file
    }

    /// Takes the next free id of a kind of entity.
    public mutating func takeID(of kind: StashEntityKind) -> Int {
        let highest = max(lastIDs.entities[kind] ?? 0, self[kind].keys.max() ?? 0) + 1
        lastIDs.entities[kind] = highest
        return highest
    }

    /// The entities of a kind, by id.
    public subscript(kind: StashEntityKind) -> [Int: StashEntity] {
        get { self[keyPath: kind.entities] }
        set { self[keyPath: kind.entities] = newValue }
    }
}

/// The highest ids that were ever given.
public struct StashLastIDs: Sendable {
    /// Of scenes.
    public var scene = 0
    /// Of files.
    public var file = 0
    /// Of entities, by kind.
    public var entities: [StashEntityKind: Int] = [:]
}

/// What a scene is linked to.
public enum StashEntityKind: String, CaseIterable, Sendable {
    /// A tag.
    case tag
    /// A performer.
    case performer
    /// A studio.
    case studio
    /// A group, a movie before release 0.27.
    case group

    var entities: WritableKeyPath<StashLibrary, [Int: StashEntity]> {
        switch self {
        case .tag: \.tags
        case .performer: \.performers
        case .studio: \.studios
        case .group: \.groups
        }
    }
}

/// One scene as Stash stores it.
public struct StashScene: Sendable {
    /// Stash's row number.
    public var id: Int
    /// `""` where there is none: Stash then shows the file name.
    public var title = ""
    /// Studio code; `""` where there is none.
    public var code = ""
    /// Description; `""` where there is none.
    public var details = ""
    /// `""` where there is none.
    public var director = ""
    /// `YYYY-MM-DD`, from release 0.30 also `YYYY-MM` and `YYYY`.
    public var date: String?
    /// 1…100.
    public var rating100: Int?
    /// The user's own "done" mark.
    public var organized = false
    /// RFC 3339 in the offset that the server had when it wrote the row; filters compare this text.
    public var createdAt: String
    /// RFC 3339 in the offset that the server had when it wrote the row; filters compare this text.
    public var updatedAt: String
    /// RFC 3339, nil if never played.
    public var lastPlayedAt: String?
    /// How often it was played.
    public var playCount = 0
    /// The primary file first; empty for a scene made by hand.
    public var files: [StashFile] = []
    /// Id of its studio.
    public var studio: Int?
    /// Ids of its performers.
    public var performers: [Int] = []
    /// Ids of its tags.
    public var tags: [Int] = []
    /// Its groups, with its place in each.
    public var groups: [StashGroupLink] = []
    /// The picture's bytes; nil gives the placeholder SVG.
    public var cover: [UInt8]?
    /// Links, in the user's order.
    public var urls: [String] = []
    /// Ids at other databases.
    public var stashIDs: [StashBoxID] = []

    /// A scene that was never edited.
    public init(id: Int, createdAt: String = StashFile.epoch, updatedAt: String? = nil) {
        (self.id, self.createdAt, self.updatedAt) = (id, createdAt, updatedAt ?? createdAt)
    }
}

/// A scene's place in a group.
public struct StashGroupLink: Hashable, Sendable {
    /// Id of the group.
    public var group: Int
    /// Its place, where there is one.
    public var sceneIndex: Int?

    /// A link to a group.
    public init(group: Int, sceneIndex: Int? = nil) { (self.group, self.sceneIndex) = (group, sceneIndex) }
}

/// A scene's id at another database.
public struct StashBoxID: Hashable, Sendable {
    /// URL of the database.
    public var endpoint: String
    /// Id there.
    public var id: String
    /// Always UTC, with fractions.
    public var updatedAt: String

    /// An id.
    public init(endpoint: String, id: String, updatedAt: String = StashFile.epoch) {
        (self.endpoint, self.id, self.updatedAt) = (endpoint, id, updatedAt)
    }
}

/// A tag, performer, studio or group.
public struct StashEntity: Sendable {
    /// Stash's row number, unique within its kind.
    public var id: Int
    /// Tag and studio names are unique ignoring ASCII case, performer names only with ``disambiguation``.
    public var name: String
    /// RFC 3339 in the offset at write time.
    public var createdAt: String
    /// RFC 3339 in the offset at write time; a merge does not move it.
    public var updatedAt: String
    /// Id of the parent studio, tag or group.
    public var parent: Int?
    /// Tells performers of the same name apart; `""` where there is none.
    public var disambiguation = ""
    /// Other names.
    public var aliases: [String] = []
    /// The picture's bytes; nil gives the placeholder.
    public var image: [UInt8]?

    /// An entity that was never edited.
    public init(
        id: Int, name: String, parent: Int? = nil, createdAt: String = StashFile.epoch, updatedAt: String? = nil
    ) {
        (self.id, self.name, self.parent) = (id, name, parent)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt ?? createdAt)
    }
}
