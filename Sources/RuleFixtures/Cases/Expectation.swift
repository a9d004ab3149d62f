public import SyncModel

/// What a case expects; what it does not name may be anything.
public struct Expectation: Hashable, Sendable {
    public var scanned: Int?
    /// Outcomes that are not named have no scene.
    public var outcomes: [Outcome: SceneCount]?
    /// Gaps by type, after the filter; types that are not named have none.
    public var counts: [GapType: Int]?
    /// All gaps that the filter keeps.
    public var gaps: [ExpectedGap]?
    public var plans: [ExpectedPlan] = []
    public var result: FixtureResult?
    public var queued: SceneCount?
    /// Reasons that are not named have no scene.
    public var notQueued: [NotQueuedReason: SceneCount]?
    /// By the rule's name in lower case, each in order.
    public var fires: [String: [ExpectedFire]]?

    public init() {}
    public var isEmpty: Bool { self == Expectation() }
    /// Whether it speaks of scenes, and not only of times.
    var needsScenes: Bool {
        var rest = self
        rest.fires = nil
        return !rest.isEmpty
    }
}

/// How a run ends, as far as no server can fail.
public enum FixtureResult: String, CaseIterable, Hashable, Sendable { case ok, held, incomplete }

/// So many scenes, or just these.
public enum SceneCount: Hashable, Sendable {
    case number(Int)
    case scenes([Scene.ID])
}

/// A gap; what is `nil` may be anything.
public struct ExpectedGap: Hashable, Sendable {
    public let scene: Scene.ID
    public var title: String?
    public var types: [GapType]?
    public var emptyFields, staleFields: [Field]?
    public var confidence: Confidence?
    public var reason: StaleReason?
    public var path: String?
    /// Rating keys.
    public var targets: [RatingKey]?
}

/// The edits of a scene's item, and what is kept there, each list whole where it is not `nil`.
public struct ExpectedPlan: Hashable, Sendable {
    public let scene: Scene.ID
    /// Of all its items where it is `nil`.
    public var ratingKey: RatingKey?
    public var edits: [ExpectedEdit]?
    public var kept: [ExpectedKept]?
}

/// A value that is `nil` may be anything.
public struct ExpectedEdit: Hashable, Sendable {
    public let field: Field
    public let action: Edit.Action
    public var have, want: FieldValue?
}

public struct ExpectedKept: Hashable, Sendable {
    public let field: Field
    public var why: Kept.Why?
}

/// A start by its slot, the nominal time before jitter.
public struct ExpectedFire: Hashable, Sendable {
    public let slot: Instant
    /// When it started, where that is expected too.
    public var at: Instant?
}
