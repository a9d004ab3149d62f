/// The rungs of the ladder that finds a scene's item, in their order (`DESIGN.md` 4.4).
public enum MatchRung: String, CaseIterable, Hashable, Sendable {
    case pinned
    /// The mapped full path, byte for byte.
    case path
    /// The same path when case, NFC and separators are folded; unique on both sides.
    case folded
    /// Several folded candidates, of which one has the file's size and duration.
    case sizeAndDuration = "size_and_duration"
    /// Only the base name agrees: a hint, never a match.
    case name
}

public enum Ambiguity: String, CaseIterable, Hashable, Sendable {
    case twoScenesInOneItem = "one item plays files of two scenes"
    case severalCandidates = "several items have this path when case and spelling are folded"
    case notUnique = "another file of Stash has this path when case and spelling are folded"
    case nameOnly = "only the file's name and its size or duration agree"
    case repairedPath = "the path is not valid UTF-8"
    case incompleteIndex = "the path agrees only when folded, and not all scenes are known"
}

public enum MatchResult: Hashable, Sendable {
    /// Every item that plays a file of the scene, with the rung that found them.
    case targets([Target], MatchRung)
    case ambiguous(Ambiguity, candidates: [Target])
    case none

    public var targets: [Target] { if case .targets(let targets, _) = self { targets } else { [] } }
}

/// One file of Plex that a file of a scene may be.
public struct MatchCandidate: Hashable, Sendable {
    public let target: Target
    public let path: String
    /// Bytes; 0 unknown.
    public let size: Int
    /// Milliseconds; 0 unknown.
    public let duration: Int
    /// Scenes, other than the one in question, of which this item plays a file.
    public let otherScenes: Set<Scene.ID>
    /// Whether this very file is another scene's by its full path.
    public let isTaken: Bool

    public init(
        target: Target, path: String, size: Int, duration: Int, otherScenes: Set<Scene.ID> = [], isTaken: Bool = false
    ) {
        (self.target, self.path, self.size, self.duration) = (target, path, size, duration)
        (self.otherScenes, self.isTaken) = (otherScenes, isTaken)
    }

    /// Whether size, or duration to a second, agrees with a file of Stash.
    func agreesInSizeOrDuration(with file: Scene.File) -> Bool {
        agreesInSize(with: file) || agreesInDuration(with: file)
    }

    /// The tie-breaker of the folded rung.
    func agreesInSizeAndDuration(with file: Scene.File) -> Bool {
        agreesInSize(with: file) && (duration == 0 || file.duration == 0 || agreesInDuration(with: file))
    }

    func agreesInSize(with file: Scene.File) -> Bool { size > 0 && size == file.size }

    func agreesInDuration(with file: Scene.File) -> Bool {
        duration > 0 && file.duration > 0 && abs(Double(duration) / 1000 - file.duration) <= 1
    }
}

/// A file of a scene with all that the index of Plex has for it.
public struct MatchFile: Hashable, Sendable {
    public let file: Scene.File
    public var exact, folded, named: [MatchCandidate]
    /// Files of other paths in Stash that fold to the same path.
    public var foldedRivals: [Scene.File]

    public init(
        _ file: Scene.File, exact: [MatchCandidate] = [], folded: [MatchCandidate] = [],
        named: [MatchCandidate] = [], foldedRivals: [Scene.File] = []
    ) {
        (self.file, self.exact, self.folded, self.named) = (file, exact, folded, named)
        self.foldedRivals = foldedRivals
    }

    /// Only candidates in libraries that are indexed: the index may still hold others of an earlier configuration.
    public func within(_ libraries: Set<Library.Key>) -> MatchFile {
        var file = self
        file.exact.removeAll { !libraries.contains($0.target.library) }
        file.folded.removeAll { !libraries.contains($0.target.library) }
        file.named.removeAll { !libraries.contains($0.target.library) }
        return file
    }
}
