public enum GapType: String, CaseIterable, Hashable, Sendable, Comparable {
    case empty, stale, missing
    public static func < (one: Self, other: Self) -> Bool { one.position < other.position }
    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

public enum Confidence: String, CaseIterable, Hashable, Sendable { case definite, possible }

/// Why a scene is stale: the first that holds, in this order.
public enum StaleReason: String, CaseIterable, Hashable, Sendable {
    case updated, changed
    case takenBack = "taken_back"
    case neverSynced = "never_synced"
    case unexplained
}

/// What a reconciliation found out about one scene. Every scene of a scope ends in exactly one.
public enum Outcome: String, CaseIterable, Hashable, Sendable {
    case inSync = "in_sync"
    case gap, kept
    case noFile = "no_file"
    case noMetadata = "no_metadata"
    case ambiguous, unmapped
    case otherLibrary = "other_library"
    case unreadable
}

/// One scene that Plex does not show as Stash knows it.
public struct Gap: Hashable, Sendable {
    public let scene: Scene.ID
    public var title: String?
    /// In the order `empty`, `stale`, `missing`; never empty.
    public var types: [GapType]
    /// Fields that any of its targets lacks. Each target is judged by itself: what one of them lacks and another holds out
    /// of date is in both lists.
    public var emptyFields: [Field]
    public var staleFields: [Field]
    /// `definite` if any of its types or fields is.
    public var confidence: Confidence
    /// Only where `stale` is among the types.
    public var reason: StaleReason?
    /// The first file's path, as Stash sees it.
    public var path: String?
    public var targets: [Target]
    /// Whether nothing would be written: every difference is kept, or every field compares equal.
    public var wouldWriteNothing: Bool

    public init(
        scene: Scene.ID, title: String? = nil, types: [GapType], emptyFields: [Field] = [], staleFields: [Field] = [],
        confidence: Confidence, reason: StaleReason? = nil, path: String? = nil, targets: [Target] = [],
        wouldWriteNothing: Bool = false
    ) {
        (self.scene, self.title, self.types) = (scene, title, types)
        (self.emptyFields, self.staleFields, self.confidence) = (emptyFields, staleFields, confidence)
        (self.reason, self.path, self.targets, self.wouldWriteNothing) = (reason, path, targets, wouldWriteNothing)
    }
}

/// Why a gap was not queued.
public enum NotQueuedReason: String, CaseIterable, Hashable, Sendable {
    case alreadyQueued = "already_queued"
    case settled, kept
    case givenUp = "given_up"
    case overLimit = "over_limit"
    case queueFull = "queue_full"
    case filtered, report
    case dryRun = "dry_run"
    case held
}
