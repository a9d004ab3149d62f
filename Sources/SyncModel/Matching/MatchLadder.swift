/// Climbs the ladder for one scene. Pure: the candidates are gathered before.
public struct MatchLadder: Sendable {
    /// Whether the index of scenes is complete; if not, uniqueness on Stash's side can't be known.
    public let knowsAllScenes: Bool

    public init(knowsAllScenes: Bool) { self.knowsAllScenes = knowsAllScenes }

    public func match(_ files: [MatchFile], pinned: [Target] = []) -> MatchResult {
        if !pinned.isEmpty { return .targets(pinned, .pinned) }
        let exact = files.filter { !$0.file.isPathRepaired }.flatMap(\.exact)
        if !exact.isEmpty {
            let targets = exact.map(\.target).withoutRepetitions
            let isShared = exact.contains { !$0.otherScenes.isEmpty }
            return isShared ? .ambiguous(.twoScenesInOneItem, candidates: targets) : .targets(targets, .path)
        }
        if files.contains(where: \.file.isPathRepaired) {
            return .ambiguous(.repairedPath, candidates: files.flatMap(\.folded).map(\.target).withoutRepetitions)
        }
        return matchFolded(files) ?? matchByName(files) ?? .none
    }

    /// A file that is another scene's by its full path is no candidate here.
    private func matchFolded(_ files: [MatchFile]) -> MatchResult? {
        var found: [Target] = []
        var rung = MatchRung.folded
        var doubt: Ambiguity?
        var doubtful: [Target] = []
        for file in files {
            let candidates = file.folded.filter { !$0.isTaken }
            if candidates.isEmpty { continue }
            let (best, how) = Self.pick(candidates, for: file)
            if let best {
                found.append(best.target)
                if !best.otherScenes.isEmpty { doubt = doubt ?? .twoScenesInOneItem }
                if how == .sizeAndDuration { rung = how }
            } else {
                doubt = doubt ?? (candidates.count > 1 ? .severalCandidates : .notUnique)
                doubtful += candidates.map(\.target)
            }
        }
        if let doubt { return .ambiguous(doubt, candidates: (found + doubtful).withoutRepetitions) }
        if found.isEmpty { return nil }
        if !knowsAllScenes { return .ambiguous(.incompleteIndex, candidates: found.withoutRepetitions) }
        return .targets(found.withoutRepetitions, rung)
    }

    /// The one candidate, or the only one whose size and duration are this file's and no rival's.
    private static func pick(_ candidates: [MatchCandidate], for file: MatchFile) -> (MatchCandidate?, MatchRung) {
        if candidates.count == 1, file.foldedRivals.isEmpty { return (candidates.first, .folded) }
        let agreeing = candidates.filter { $0.agreesInSizeAndDuration(with: file.file) }
        guard agreeing.count == 1, let best = agreeing.first,
            !file.foldedRivals.contains(where: best.agreesInSizeAndDuration)
        else { return (nil, .sizeAndDuration) }
        return (best, .sizeAndDuration)
    }

    private func matchByName(_ files: [MatchFile]) -> MatchResult? {
        let hints = files.flatMap { file in
            file.named.filter { $0.otherScenes.isEmpty && $0.agreesInSizeOrDuration(with: file.file) }.map(\.target)
        }
        return hints.isEmpty ? nil : .ambiguous(.nameOnly, candidates: hints.withoutRepetitions)
    }
}

extension [Target] {
    /// In their order.
    public var withoutRepetitions: [Target] {
        var seen: Set<Target> = []
        return filter { seen.insert($0).inserted }
    }
}
