public import CommandSyntax
import Configuration
import JSON
import Ledger
import Rules
import SyncEngine
import SyncModel
import Terminal

public struct RulesListCommand: Command {
    public static let name = "list"
    public static let summary = "List the rules, when each comes next and how it ended last."
    public static let examples = [Example("rules list", "what is done without being asked, and when next")]
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let rows = try await RuleRow.all(app)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                try writer.object { try $0.array("rules") { for row in rows { try $0.rule(row) } } }
            })
            return
        }
        if rows.isEmpty {
            app.tell("The configuration has no rules; 'rules add' makes one.")
            return
        }
        let now = app.wiring.now()
        let columns: [Table.Column] = [
            Table.Column("Rule", key: "rule"), Table.Column("When", key: "when"),
            Table.Column("Scope", key: "scope", spare: 2),
            Table.Column("Do", key: "do", spare: 3), Table.Column("Next", key: "next", elastic: false),
            Table.Column("Last", key: "last", spare: 4),
            Table.Column("Result", key: "result", spare: 1), Table.Column("State", key: "state"),
        ]
        try await app.show(Table(columns, rows: rows.map { $0.cells(now: now) }))
    }
}

/// One rule with what is known of it.
struct RuleRow: Sendable {
    let rule: Rule
    let place: RulePlaces.Place?
    let next: Instant?
    let last: RunRecord?
    let isEnabled: Bool
    /// Why it is on or off other than the file says.
    let why: String?
    let isOverridden: Bool

    static func all(_ app: App) async throws -> [RuleRow] {
        let settings = try await app.ruleSettings()
        let engine = settings.ruleEngine
        let store = try await app.workspace.storeOfRuns(app.choices)
        let folder = try await app.workspace.location(app.choices).stateFolder
        let book = try await engine.book(in: store, stateFolder: folder)
        let next = try await engine.next(in: store, now: app.wiring.now())
        return settings.rules.map { rule in
            let state = book.states[rule.key]
            return RuleRow(
                rule: rule, place: settings.rulePlaces[rule.name], next: next.first { $0.rule == rule.name }?.at,
                last: book.lastRuns[rule.name], isEnabled: state?.override ?? rule.isEnabled, why: state?.why,
                isOverridden: state?.override != nil)
        }
    }

    var state: String {
        let word = isEnabled ? "on" : "off"
        return isOverridden ? "\(word), \(why ?? "by hand")" : word
    }

    func cells(now: Instant) -> [Table.Cell] {
        [
            Table.Cell(rule.name), Table.Cell(rule.trigger.text), Table.Cell(rule.scope.asYAML),
            Table.Cell(rule.action.rawValue),
            next.map { at in
                Table.Cell(Duration.milliseconds(now.rawValue - at.rawValue).ago, raw: at.rfc3339)
            } ?? Table.Cell(""),
            last.map { run in
                Table.Cell(Duration.milliseconds(now.rawValue - run.startedAt.rawValue).ago, raw: run.startedAt.rfc3339)
            } ?? Table.Cell("never", raw: ""),
            Table.Cell(last?.result.rawValue ?? "", style: last.map { $0.result == .ok ? .good : .warning } ?? .plain),
            Table.Cell(state, style: isEnabled ? .plain : .warning),
        ]
    }
}

extension JSONWriter {
    mutating func rule(_ row: RuleRow) throws {
        try object { writer in
            writer.write("rule", row.rule.name)
            writer.write("when", row.rule.trigger.text)
            writer.write("scope", row.rule.scope.asYAML)
            writer.write("do", row.rule.action.rawValue)
            writer.particulars(of: row.rule)
            writer.write("enabled", row.isEnabled)
            if let why = row.why, row.isOverridden { writer.write("why", why) }
            if let place = row.place {
                writer.write("file", place.file)
                writer.write("line", place.line)
            }
            if let next = row.next { writer.write("next", next.rfc3339) }
            if let last = row.last { try writer.run(last, as: "last_run") }
        }
    }

    /// What else its file says, absent where that is the default.
    fileprivate mutating func particulars(of rule: Rule) {
        if let timezone = rule.timezone { write("timezone", timezone.identifier) }
        if !rule.gaps.isEmpty { write("gaps", rule.gaps.asYAML) }
        if let limit = rule.limit { write("limit", limit) }
        if rule.jitter > 0 { write("jitter", rule.jitter.asSpan) }
        if rule.catchUp != .latest { write("catch_up", rule.catchUp.asYAML) }
        if rule.overlap != .skip { write("overlap", rule.overlap.rawValue) }
        if let deadline = rule.deadline { write("deadline", deadline.asSpan) }
        if rule.onFailure != .continue { write("on_failure", rule.onFailure.rawValue) }
    }
}
