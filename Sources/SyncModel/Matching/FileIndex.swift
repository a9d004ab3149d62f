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
    func sceneFiles(foldedKey: String) throws -> [Scene.File]
    /// Files of scenes that may be the item's own by their full paths.
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

/// A scene with one of its files, and the item's file that it may be.
public struct FileOwner: Hashable, Sendable {
    public let scene: Scene.ID
    public let stashPath, plexPath: String
    /// See ``Scene/File/isPathRepaired``.
    public let isRepaired: Bool

    public init(scene: Scene.ID, stashPath: String, plexPath: String, isRepaired: Bool) {
        (self.scene, self.stashPath, self.plexPath, self.isRepaired) = (scene, stashPath, plexPath, isRepaired)
    }
}
