import JSON
import SyncEngine
import SyncModel

extension JSONWriter {
    /// One gap as `DESIGN.md` 14 has it.
    mutating func gap(_ gap: Gap, libraries: LibraryTitles) {
        object { writer in
            writer.write("scene", String(gap.scene.rawValue))
            if let title = gap.title { writer.write("title", title) }
            writer.words("types", gap.types)
            writer.object("fields") { writer in
                writer.words("empty", gap.emptyFields)
                writer.words("stale", gap.staleFields)
            }
            writer.write("confidence", gap.confidence.rawValue)
            if let reason = gap.reason { writer.write("reason", reason.rawValue) }
            if let path = gap.path { writer.write("path", path) }
            writer.array("targets") { writer in
                for target in gap.targets { writer.target(target, as: nil, libraries: libraries) }
            }
        }
    }

    mutating func target(_ target: Target, as name: StaticString?, libraries: LibraryTitles) {
        object(name) { writer in
            writer.write("library", libraries.title(of: target.library))
            writer.write("rating_key", target.ratingKey.rawValue)
        }
    }

    mutating func words<Word: RawRepresentable<String>>(_ name: StaticString, _ words: [Word]) {
        array(name) { for word in words { $0.write(nil, word.rawValue) } }
    }

    /// The totals of a look, members of the object that is being written.
    mutating func totals(_ tally: Tally, scope: ResolvedScope, isComplete: Bool) {
        scope.write(to: &self, as: "scope")
        write("complete", isComplete)
        write("scanned", tally.scanned)
        counts("outcomes", Outcome.allCases, tally.outcomes)
        counts("counts", GapType.allCases, tally.counts)
    }
}

/// Titles of libraries by key.
struct LibraryTitles: Sendable {
    private let titles: [Library.Key: String]

    init(_ libraries: [Library]) {
        titles = Dictionary(libraries.map { ($0.key, $0.title) }, uniquingKeysWith: { first, _ in first })
    }

    func title(of key: Library.Key) -> String { titles[key] ?? key.rawValue }
}
