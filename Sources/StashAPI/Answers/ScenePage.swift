public import SyncModel

/// Some scenes in the order of their ids.
public struct ScenePage: Hashable, Sendable {
    /// Those that were understood, ascending.
    public let scenes: [Scene]
    /// Scenes whose JSON could not be understood: each costs itself, not the page.
    public let unreadable: [Scene.ID]
    /// Rows that had not even an id; nobody can name them.
    public let nameless: Int
    /// Where the next page starts; `nil` after the last.
    public let next: Scene.ID?
    /// When the request began, by Stash's clock, never too late.
    public let requestedAt: Instant
    /// Size of the answer.
    public let bytes: Int

    /// Whether no page follows.
    public var isLast: Bool { next == nil }
    /// Rows received.
    public var count: Int { scenes.count + unreadable.count + nameless }
}

/// Scenes asked for by id.
public struct SceneReading: Hashable, Sendable {
    /// In the order asked for.
    public var scenes: [Scene] = []
    /// There, but not understood.
    public var unreadable: [Scene.ID] = []
    /// Not there (any more).
    public var absent: [Scene.ID] = []

    /// Nothing yet.
    public init() {}
}
