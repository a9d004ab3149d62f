/// What a judgement looks at of a scene before any value is compared.
public struct SceneStanding: Hashable, Sendable {
    public let id: Scene.ID
    public let title: String?
    public let files: [Scene.File]
    /// Whether any enabled field wants something, or may.
    public let wantsSomething: Bool

    public init(id: Scene.ID, title: String?, files: [Scene.File], wantsSomething: Bool) {
        (self.id, self.title, self.files, self.wantsSomething) = (id, title, files, wantsSomething)
    }
}

/// Brings a scene as far as it gets without its items: the outcomes of `DESIGN.md` 4.6 in their order, up to those that rest
/// on a comparison, which ``SceneVerdict`` decides.
public struct SceneJudge: Sendable {
    public let missing: MissingJudge
    /// Those that are indexed.
    public let libraries: [Library.Key: LibraryKnowledge]

    public init(missing: MissingJudge, libraries: [Library.Key: LibraryKnowledge]) {
        (self.missing, self.libraries) = (missing, libraries)
    }

    public enum Ruling: Sendable {
        case ends(Outcome)
        /// These items of chosen libraries are to be compared with it; never empty.
        case compares([Target])
        /// Nothing plays it, and these libraries should.
        case missing(Gap, [Library])
    }

    public func rule(on scene: SceneStanding, _ match: MatchResult) -> Ruling {
        if scene.files.isEmpty { return .ends(.noFile) }
        if !scene.wantsSomething { return .ends(.noMetadata) }
        let targets = match.targets.filter { missing.chosen.contains($0.library) }
        if !targets.isEmpty { return .compares(targets) }
        return match.targets.isEmpty ? ruleOnUnmatched(scene, match) : .ends(.otherLibrary)
    }

    private func ruleOnUnmatched(_ scene: SceneStanding, _ match: MatchResult) -> Ruling {
        switch missing.whereabouts(of: scene.files) {
        case .unmapped: return .ends(.unmapped)
        case .elsewhere: return .ends(.otherLibrary)
        case .here(let places):
            if case .ambiguous = match { return .ends(.ambiguous) }
            let doubted = places.isEmpty ? Array(libraries.values) : places.compactMap { libraries[$0.library.key] }
            if doubted.contains(where: { $0.doubt != nil }) { return .ends(.unreadable) }
            let gap = Gap(
                scene: scene.id, title: scene.title, types: [.missing],
                confidence: missing.isSurelyMissing(scene.files, places, libraries) ? .definite : .possible,
                path: scene.files.first?.path)
            return .missing(gap, places.map(\.library))
        }
    }

    /// The libraries that a gap's items are in, and those that a missing scene belongs to. One may stand twice.
    public func libraries(of gap: Gap, belongingTo own: [Library] = []) -> [Library] {
        own + gap.targets.compactMap { libraries[$0.library]?.library }
    }

    /// Their keys and titles: what `gaps.library` is compared with.
    public func libraryNames(of gap: Gap, belongingTo own: [Library] = []) -> [String] {
        libraries(of: gap, belongingTo: own).flatMap { [$0.key.rawValue, $0.title] }
    }
}
