import JSON
import SyncEngine
import SyncModel
import Terminal

extension MatchResult {
    /// `pinned path folded size_and_duration`, `ambiguous`, `none`
    var word: String {
        switch self {
        case .targets(_, let rung): rung.rawValue
        case .ambiguous: "ambiguous"
        case .none: "none"
        }
    }

    /// The items; of an ambiguous match those it may be.
    var items: [Target] {
        switch self {
        case .targets(let targets, _): targets
        case .ambiguous(_, let candidates): candidates
        case .none: []
        }
    }

    var doubt: Ambiguity? { if case .ambiguous(let why, _) = self { why } else { nil } }
}

extension MatchFile {
    /// Candidates by rung, in the order of the ladder.
    var rungs: [(rung: MatchRung, candidates: [MatchCandidate])] {
        [(.path, exact), (.folded, folded), (.name, named)]
    }
}

extension JSONWriter {
    /// One scene's match; `rungs` only where it is explained.
    mutating func match(_ scene: MatchExplanation, isExplained: Bool, _ titles: LibraryTitles) {
        object { writer in
            writer.write("scene", String(scene.scene.rawValue))
            if let title = scene.title { writer.write("title", title) }
            writer.write("outcome", scene.verdict.outcome.rawValue)
            writer.write("match", scene.match.word)
            if let doubt = scene.match.doubt { writer.write("why", doubt.rawValue) }
            let isSure = scene.match.doubt == nil
            writer.targets("targets", isSure ? scene.match.items : [], titles)
            if !isSure { writer.targets("candidates", scene.match.items, titles) }
            if !scene.pinned.isEmpty { writer.targets("pinned", scene.pinned, titles) }
            writer.array("files") { writer in
                for file in scene.files { writer.file(file, isExplained: isExplained, titles) }
            }
        }
    }

    private mutating func targets(_ name: StaticString, _ targets: [Target], _ titles: LibraryTitles) {
        array(name) { writer in
            for target in targets { writer.target(target, as: nil, libraries: titles) }
        }
    }

    private mutating func file(_ file: MatchExplanation.File, isExplained: Bool, _ titles: LibraryTitles) {
        object { writer in
            writer.write("path", file.candidates.file.path)
            writer.write("mapped", file.mapped.path)
            writer.write("is_mapped", file.mapped.isMapped)
            writer.array("roots") { writer in
                for place in file.places {
                    writer.object { writer in
                        writer.write("library", place.library.title)
                        writer.write("root", place.root)
                        writer.write("sure", place.isSure)
                    }
                }
            }
            if isExplained {
                writer.array("rungs") { writer in
                    for (rung, candidates) in file.candidates.rungs { writer.rung(rung, candidates, titles) }
                }
                if !file.candidates.foldedRivals.isEmpty {
                    writer.array("rivals") { for rival in file.candidates.foldedRivals { $0.write(nil, rival.path) } }
                }
            }
        }
    }

    private mutating func rung(_ rung: MatchRung, _ candidates: [MatchCandidate], _ titles: LibraryTitles) {
        object { writer in
            writer.write("rung", rung.rawValue)
            writer.array("candidates") { writer in
                for candidate in candidates {
                    writer.object { writer in
                        writer.write("library", titles.title(of: candidate.target.library))
                        writer.write("rating_key", candidate.target.ratingKey.rawValue)
                        writer.write("path", candidate.path)
                        if candidate.size > 0 { writer.write("size", candidate.size) }
                        if candidate.duration > 0 { writer.write("duration", Double(candidate.duration) / 1000) }
                        writer.array("other_scenes") { writer in
                            for scene in candidate.otherScenes.sorted() { writer.write(nil, String(scene.rawValue)) }
                        }
                    }
                }
            }
        }
    }
}

/// A row an item; explained, a row a step of each file, and a row for the end.
enum MatchTable {
    static let columns: [Table.Column] = [
        .number("Scene", key: "scene"), Table.Column("Step", key: "step", elastic: false),
        Table.Column("Library", key: "library"), Table.Column("Item", key: "rating_key", elastic: false),
        Table.Column("Path", key: "path"), Table.Column("Note", key: "note"),
    ]

    static func rows(_ scene: MatchExplanation, isExplained: Bool, _ titles: LibraryTitles) -> [[Table.Cell]] {
        var rows: [[Table.Cell]] = []
        func add(
            _ step: String, _ library: String = "", _ item: String = "", _ path: String = "", _ note: String = "",
            _ style: Style = .plain
        ) {
            rows.append([
                Table.Cell(scene.scene.rawValue), Table.Cell(step, style: style), Table.Cell(library), Table.Cell(item),
                Table.Cell(path), Table.Cell(note),
            ])
        }
        if isExplained {
            for target in scene.pinned {
                add("pinned", titles.title(of: target.library), target.ratingKey.rawValue)
            }
            for file in scene.files { steps(of: file, titles) { add($0, $1, $2, $3, $4, .faint) } }
        }
        let style: Style = scene.match.doubt == nil ? .good : .warning
        let paths = Dictionary(
            scene.files.flatMap { $0.candidates.rungs.flatMap(\.candidates) }.map { ($0.target, $0.path) },
            uniquingKeysWith: { first, _ in first })
        let (step, word) = isExplained ? ("match", scene.match.word) : (scene.match.word, "")
        let note = scene.match.doubt?.rawValue ?? word
        for target in scene.match.items {
            add(
                step, titles.title(of: target.library), target.ratingKey.rawValue, paths[target] ?? "", note, style)
        }
        if scene.match.items.isEmpty { add(step, "", "", "", note, .warning) }
        return rows
    }

    private typealias Add = (String, String, String, String, String) -> Void

    private static func steps(of file: MatchExplanation.File, _ titles: LibraryTitles, _ add: Add) {
        let isRepaired = file.candidates.file.isPathRepaired
        add("file", "", "", file.candidates.file.path, isRepaired ? "not valid UTF-8: matches nothing for sure" : "")
        add(
            "mapped", file.places.map(\.library.title).joined(separator: ", "), "", file.mapped.path,
            [file.mapped.isMapped ? "" : "no line of 'paths' applies", root(of: file.places)]
                .filter { !$0.isEmpty }.joined(separator: "; "))
        for (rung, candidates) in file.candidates.rungs {
            if candidates.isEmpty { add(rung.rawValue, "", "", "", "no candidate") }
            for candidate in candidates {
                add(
                    rung.rawValue, titles.title(of: candidate.target.library), candidate.target.ratingKey.rawValue,
                    candidate.path, note(candidate, file.candidates.file))
            }
        }
        for rival in file.candidates.foldedRivals { add("rival", "", "", rival.path, "folds to the same path") }
    }

    private static func root(of places: [LibraryRoots.Place]) -> String {
        guard let first = places.first else { return "below no folder of a library" }
        return first.isSure ? "below \(first.root)" : "below \(first.root) only when folded"
    }

    private static func note(_ candidate: MatchCandidate, _ file: Scene.File) -> String {
        var notes: [String] = []
        if candidate.size > 0, file.size > 0 {
            notes.append(candidate.size == file.size ? "same size" : "other size")
        }
        if candidate.duration > 0, file.duration > 0 {
            let isSame = abs(Double(candidate.duration) / 1000 - file.duration) <= 1
            notes.append(isSame ? "same length" : "other length")
        }
        if !candidate.otherScenes.isEmpty {
            let ids = candidate.otherScenes.sorted().map { String($0.rawValue) }.joined(separator: ", ")
            notes.append("also plays scene \(ids)")
        }
        return notes.joined(separator: ", ")
    }
}

/// The end of it in a sentence.
enum MatchText {
    static func sentence(_ scene: MatchExplanation, _ report: MatchReport, _ titles: LibraryTitles) -> String {
        let name = "Scene \(scene.scene.rawValue)"
        switch scene.match {
        case .targets(let targets, let rung):
            let items = targets.map { "\(titles.title(of: $0.library)) \($0.ratingKey.rawValue)" }
            return "\(name) is played by \(items.joined(separator: " and ")), found by \(how(rung)); "
                + "it is \(outcome(scene.verdict))."
        case .ambiguous(let why, _): return "\(name) is ambiguous and is never written to: \(why.rawValue)."
        case .none: return "\(name) has no item in Plex: \(absence(scene))."
        }
    }

    private static func how(_ rung: MatchRung) -> String {
        switch rung {
        case .pinned: "your pin"
        case .path: "its full path"
        case .folded: "its path without regard to case and spelling"
        case .sizeAndDuration: "its path without regard to case and spelling, and its size and length"
        case .name: "its name"
        }
    }

    private static func outcome(_ verdict: SceneVerdict) -> String {
        guard let gap = verdict.gap else { return verdict.outcome.rawValue.replacing("_", with: " ") }
        return gap.types.map(\.rawValue).joined(separator: " and ")
    }

    private static func absence(_ scene: MatchExplanation) -> String {
        switch scene.verdict.outcome {
        case .noFile: "Stash has no file for it"
        case .noMetadata: "nothing is known of it in Stash, so nothing is to be said"
        case .unmapped: "its path is under no line of 'paths' and no folder of a library"
        case .otherLibrary: "its path is below a library that is not used"
        case .unreadable: "the listing of its library is not complete, so it may be there all the same"
        default: "it is missing"
        }
    }
}
