import JSON
import Ledger
import Queue
import SyncEngine
import SyncModel
import Terminal

extension CircuitBreaker.State {
    /// `closed open probing`
    var word: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .probing: "probing"
        }
    }

    /// UTC milliseconds until which nothing is sent.
    var restsUntil: Int? { if case .open(let until) = self { until } else { nil } }
}

extension JSONWriter {
    /// `status` as `DESIGN.md` 14 has it.
    mutating func status(_ status: Status) throws {
        try object { writer in
            writer.object("queue") { writer in
                writer.write("ready", status.queue.ready)
                writer.write("running", status.queue.running)
                writer.write("dead", status.queue.dead)
                writer.write("done", status.queue.done)
                writer.write("held", status.queue.held)
                writer.write("paused", status.queue.paused)
                if let refusal = status.pauses.refusal { writer.write("paused_because", refusal.cause) }
                if let due = status.nextDue { writer.write("next_due", Instant(rawValue: due).rfc3339) }
            }
            writer.object("breakers") { writer in
                for (server, breaker) in status.breakers {
                    let cause = status.outages.last { $0.server == server }?.cause
                    writer.object(server) { writer in
                        writer.write("state", breaker.state.word)
                        if let until = breaker.state.restsUntil {
                            writer.write("until", Instant(rawValue: until).rfc3339)
                        }
                        if let cause { writer.write("cause", cause) }
                    }
                }
            }
            if let run = status.lastRun { try writer.run(run, as: "last_run") }
            writer.array("next") { writer in
                for (rule, at) in status.next {
                    writer.object { writer in
                        writer.write("rule", rule)
                        writer.write("at", at.rfc3339)
                    }
                }
            }
        }
    }
}

/// `status` as a list of facts.
enum StatusTable {
    static func table(_ status: Status, now: Instant) throws -> Table {
        var rows: [(String, Table.Cell)] = queue(status, now)
        for (server, breaker) in status.breakers {
            rows.append(("\(server), breaker", cell(breaker, status.outages.last { $0.server == server }, now)))
        }
        rows += try lastRun(status, now)
        rows += status.next.prefix(5).map { rule, at in
            let wait = Duration.milliseconds(at.rawValue - now.rawValue)
            return ("next, \(rule)", Table.Cell("in \(wait.forPeople)", raw: at.rfc3339))
        }
        return Table(
            [Table.Column("Fact", key: "fact"), Table.Column("Value", key: "value")],
            rows: rows.map { [Table.Cell($0.0), $0.1] })
    }

    private static func queue(_ status: Status, _ now: Instant) -> [(String, Table.Cell)] {
        let (counts, pauses) = (status.queue, status.pauses)
        var rows: [(String, Table.Cell)] = [
            ("queue, waiting", number(counts.ready)), ("queue, running", number(counts.running)),
            ("queue, held", number(counts.held, counts.held > 0 ? .warning : .plain)),
            ("queue, dead", number(counts.dead, counts.dead > 0 ? .bad : .plain)),
            ("queue, done", number(counts.done)),
        ]
        if let refusal = pauses.refusal {
            rows.append(("queue, stopped", Table.Cell(refusal.cause, style: .bad)))
        }
        if let since = pauses.byPerson {
            let ago = Duration.milliseconds(now.rawValue - since).ago
            rows.append(("queue, paused", Table.Cell("\(ago), by 'queue pause'", style: .warning)))
        }
        if let due = status.nextDue, !pauses.isPaused {
            let wait = Duration.milliseconds(due - now.rawValue)
            let text = wait <= .zero ? "now" : "in \(wait.forPeople)"
            rows.append(("queue, next job due", Table.Cell(text, raw: Instant(rawValue: due).rfc3339)))
        }
        return rows
    }

    private static func number(_ count: Int, _ style: Style = .plain) -> Table.Cell {
        Table.Cell(grouped(count), raw: String(count), style: style)
    }

    private static func cell(_ breaker: CircuitBreaker, _ outage: Outage?, _ now: Instant) -> Table.Cell {
        let word = breaker.state.word
        guard word != "closed" else { return Table.Cell("closed", style: .good) }
        var text = word
        if let until = breaker.state.restsUntil {
            text += ", asks again in \(Duration.milliseconds(until - now.rawValue).forPeople)"
        }
        if let outage { text += ": \(outage.cause)" }
        return Table.Cell(text, raw: word, style: .bad)
    }

    private static func lastRun(_ status: Status, _ now: Instant) throws -> [(String, Table.Cell)] {
        guard let run = status.lastRun else { return [("last run", "none yet; 'reconcile' makes one")] }
        let summary = try RunSummary(decoding: run.summary)
        let ago = Duration.milliseconds(now.rawValue - run.startedAt.rawValue).ago
        let by = run.rule.map { "\(run.trigger) \($0)" } ?? run.trigger
        func types(_ counts: [GapType: Int]) -> Table.Cell {
            Table.Cell(GapType.allCases.map { "\(grouped(counts[$0] ?? 0)) \($0.rawValue)" }.joined(separator: ", "))
        }
        return [
            ("last run", Table.Cell("\(run.id), \(ago), by \(by)", raw: String(run.id))),
            ("last run, result", Table.Cell(run.result.rawValue, style: run.result == .ok ? .good : .warning)),
            ("last run, gaps found", types(summary.found)), ("last run, gaps queued", types(summary.queued)),
        ]
    }
}
