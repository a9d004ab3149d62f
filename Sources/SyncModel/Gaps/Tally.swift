/// What was counted of a run: every scene in exactly one outcome.
public struct Tally: Hashable, Sendable {
    public var scanned = 0
    public var outcomes: [Outcome: Int] = [:]
    /// Gaps by type, after the filter; a scene of several types counts under each.
    public var counts: [GapType: Int] = [:]
    /// Scenes with a gap, after the filter.
    public var gaps = 0

    public init() {}

    public mutating func count(_ verdict: SceneVerdict) {
        scanned += 1
        outcomes[verdict.outcome, default: 0] += 1
    }

    public mutating func count(_ gap: Gap) {
        gaps += 1
        for type in gap.types { counts[type, default: 0] += 1 }
    }
}

/// Scenes and the types of their gaps.
public struct GapCount: Hashable, Sendable {
    public var scenes = 0
    public var byType: [GapType: Int] = [:]
    public init() {}

    public mutating func count(_ types: [GapType]) {
        scenes += 1
        for type in types { byType[type, default: 0] += 1 }
    }
}
