public import SyncModel

/// All that left a timestamp since a moment, and what is needed to see what left none.
///
/// Old news are among it: the overlap of twelve hours repeats them, and each is told by its unchanged `updatedAt`.
public struct StashChanges: Hashable, Sendable {
    /// Every row whose time is a greater text than this is told by the changes since `watermark`.
    public static func reach(since watermark: Instant) -> String { SceneFilter.lowerEnd(watermark) }

    /// A scene that was edited.
    public struct SceneRow: Hashable, Sendable {
        /// The scene.
        public let id: Scene.ID
        /// Its own time, as it came.
        public let updatedAt: Timestamp
    }

    /// A scene of which a file was moved, renamed or found changed, with all its files.
    public struct FilesRow: Hashable, Sendable {
        /// The scene.
        public let id: Scene.ID
        /// The primary file first.
        public let files: [FileRow]
    }

    /// A file of such a scene.
    public struct FileRow: Hashable, Sendable {
        /// Stash's row number of the file.
        public let id: Int
        /// Where it is now.
        public let path: String
        /// As in ``Scene/File``.
        public let isPathRepaired: Bool
        /// The file's own time, which a move changes; the scene's does not.
        public let updatedAt: Timestamp
    }

    /// New ones are among them, some twice. In no order.
    public let edited: [SceneRow]
    /// `nil` where this release cannot tell (before 0.30): other means must find moves.
    public let moved: [FilesRow]?
    /// Renamed or otherwise edited. Of movies (before 0.27) it holds all.
    public let entities: [EntityKind: [EntityRow]]
    /// Every id there is: one that is gone was merged or deleted.
    public let entityIDs: [EntityKind: Set<Int>]
    /// How many scenes there are in all.
    public let sceneCount: Int
    /// When the request began, by Stash's clock, never too late.
    public let requestedAt: Instant
    /// Size of the answer.
    public let bytes: Int
}

/// A studio, performer, tag or group.
public struct EntityRow: Hashable, Sendable {
    /// Stash's row number, unique within its kind.
    public let id: Int
    /// As it is now.
    public let name: String
    /// The entity's own time; neither a merge nor a scene moves it.
    public let updatedAt: Timestamp

    /// A row.
    public init(id: Int, name: String, updatedAt: Timestamp) {
        (self.id, self.name, self.updatedAt) = (id, name, updatedAt)
    }
}
