import JSON
import Terminal

/// One thing that `doctor` has looked at.
struct Finding: Hashable, Sendable {
    enum State: String, Sendable { case ok, warning, fault, skipped }

    /// What it belongs to, in the order of the output.
    enum Part: String, Sendable { case files, stash, plex, paths, locks, versions }

    let part: Part
    /// A stable word.
    let check: String
    let state: State
    /// What was found.
    let text: String
    /// What helps; with every warning and fault.
    let remedy: String?
    /// The exit code it asks for.
    var code: Int32 = 0

    static func ok(_ part: Part, _ check: String, _ text: String) -> Finding {
        Finding(part: part, check: check, state: .ok, text: text, remedy: nil)
    }

    static func warning(_ part: Part, _ check: String, _ text: String, remedy: String) -> Finding {
        Finding(part: part, check: check, state: .warning, text: text, remedy: remedy)
    }

    static func fault(_ part: Part, _ check: String, _ text: String, remedy: String, code: Int32 = 1) -> Finding {
        Finding(part: part, check: check, state: .fault, text: text, remedy: remedy, code: code)
    }

    static func skipped(_ part: Part, _ check: String, _ text: String) -> Finding {
        Finding(part: part, check: check, state: .skipped, text: text, remedy: nil)
    }
}

extension [Finding] {
    /// A wrong configuration before a server that is of no use, and that before anything else.
    var exitCode: Int32 {
        let codes = Set(map(\.code))
        return [78, 69, 1].first(where: codes.contains) ?? 0
    }
}

extension JSONWriter {
    mutating func finding(_ finding: Finding) {
        object { writer in
            writer.write("part", finding.part.rawValue)
            writer.write("check", finding.check)
            writer.write("state", finding.state.rawValue)
            writer.write("text", finding.text)
            if let remedy = finding.remedy { writer.write("remedy", remedy) }
        }
    }
}

enum FindingTable {
    static let columns: [Table.Column] = [
        Table.Column("Part", key: "part", elastic: false), Table.Column("Check", key: "check", elastic: false),
        Table.Column("State", key: "state", elastic: false), Table.Column("Found", key: "text"),
    ]

    /// Remedies stand below the table, where they are not cut; machines get them as a column.
    static func table(_ findings: [Finding], withRemedies: Bool) -> Table {
        let columns = columns + (withRemedies ? [Table.Column("Remedy", key: "remedy")] : [])
        return Table(
            columns,
            rows: findings.map { finding in
                let cells = [
                    Table.Cell(finding.part.rawValue), Table.Cell(finding.check),
                    Table.Cell(finding.state.rawValue, style: finding.style), Table.Cell(finding.text),
                ]
                return cells + (withRemedies ? [Table.Cell(finding.remedy ?? "")] : [])
            })
    }
}

extension Finding {
    fileprivate var style: Style {
        switch state {
        case .ok: .good
        case .warning: .warning
        case .fault: .bad
        case .skipped: .faint
        }
    }
}
