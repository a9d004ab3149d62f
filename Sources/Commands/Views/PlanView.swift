import JSON
import SyncEngine
import SyncModel
import Terminal

extension JSONWriter {
    /// One plan as `DESIGN.md` 14 has it.
    mutating func plan(_ report: PlanReport, libraries: LibraryTitles) {
        object { writer in
            writer.write("scene", String(report.plan.scene.rawValue))
            writer.target(report.plan.target, as: "target", libraries: libraries)
            writer.array("edits") { writer in
                for edit in report.plan.edits { writer.edit(edit) }
            }
            writer.array("kept") { writer in
                for kept in report.plan.kept {
                    writer.object { writer in
                        writer.write("field", kept.field.rawValue)
                        writer.write("why", kept.why.rawValue)
                        writer.value("have", kept.have)
                        writer.value("want", kept.want)
                    }
                }
            }
        }
    }

    private mutating func edit(_ edit: Edit) {
        object { writer in
            writer.write("field", edit.field.rawValue)
            writer.write("action", edit.action.rawValue)
            writer.value("have", edit.have)
            writer.value("want", edit.want)
            writer.write("reason", edit.reason.rawValue)
        }
    }

    private mutating func value(_ name: StaticString, _ value: FieldValue?) {
        switch value {
        case .text(let text): write(name, text)
        case .names(let names): array(name) { for name in names { $0.write(nil, name) } }
        case .digest, nil: break
        }
    }
}

/// Plans as a field diff: a row an edit or kept value.
enum PlanTable {
    private static func columns(wanted: String) -> [Table.Column] {
        [
            .number("Scene", key: "scene"), Table.Column("Library", key: "library", spare: 2),
            Table.Column("Item", key: "rating_key", spare: 3), Table.Column("Field", key: "field"),
            Table.Column("Action", key: "action"), Table.Column("Plex has", key: "have"),
            Table.Column(wanted, key: "want"), Table.Column("Why", key: "why", spare: 1),
        ]
    }

    /// - Parameter wanted: The heading of what is written, where that is not Stash's wish.
    static func table(
        _ plans: [PlanReport], _ libraries: LibraryTitles, wanted: String = "Stash wants"
    ) -> Table {
        Table(columns(wanted: wanted), rows: plans.flatMap { rows($0.plan, libraries) })
    }

    private static func rows(_ plan: Plan, _ libraries: LibraryTitles) -> [[Table.Cell]] {
        func row(
            _ field: Field, _ action: String, _ have: FieldValue?, _ want: FieldValue?, _ why: String, _ style: Style
        ) -> [Table.Cell] {
            [
                Table.Cell(plan.scene.rawValue), Table.Cell(libraries.title(of: plan.target.library)),
                Table.Cell(plan.target.ratingKey.rawValue), Table.Cell(field.rawValue),
                Table.Cell(action, style: style), Table.Cell(shown(have, field)), Table.Cell(shown(want, field)),
                Table.Cell(why.replacing("_", with: " ")),
            ]
        }
        return plan.edits.map { edit in
            let style: Style = edit.action == .clear || edit.action == .remove ? .bad : .good
            return row(edit.field, edit.action.rawValue, edit.have, edit.want, edit.reason.rawValue, style)
        } + plan.kept.map { row($0.field, "keep", $0.have, $0.want, $0.why.rawValue, .faint) }
    }

    private static func shown(_ value: FieldValue?, _ field: Field) -> String {
        switch value {
        case .text(let text): text
        case .names(let names): names.joined(separator: ", ")
        case .digest: field.isPicture ? "(a picture)" : "(a long text)"
        case nil: ""
        }
    }
}
