public import CommandSyntax
import JSON
import Rules
public import SyncModel
import Terminal

public struct RulesExplainCommand: Command {
    public static let name = "explain"
    public static let summary = "Show when a rule comes next, in its own zone and in UTC."
    public static let details = """
        Times are those of the schedule, before jitter. Where the clock skips a time, the first instant after it is shown \
        and marked 'skipped'; where a time comes twice, the first is shown and marked 'repeated'.
        """
    public static let examples = [
        Example("rules explain nightly", "its next five times"),
        Example("rules explain nightly -n 3 --from 2026-03-28", "around a change of the clock"),
    ]
    public let rule = Operand("RULE", .rule, "The rule's name.")
    public let count = Option("count", short: "n", .count(from: 1, to: 1000), default: 5, "How many times to show.")
    public let from = Option("from", .instant, "Times from this one on: after now unless given.")
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        let settings = try await app.ruleSettings()
        let rule = try app.rule(named: given.rule, in: settings)
        let zone = settings.ruleEngine.zone(of: rule)
        // A range holds its beginning, as everywhere.
        let after = given.from.map { Instant(rawValue: $0.rawValue - 1) } ?? app.wiring.now()
        let fires = Self.fires(of: rule, after: after, count: given.count, zone)
        if app.choices.format == .json || app.choices.format == .jsonl {
            try app.write(json: { writer in
                writer.object { writer in
                    writer.write("rule", rule.name)
                    writer.write("zone", zone.identifier)
                    writer.array("next") { for fire in fires { $0.fire(fire, zone) } }
                }
            })
            return
        }
        guard case .schedule = rule.trigger else {
            app.tell("Rule '\(rule.name)' waits for no clock: its trigger is \(rule.trigger.text).")
            return
        }
        let columns = [
            Table.Column("Local, in \(zone.identifier)", key: "local"), Table.Column("UTC", key: "at"),
            Table.Column("Note", key: "note"),
        ]
        let rows = fires.map { fire in
            [
                Table.Cell(fire.at.rfc3339(offset: zone.offset(at: fire.at))), Table.Cell(fire.at.rfc3339),
                Table.Cell(fire.note?.rawValue ?? "", style: .warning),
            ]
        }
        try await app.show(Table(columns, rows: rows))
        if rule.delay > 0 { app.tell("It starts \(rule.delay.asSpan) later each time (jitter).") }
        if !rule.isEnabled { app.tell("It is switched off in the file.") }
    }

    private static func fires(of rule: Rule, after: Instant, count: Int, _ zone: Zone) -> [Fire] {
        guard case .schedule(let schedule) = rule.trigger else { return [] }
        var fires: [Fire] = []
        var last = after
        while fires.count < count, let fire = schedule.next(after: last, in: zone) {
            fires.append(fire)
            last = fire.at
        }
        return fires
    }
}

extension JSONWriter {
    fileprivate mutating func fire(_ fire: Fire, _ zone: Zone) {
        object { writer in
            writer.write("at", fire.at.rfc3339)
            writer.write("local", fire.at.rfc3339(offset: zone.offset(at: fire.at)))
            if let note = fire.note { writer.write("note", note.rawValue) }
        }
    }
}
