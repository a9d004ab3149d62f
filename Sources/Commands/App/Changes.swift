import Database
import JSON
import Queue
import SyncModel
import Terminal

extension App {
    /// Tells what a command changed: a sentence for a person, the number for a machine.
    func report(changed count: Int, _ sentence: String) async throws {
        switch choices.format {
        case .json, .jsonl: try write(json: { $0.object { $0.write("changed", count) } })
        case .csv, .markdown:
            try await show(Table([.number("Changed", key: "changed")], rows: [[Table.Cell(count)]]))
        case .table: tell(sentence)
        }
    }

    /// Shows jobs in the chosen format, with their tries as dead letters; `none` is told where there are none.
    func show(_ jobs: [Job], attempts: [Job.ID: [Attempt]]? = nil, orTell none: String) async throws {
        switch choices.format {
        case .json:
            try write(json: {
                $0.object { $0.array("jobs") { for job in jobs { $0.job(job, attempts: attempts?[job.id]) } } }
            })
        case .jsonl: for job in jobs { try writeLine(json: { $0.job(job, attempts: attempts?[job.id]) }) }
        case .csv, .markdown: try await show(JobTable.table(jobs, now: wiring.now()))
        case .table:
            if jobs.isEmpty { return tell(none) }
            let now = wiring.now()
            try await show(attempts == nil ? JobTable.table(jobs, now: now) : JobTable.letters(jobs, now: now))
        }
    }

    /// Shows one job with its tries: what is known of it as facts, then the tries, each with its time.
    func show(_ job: Job, _ attempts: [Attempt]) async throws {
        if choices.format == .json || choices.format == .jsonl {
            try write(json: { $0.job(job, attempts: attempts) })
        } else {
            try await show(JobFacts.table(job, attempts, now: wiring.now()), isWhole: true)
        }
    }

    /// What a question shows of jobs that are about to go: how many, and the first few.
    func sample(of jobs: [Job]) -> String {
        let most = 5
        let named = jobs.prefix(most).map { $0.key.replacing(":", with: " ") }.joined(separator: ", ")
        return named + (jobs.count > most ? ", and \(grouped(jobs.count - most)) more" : "")
    }
}

/// `1 job`, `2 jobs`
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }
