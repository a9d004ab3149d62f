import SyncEngine
import SyncModel
import Terminal

/// Gaps as a table: a row a scene.
enum GapTable {
    static let columns: [Table.Column] = [
        .number("Scene", key: "scene"), Table.Column("Title", key: "title"), Table.Column("Gap", key: "types"),
        Table.Column("Fields", key: "fields"), Table.Column("Sure", key: "confidence", spare: 1),
        Table.Column("Why", key: "reason", spare: 2), Table.Column("Library", key: "library", spare: 3),
        Table.Column("Path", key: "path", spare: 4),
    ]

    static func row(_ gap: Gap, _ libraries: LibraryTitles) -> [Table.Cell] {
        let names = gap.targets.map { libraries.title(of: $0.library) }
        let unique = names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        return [
            Table.Cell(gap.scene.rawValue), Table.Cell(gap.title ?? ""),
            Table.Cell(gap.types.map(\.rawValue).joined(separator: "+"), style: style(of: gap)),
            Table.Cell(fields(of: gap)), Table.Cell(gap.confidence.rawValue),
            Table.Cell(gap.reason.map { $0.rawValue.replacing("_", with: " ") } ?? "", raw: gap.reason?.rawValue ?? ""),
            Table.Cell(unique.joined(separator: ", ")), Table.Cell(gap.path ?? ""),
        ]
    }

    private static func fields(of gap: Gap) -> String {
        let all = Set(gap.emptyFields + gap.staleFields).sorted().map(\.rawValue)
        return all.joined(separator: ",")
    }

    private static func style(of gap: Gap) -> Style {
        gap.types.contains(.missing) ? .warning : gap.types.contains(.empty) ? .warning : .plain
    }
}

/// The totals of a look as a line or two for a person.
enum TallyText {
    static func lines(_ tally: Tally, shown: Int) -> [String] {
        let types = GapType.allCases.map { "\(grouped(tally.counts[$0] ?? 0)) \($0.rawValue)" }
        var first = "\(grouped(tally.gaps)) \(tally.gaps == 1 ? "scene" : "scenes") with gaps"
        first += " (\(types.joined(separator: ", "))) among \(grouped(tally.scanned)) looked at"
        if shown < tally.gaps {
            let listed = shown == 1 ? "the first is" : "the first \(grouped(shown)) are"
            first += "; \(shown == 0 ? "none is" : listed) listed, --limit shows more"
        }
        let rest = Outcome.allCases.filter { $0 != .gap && tally.outcomes[$0] != nil }.map {
            "\($0.rawValue.replacing("_", with: " ")) \(grouped(tally.outcomes[$0] ?? 0))"
        }
        return [first + "."] + (rest.isEmpty ? [] : ["The others: " + rest.joined(separator: ", ") + "."])
    }
}
