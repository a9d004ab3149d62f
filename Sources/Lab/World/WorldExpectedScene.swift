/// What must be said of one scene.
public struct ExpectedScene: Sendable, Equatable {
    public var scene: Int
    /// How it was made.
    public var made: WorldCase
    /// `in_sync gap kept no_file no_metadata unmapped other_library ambiguous unreadable`
    public var outcome: String
    /// Only with the outcome `gap`.
    public var gap: ExpectedGap?
    /// The items that play it, a gap or not; empty where none is a sure match.
    public var targets: [ExpectedTarget] = []
    /// The first file's path as Stash sees it; bytes that are no UTF-8 as U+FFFD.
    public var path: String?
    /// Its `updated_at`, unix seconds.
    public var updatedAt = 0

    /// Its targets, with the ways in which each was made to differ.
    var playedBy: [(target: ExpectedTarget, differences: [Difference])] = []
    /// The library below whose root each of its files lies, the longest root deciding; `nil` below none.
    var homes: [String?] = []
    /// What is known of a sync by another tool.
    var past: PastSync?

    init(scene: Int, made: WorldCase, outcome: String, gap: ExpectedGap? = nil) {
        (self.scene, self.made, self.outcome, self.gap) = (scene, made, outcome, gap)
    }

    /// A scene with targets: what they differ in, taken together, decides.
    init(
        scene: Int, made: WorldCase, playedBy: [(target: ExpectedTarget, differences: [Difference])], past: PastSync?
    ) {
        let differences = playedBy.flatMap(\.differences)
        let gap = ExpectedGap.made(of: differences, past)
        self.init(
            scene: scene, made: made, outcome: gap != nil ? "gap" : differences.isEmpty ? "in_sync" : "kept", gap: gap)
        (self.playedBy, self.past, targets) = (playedBy, past, playedBy.map(\.target))
    }

    func narrowed(to library: String) -> ExpectedScene {
        var result = self
        let here = playedBy.filter { $0.target.library == library }
        if !here.isEmpty {
            result = ExpectedScene(scene: scene, made: made, playedBy: here, past: past)
        } else if !playedBy.isEmpty || (isOfItsPlace && isElsewhere(than: library)) {
            result = ExpectedScene(scene: scene, made: made, outcome: "other_library")
        }
        (result.path, result.updatedAt, result.homes) = (path, updatedAt, homes)
        return result
    }

    /// What is known of it where not all scenes are: a folded path is then no match.
    var withoutTheOthers: ExpectedScene {
        guard [.nfdPath, .caseFoldedPath, .foldedTie].contains(made) else { return self }
        var result = ExpectedScene(scene: scene, made: made, outcome: "ambiguous")
        (result.path, result.updatedAt, result.homes) = (path, updatedAt, homes)
        return result
    }

    /// Whether its outcome depends on where its files lie.
    private var isOfItsPlace: Bool { outcome == "gap" || outcome == "ambiguous" }

    private func isElsewhere(than library: String) -> Bool {
        homes.allSatisfy { home in home.map { $0 != library } ?? false }
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.scene == other.scene && one.made == other.made && one.outcome == other.outcome && one.gap == other.gap
            && one.targets == other.targets && one.path == other.path && one.updatedAt == other.updatedAt
    }
}
