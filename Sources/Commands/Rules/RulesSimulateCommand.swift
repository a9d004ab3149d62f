public import CommandSyntax
import Configuration
import JSON
import Ledger
import Rules
public import SyncModel
import Terminal

public struct RulesSimulateCommand: Command {
    public static let name = "simulate"
    public static let summary = "Show what the clock would start in a stretch of time."
    public static let details = """
        Every start of every rule that is switched on, jitter included, as if nothing took any time. What waits for an \
        event, or for a person, is not in it.
        """
    public static let examples = [
        Example("rules simulate --from 2026-03-28 --to 2026-03-31", "over a change of the clock"),
        Example("rules simulate --to 2027-01-01 --format csv > year.csv", "a year, for a spreadsheet"),
    ]
    public let rules = Operand(each: "RULE", .rule, least: 0, "Only these rules.")
    public let from = Option("from", .instant, "The beginning: now unless given.")
    public let to = Option("to", .instant, "The end: a week after the beginning unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let settings = try await app.ruleSettings()
        let chosen = try given.rules.map { try app.rule(named: $0, in: settings) }
        let from = given.from ?? app.wiring.now()
        let to = given.to ?? from.advanced(seconds: 7 * 86_400)
        guard from < to else { throw CommandEnd.usage("--to must be later than --from.") }
        guard to.seconds - from.seconds <= 20 * 366 * 86_400 else {
            throw CommandEnd.usage("No more than twenty years can be simulated.")
        }
        let engine = RuleEngine(rules: chosen.isEmpty ? settings.rules : chosen, zone: settings.timezone)
        let slots = engine.simulate(from..<to)
        switch app.choices.format {
        case .json: try app.write(json: { $0.object { $0.array("starts") { for slot in slots { $0.slot(slot) } } } })
        case .jsonl: for slot in slots { try app.writeLine(json: { $0.slot(slot) }) }
        case .table, .csv, .markdown:
            let columns = [
                Table.Column("At", key: "at"), Table.Column("Local", key: "local"), Table.Column("Rule", key: "rule"),
            ]
            let rows = slots.map { slot in
                [
                    Table.Cell(slot.due.rfc3339),
                    Table.Cell(slot.due.rfc3339(offset: engine.zone(of: slot.rule).offset(at: slot.due))),
                    Table.Cell(slot.rule.name),
                ]
            }
            try await app.show(Table(columns, rows: rows))
            app.tell("\(counted(slots.count, "start")) from \(from.rfc3339) to \(to.rfc3339).")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func slot(_ slot: Slot) {
        object { writer in
            writer.write("rule", slot.rule.name)
            writer.write("at", slot.due.rfc3339)
            writer.write("slot", slot.at.rfc3339)
        }
    }
}
