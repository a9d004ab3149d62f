public import SyncModel

/// What the scene index keeps of a scene: enough for scopes, filters, matching, comparing and output.
public struct SceneRow: Hashable, Sendable {
    public let id: Scene.ID
    public var createdAt, updatedAt: Timestamp
    /// Whether it was read within 2 s of its last change, so that a later change may carry the same time.
    public var isYoung: Bool
    public var title: String?
    public var date: PartialDate?
    public var rating: Int?
    public var isOrganized: Bool
    /// Normalised and condensed.
    public var wants: Wants
    public var links: Links
    public var files: [Scene.File]

    /// Ids of the entities that the scene refers to; their names are in the entity index.
    public struct Links: Hashable, Sendable {
        public var studio: Int?
        public var performers, tags, groups: [Int]

        public init(studio: Int? = nil, performers: [Int] = [], tags: [Int] = [], groups: [Int] = []) {
            (self.studio, self.performers, self.tags, self.groups) = (studio, performers, tags, groups)
        }

        public func ids(of kind: EntityKind) -> [Int] {
            switch kind {
            case .studio: studio.map { [$0] } ?? []
            case .performer: performers
            case .tag: tags
            case .group: groups
            }
        }
    }

    /// - Parameter isYoung: See ``isYoung``.
    public init(_ scene: Scene, settings: FieldSettings, isYoung: Bool) {
        id = scene.id
        (createdAt, updatedAt, self.isYoung) = (scene.createdAt, scene.updatedAt, isYoung)
        (title, date, rating, isOrganized) = (scene.title, scene.date, scene.rating, scene.isOrganized)
        wants = Wants(of: scene, settings).condensed(digest(of:))
        links = Links(
            studio: scene.studio?.id, performers: scene.performers.map(\.id), tags: scene.tags.map(\.id),
            groups: scene.groups.map(\.id))
        files = scene.files
    }

    init(
        id: Scene.ID, createdAt: Timestamp, updatedAt: Timestamp, isYoung: Bool, title: String?, date: PartialDate?,
        rating: Int?, isOrganized: Bool, wants: Wants, links: Links
    ) {
        (self.id, self.createdAt, self.updatedAt, self.isYoung) = (id, createdAt, updatedAt, isYoung)
        (self.title, self.date, self.rating, self.isOrganized) = (title, date, rating, isOrganized)
        (self.wants, self.links, files) = (wants, links, [])
    }
}

extension SceneRow.Links {
    var encoded: [UInt8] {
        var writer = ByteWriter()
        for kind in EntityKind.allCases {
            let ids = ids(of: kind)
            writer.number(ids.count)
            for id in ids { writer.number(id) }
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        func ids() throws -> [Int] {
            let count = try reader.count()
            var ids: [Int] = []
            ids.reserveCapacity(count)
            for _ in 0..<count { ids.append(try reader.number()) }
            return ids
        }
        let studio = try ids().first
        self.init(studio: studio, performers: try ids(), tags: try ids(), groups: try ids())
        guard reader.isAtEnd else { throw DamagedValue() }
    }
}
