import JSON
import SyncEngine
import SyncModel
import Terminal

/// Gaps counted by type, library and studio. A scene counts once under each that it has, so only studios add up.
struct GapSummary {
    /// What gaps are counted by.
    enum Group: String, CaseIterable { case type, library, studio }

    /// One line of it.
    struct Row: Hashable {
        let group: Group
        /// `nil` for scenes that have none: no studio in Stash, or a library that nobody can tell.
        let name: String?
        let scenes: Int
    }

    private(set) var scenes = 0
    private var types: [GapType: Int] = [:]
    private var libraries: [Library.Key?: Int] = [:]
    private var studios: [String?: Int] = [:]

    mutating func count(_ found: FoundGap) {
        scenes += 1
        for type in found.gap.types { types[type, default: 0] += 1 }
        let keys = Set(found.scanned.libraries.map(\.key))
        if keys.isEmpty { libraries[nil, default: 0] += 1 }
        for key in keys { libraries[key, default: 0] += 1 }
        studios[found.scanned.subject?.studio, default: 0] += 1
    }

    /// Every type, also those that nothing has, in their usual order.
    var byType: [Row] { GapType.allCases.map { Row(group: .type, name: $0.rawValue, scenes: types[$0] ?? 0) } }

    /// The ones with most scenes first.
    func byLibrary(_ titles: LibraryTitles) -> [Row] {
        Self.sorted(libraries.map { Row(group: .library, name: $0.key.map(titles.title), scenes: $0.value) })
    }

    var byStudio: [Row] { Self.sorted(studios.map { Row(group: .studio, name: $0.key, scenes: $0.value) }) }

    /// - Parameter limit: How many libraries, and how many studios.
    func rows(_ titles: LibraryTitles, limit: Int) -> [Row] {
        byType + byLibrary(titles).prefix(limit) + byStudio.prefix(limit)
    }

    private static func sorted(_ rows: [Row]) -> [Row] {
        rows.sorted { ($1.scenes, $0.name ?? "") < ($0.scenes, $1.name ?? "") }
    }
}

/// How the counts look.
enum GapSummaryView {
    private static let widest = 100
    private static let longestBar = 50

    static func table(_ rows: [GapSummary.Row]) -> Table {
        Table(
            [Table.Column("By", key: "by"), Table.Column("Name", key: "name"), .number("Scenes", key: "scenes")],
            rows: rows.map { row in
                [
                    Table.Cell(row.group.rawValue), Table.Cell(label(row), raw: row.name ?? ""),
                    Table.Cell(row.scenes),
                ]
            })
    }

    /// Bars below a heading for each group; the longest bar of a group is the one with most scenes.
    ///
    /// - Parameter limit: How many libraries, and how many studios; the others are told in one line.
    static func rendered(_ summary: GapSummary, _ titles: LibraryTitles, limit: Int, _ look: Look) -> String {
        let groups = [summary.byType, summary.byLibrary(titles), summary.byStudio]
        let shown = groups.map { Array($0.prefix($0.first?.group == .type ? .max : limit)) }
        let rows = shown.flatMap { $0 }
        let width = min(look.width ?? widest, widest)
        let names = rows.map { look.safe(label($0)).terminalWidth }.max() ?? 0
        let columns = Columns(
            name: min(names, max(width / 3, 8)), count: rows.map { grouped($0.scenes).count }.max() ?? 1, width: width)
        let blocks = zip(groups, shown).filter { !$0.1.isEmpty }.map { all, some -> String in
            let head = look.painted("By \(some[0].group.rawValue)", .header)
            let most = some.map(\.scenes).max() ?? 0
            let lines = some.map { columns.line($0, of: most, look) }
            let rest = all.count - some.count
            let more = rest > 0 ? ["  \(look.ellipsis) and \(grouped(rest)) more, --limit shows them"] : []
            return ([head] + lines + more).map { $0 + "\n" }.joined()
        }
        return blocks.joined(separator: "\n")
    }

    fileprivate static func label(_ row: GapSummary.Row) -> String { row.name ?? "no \(row.group.rawValue)" }

    private struct Columns {
        let name, count, width: Int

        /// `  Clips  1 200  ████████`
        func line(_ row: GapSummary.Row, of most: Int, _ look: Look) -> String {
            let text = look.safe(GapSummaryView.label(row)).truncated(to: name, mark: look.ellipsis).padded(to: name)
            let number = grouped(row.scenes).padded(to: count, atStart: true)
            let cells = min(max(width - name - count - 6, 1), longestBar)
            let bar = look.bar(row.scenes, of: most, cells: cells)
            let head = "  \(look.painted(text, row.name == nil ? .faint : .plain))  \(number)"
            return bar.isEmpty ? head : "\(head)  \(look.painted(bar, .accent))"
        }
    }
}

extension JSONWriter {
    /// The counts as a member of the object that is being written.
    mutating func summary(_ summary: GapSummary, _ titles: LibraryTitles, limit: Int) {
        object("summary") { writer in
            writer.write("scenes", summary.scenes)
            writer.object("by_type") { for row in summary.byType { $0.write(row.name ?? "", row.scenes) } }
            writer.rows("by_library", summary.byLibrary(titles).prefix(limit), naming: "library")
            writer.rows("by_studio", summary.byStudio.prefix(limit), naming: "studio")
        }
    }

    /// One line of the counts in JSON Lines: `{"by": "studio", "name": "Acme", "scenes": 3}`.
    mutating func summaryRow(_ row: GapSummary.Row) {
        object { writer in
            writer.write("by", row.group.rawValue)
            if let name = row.name { writer.write("name", name) }
            writer.write("scenes", row.scenes)
        }
    }

    private mutating func rows(_ list: StaticString, _ rows: ArraySlice<GapSummary.Row>, naming key: StaticString) {
        array(list) { writer in
            for row in rows {
                writer.object { writer in
                    if let name = row.name { writer.write(key, name) }
                    writer.write("scenes", row.scenes)
                }
            }
        }
    }
}
