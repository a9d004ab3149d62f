/// What is known of the files of both sides, as far as matching asks. One may answer with more than was asked for: what
/// does not fit is sorted out by ``CandidateSearch``.
public protocol FileIndex {
    /// Files of items by their ``exactPathKey(_:)``.
    func itemFiles(exactKey: String) throws -> [IndexedFile]
    /// Files of items by their ``foldedPathKey(_:)``.
    func itemFiles(foldedKey: String) throws -> [IndexedFile]
    /// Files of items by the ``nameKey(_:)`` of their base name.
    func itemFiles(baseNameKey: String) throws -> [IndexedFile]
    /// Files of scenes whose path in Plex has this ``foldedPathKey(_:)``.
    func sceneFiles(foldedKey: String) throws -> [SceneFile]
    /// Every file of the item, each with the files of scenes that may be it by their full paths, or once with none.
    func owners(ofItem item: Int) throws -> [FileOwner]
}

/// A file of an item, as the index of Plex has it.
public struct IndexedFile: Hashable, Sendable {
    /// The item's number in the index.
    public let item: Int
    public let target: Target
    public let path: String
    /// Bytes; 0 unknown.
    public let size: Int
    /// Milliseconds; 0 unknown.
    public let duration: Int

    public init(item: Int, target: Target, path: String, size: Int, duration: Int) {
        (self.item, self.target, self.path, self.size, self.duration) = (item, target, path, size, duration)
    }
}

/// A scene with one of its files.
public struct SceneFile: Hashable, Sendable {
    public let scene: Scene.ID
    public let file: Scene.File

    public init(scene: Scene.ID, file: Scene.File) { (self.scene, self.file) = (scene, file) }
}

/// A file of an item, and a scene's file that it may be.
public struct FileOwner: Hashable, Sendable {
    public struct Claim: Hashable, Sendable {
        public let scene: Scene.ID
        public let stashPath: String
        /// See ``Scene/File/isPathRepaired``.
        public let isRepaired: Bool

        public init(scene: Scene.ID, stashPath: String, isRepaired: Bool) {
            (self.scene, self.stashPath, self.isRepaired) = (scene, stashPath, isRepaired)
        }
    }

    public let plexPath: String
    /// `nil` where no scene has the file.
    public let claim: Claim?

    public init(plexPath: String, claim: Claim?) { (self.plexPath, self.claim) = (plexPath, claim) }
}
