public import SyncModel

/// All that left a timestamp since a moment, and what is needed to see what left none.
///
/// Old news are among it: the overlap of twelve hours repeats them, and each is told by its unchanged `updatedAt`.
public struct StashChanges: Hashable, Sendable {
    /// A scene that was edited.
    public struct SceneRow: Hashable, Sendable {
        public let id: Scene.ID
        public let updatedAt: Timestamp
    }

    /// A scene of which a file was moved, renamed or found changed, with all its files.
    public struct FilesRow: Hashable, Sendable {
        public let id: Scene.ID
        public let files: [FileRow]
    }

    public struct FileRow: Hashable, Sendable {
        public let id: Int
        public let path: String
        /// As in ``Scene/File``.
        public let isPathRepaired: Bool
        public let updatedAt: Timestamp
    }

    public let edited: [SceneRow]
    /// `nil` where this release cannot tell (before 0.30): other means must find moves.
    public let moved: [FilesRow]?
    /// Renamed or otherwise edited. Of movies (before 0.27) it holds all.
    public let entities: [EntityKind: [EntityRow]]
    /// Every id there is: one that is gone was merged or deleted.
    public let entityIDs: [EntityKind: Set<Int>]
    public let sceneCount: Int
    /// When the request began, by Stash's clock, never too late.
    public let requestedAt: Instant
    public let bytes: Int
}

/// A studio, performer, tag or group.
public struct EntityRow: Hashable, Sendable {
    public let id: Int
    public let name: String
    public let updatedAt: Timestamp

    public init(id: Int, name: String, updatedAt: Timestamp) {
        (self.id, self.name, self.updatedAt) = (id, name, updatedAt)
    }
}
