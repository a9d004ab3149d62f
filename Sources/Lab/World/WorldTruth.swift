/// What a first run over a made world must find, known from how each scene was made. The words are those of the JSON
/// that `gaps` prints.
public struct WorldTruth: Sendable {
    /// By scene id; every scene has one.
    public var scenes: [Int: ExpectedScene] = [:]

    /// Scenes by outcome; outcomes that do not occur are absent.
    public var outcomes: [String: Int] {
        scenes.values.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
    }

    /// Gaps by type; a scene with several counts under each.
    public var counts: [String: Int] {
        scenes.values.reduce(into: [:]) { counts, scene in
            for type in scene.gap?.types ?? [] { counts[type, default: 0] += 1 }
        }
    }

    /// What a run over only the scenes updated since `instant` finds (inclusive, unix seconds).
    ///
    /// - Parameter knowsAll: Whether an index of all scenes is there; without, a path that agrees only when folded
    ///   cannot be known to be unique.
    public func updated(since instant: Int, knowsAll: Bool = true) -> WorldTruth {
        let inside = scenes.filter { $0.value.updatedAt >= instant }
        return WorldTruth(scenes: knowsAll ? inside : inside.mapValues(\.withoutTheOthers))
    }

    /// What a run finds that looks at one library alone (`--library`); it must be one of those chosen.
    public func narrowed(to library: String) -> WorldTruth {
        WorldTruth(scenes: scenes.mapValues { $0.narrowed(to: library) })
    }

    /// The scenes with a gap, ascending by id.
    public var gaps: [ExpectedScene] { scenes.values.filter { $0.gap != nil }.sorted { $0.scene < $1.scene } }
}

/// An item of Plex.
public struct ExpectedTarget: Sendable, Hashable {
    /// Title of the library.
    public var library: String
    public var ratingKey: Int
}

/// The gap of one scene.
public struct ExpectedGap: Sendable, Equatable {
    /// In the order `empty`, `stale`, `missing`.
    public var types: [String]
    /// In the order `title studio summary date performers tags collections`.
    public var empty: [String] = []
    public var stale: [String] = []
    /// `definite` or `possible`.
    public var confidence: String
    /// Only with `stale`.
    public var reason: String?
    /// Why a reconciliation does not queue it: `kept` or `settled`; `nil` where it is queued.
    public var notQueued: String?
}

/// The fields that are on by default, in the order of output.
public enum WorldField: String, CaseIterable, Sendable, Comparable {
    case title, studio, summary, date, performers, tags, collections

    public static func < (one: Self, other: Self) -> Bool { one.place < other.place }
    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Those whose being empty in Plex is a type of gap of its own.
    var hasEmptyGap: Bool { self == .studio || self == .performers || self == .tags }

    /// Plex's name of the lock.
    var lock: String {
        switch self {
        case .title: "title"
        case .studio: "studio"
        case .summary: "summary"
        case .date: "originallyAvailableAt"
        case .performers: "actor"
        case .tags: "genre"
        case .collections: "collection"
        }
    }
}

/// One way in which an item was made to differ from its scene.
struct Difference: Sendable, Equatable {
    enum Kind: Sendable {
        /// Plex has nothing where Stash has something.
        case empty
        /// Plex has something else, or lacks elements of a set.
        case differs
    }
    var field: WorldField
    var kind: Kind
    /// Whether a person locked the field so.
    var locked: Bool

    static func empty(_ field: WorldField, locked: Bool = false) -> Difference {
        Difference(field: field, kind: .empty, locked: locked)
    }
    static func differs(_ field: WorldField, locked: Bool = false) -> Difference {
        Difference(field: field, kind: .differs, locked: locked)
    }

    /// Whether it makes an `empty` gap; any other is `stale` or kept.
    var isEmptyGap: Bool { kind == .empty && field.hasEmptyGap }
}

/// What an imported history says of a scene.
struct PastSync: Sendable, Equatable {
    /// The scene was edited later.
    var isUpdated: Bool
    /// The item was changed later, so its locks may be a person's.
    var isItemLater: Bool
}

extension ExpectedGap {
    /// What these differences must come to; `nil` where there is no gap.
    ///
    /// With a past sync, a lock on an item that was not touched since is the other tool's own and holds nothing
    /// back; what differs although the scene was not edited since is unexplained, and only possible. Where it was
    /// edited since, the fields that a person holds back are stale too.
    static func made(of differences: [Difference], _ past: PastSync?) -> ExpectedGap? {
        let isLockOurs = past.map { !$0.isItemLater } ?? false
        let open = differences.filter { !$0.locked || isLockOurs }
        let empty = Set(differences.filter(\.isEmptyGap).map(\.field)).sorted()
        let isUpdated = past?.isUpdated ?? false
        let stale = Set((isUpdated ? differences : open).filter { !$0.isEmptyGap }.map(\.field)).sorted()
        let isStale = !stale.isEmpty || isUpdated
        guard !empty.isEmpty || isStale else { return nil }
        let reason = isUpdated ? "updated" : past == nil ? "never_synced" : "unexplained"
        let isSureStale = isStale && reason != "unexplained" && !differences.isEmpty
        let isSureEmpty = open.contains(where: \.isEmptyGap)
        return ExpectedGap(
            types: (empty.isEmpty ? [] : ["empty"]) + (isStale ? ["stale"] : []), empty: empty.map(\.rawValue),
            stale: stale.map(\.rawValue), confidence: isSureStale || isSureEmpty ? "definite" : "possible",
            reason: isStale ? reason : nil,
            notQueued: !open.isEmpty ? nil : differences.isEmpty ? "settled" : "kept")
    }
}
