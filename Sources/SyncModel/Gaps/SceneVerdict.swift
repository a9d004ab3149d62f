/// The end of one scene in one run: exactly one outcome, and the gap where it is one.
public struct SceneVerdict: Hashable, Sendable {
    public let scene: Scene.ID
    public let outcome: Outcome
    public let gap: Gap?

    public init(scene: Scene.ID, outcome: Outcome, gap: Gap? = nil) {
        (self.scene, self.outcome, self.gap) = (scene, outcome, gap)
    }

    /// A matched scene, from the comparisons with all its targets (at least one).
    ///
    /// Types, fields and reasons of several targets are united: a gap in one of them is a gap of the scene.
    public init(scene: Scene.ID, title: String?, path: String?, comparisons: [TargetComparison]) {
        let empty = comparisons.flatMap(\.emptyFields)
        let stale = comparisons.compactMap(\.stale)
        guard !empty.isEmpty || !stale.isEmpty else {
            let isKept = comparisons.contains(where: \.differs)
            self.init(scene: scene, outcome: isKept ? .kept : .inSync)
            return
        }
        let isDefinite = empty.contains { $0.confidence == .definite } || stale.contains { $0.confidence == .definite }
        let order = StaleReason.allCases
        let gap = Gap(
            scene: scene, title: title, types: (empty.isEmpty ? [] : [.empty]) + (stale.isEmpty ? [] : [.stale]),
            emptyFields: Set(empty.map(\.field)).sorted(), staleFields: Set(stale.flatMap(\.fields)).sorted(),
            confidence: isDefinite ? .definite : .possible,
            reason: order.first { reason in stale.contains { $0.reason == reason } }, path: path,
            targets: comparisons.map(\.target), wouldWriteNothing: !comparisons.contains(where: \.hasEdits))
        self.init(scene: scene, outcome: .gap, gap: gap)
    }
}
