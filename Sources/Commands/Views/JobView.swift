import JSON
import Queue
import SyncModel
import Terminal

extension Job {
    /// What the key names: a scene, or an entity as `tag:5`.
    var sceneText: String? { key.hasPrefix("scene:") ? String(key.dropFirst(6)) : nil }
}

extension JSONWriter {
    /// One job as `DESIGN.md` 14 has it.
    mutating func job(_ job: Job, attempts: [Attempt]? = nil) {
        object { writer in
            writer.write("id", String(job.id.rawValue))
            if let scene = job.sceneText { writer.write("scene", scene) } else { writer.write("entity", job.key) }
            writer.write("state", job.state.rawValue)
            writer.write("priority", job.priority.word)
            writer.array("why") { for word in job.why { $0.write(nil, word) } }
            writer.write("attempt", job.attempts)
            if let runAt = job.runAt { writer.write("run_at", Instant(rawValue: runAt).rfc3339) }
            writer.write("created_at", Instant(rawValue: job.createdAt).rfc3339)
            if let ended = job.finishedAt { writer.write("finished_at", Instant(rawValue: ended).rfc3339) }
            if job.held { writer.write("held", true) }
            if let note = job.note { writer.write("note", note) }
            if let error = job.error { writer.write("error", error) }
            if let attempts {
                writer.array("attempts") { writer in
                    for attempt in attempts {
                        writer.object { writer in
                            writer.write("at", Instant(rawValue: attempt.at).rfc3339)
                            writer.write("error", attempt.error)
                            writer.write("verdict", attempt.verdict)
                        }
                    }
                }
            }
        }
    }
}

enum JobTable {
    static let columns: [Table.Column] = [
        .number("Job", key: "id"), Table.Column("About", key: "about"), Table.Column("State", key: "state"),
        Table.Column("Priority", key: "priority", spare: 3), Table.Column("Why", key: "why", spare: 1),
        .number("Tries", key: "attempt", spare: 2),
        Table.Column("Due", key: "run_at"), Table.Column("Note", key: "note"),
    ]

    static func table(_ jobs: [Job], now: Instant) -> Table {
        Table(
            columns,
            rows: jobs.map { job in
                [
                    Table.Cell(job.id.rawValue), Table.Cell(job.key.replacing(":", with: " ")),
                    Table.Cell(job.held ? "held" : job.state.rawValue), Table.Cell(job.priority.word),
                    Table.Cell(job.why.joined(separator: "+")), Table.Cell(job.attempts),
                    Table.Cell(due(job, now), raw: job.runAt.map { Instant(rawValue: $0).rfc3339 } ?? ""),
                    Table.Cell(job.error ?? job.note ?? ""),
                ]
            })
    }

    /// Dead letters, whose state and due time say nothing.
    static func letters(_ jobs: [Job], now: Instant) -> Table {
        let columns: [Table.Column] = [
            .number("Job", key: "id"), Table.Column("About", key: "about"),
            Table.Column("Died", key: "finished_at", spare: 2), Table.Column("Why", key: "why", spare: 3),
            .number("Tries", key: "attempt", spare: 1), Table.Column("Error", key: "error"),
        ]
        return Table(
            columns,
            rows: jobs.map { job in
                [
                    Table.Cell(job.id.rawValue), Table.Cell(job.key.replacing(":", with: " ")),
                    Table.Cell(job.finishedAt.map { Duration.milliseconds(now.rawValue - $0).ago } ?? ""),
                    Table.Cell(job.why.joined(separator: "+")), Table.Cell(job.attempts),
                    Table.Cell(job.error ?? ""),
                ]
            })
    }

    private static func due(_ job: Job, _ now: Instant) -> String {
        guard job.state == .ready, let runAt = job.runAt else { return "" }
        let wait = runAt - now.rawValue
        return wait <= 0 ? "now" : "in \(Duration.milliseconds(wait).forPeople)"
    }
}
