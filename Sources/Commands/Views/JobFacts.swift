import Queue
import SyncModel
import Terminal

/// One job as a list of facts, and its tries below them.
enum JobFacts {
    static func table(_ job: Job, _ attempts: [Attempt], now: Instant) -> Table {
        var rows: [(name: String, cell: Table.Cell)] = [
            ("job", Table.Cell(job.id.rawValue)), ("about", Table.Cell(job.key.replacing(":", with: " "))),
            ("state", Table.Cell(job.held ? "held" : job.state.rawValue, raw: job.state.rawValue)),
            ("priority", Table.Cell(job.priority.word)), ("why", Table.Cell(job.why.joined(separator: "+"))),
            ("queued", time(job.createdAt, now)),
        ]
        if let runAt = job.runAt, job.state == .ready { rows.append(("due", time(runAt, now))) }
        if let ended = job.finishedAt { rows.append(("ended", time(ended, now))) }
        if job.again { rows.append(("afterwards", "runs once more: it was asked for while it ran")) }
        rows.append(("failed tries", Table.Cell(job.attempts)))
        if let error = job.error { rows.append(("error", Table.Cell(error, style: .bad))) }
        if let code = job.errorCode { rows.append(("error code", Table.Cell(code))) }
        if let note = job.note { rows.append(("note", Table.Cell(note))) }
        rows += attempts.enumerated().map { index, attempt in
            let at = Instant(rawValue: attempt.at).rfc3339
            return ("try \(index + 1)", Table.Cell("\(at)  \(attempt.verdict): \(attempt.error)"))
        }
        return Table(
            [Table.Column("Fact", key: "fact"), Table.Column("Value", key: "value")],
            rows: rows.map { [Table.Cell($0.name), $0.cell] })
    }

    private static func time(_ instant: Int, _ now: Instant) -> Table.Cell {
        let at = Instant(rawValue: instant).rfc3339
        return Table.Cell("\(at) (\(Duration.milliseconds(now.rawValue - instant).ago))", raw: at)
    }
}
