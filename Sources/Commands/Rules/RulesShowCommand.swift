public import CommandSyntax
import JSON
import Ledger
import Rules
import SyncModel
import Terminal

public struct RulesShowCommand: Command {
    public static let name = "show"
    public static let summary = "Show one rule as the file has it, where it is, and how it fares."
    public static let examples = [Example("rules show nightly", "one rule, with its file and line")]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let rule = try app.rule(named: given.rule, in: try await app.ruleSettings())
        guard let row = try await RuleRow.all(app).first(where: { $0.rule.key == rule.key }) else { return }
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { try $0.rule(row) })
            return
        }
        var facts = row.rule.lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        if let place = row.place { facts.append(("file", "\(place.file):\(place.line)")) }
        facts.append(("state", row.state))
        if let next = row.next { facts.append(("next", next.rfc3339)) }
        if let last = row.last {
            facts.append(("last run", "\(last.id), \(last.startedAt.rfc3339), \(last.result.rawValue)"))
        }
        try await app.show(
            Table(
                [Table.Column("Fact", key: "fact"), Table.Column("Value", key: "value")],
                rows: facts.map { [Table.Cell($0.0), Table.Cell($0.1)] }), isWhole: true)
    }
}
