@testable import Queue

/// The queue in memory, told as simply as possible: an array, and no thought of speed. What ``JobStore`` does must look the
/// same from outside; that it passes ``Conformance`` shows that the suite is bound to no database.
actor ModelQueue: QueueDriver {
    struct Row {
        var id: Int
        var key: String
        var payload: [UInt8]
        var state = JobState.ready
        var priority: Priority
        var why: [String]
        var failures = 0
        var absences = 0
        var claims = 0
        var runAt: Int?
        var createdAt: Int
        var finishedAt: Int?
        var leaseUntil: Int?
        var owner: String?
        var error: String?
        var code: String?
        var note: String?
        var again = false
        var hold = Hold.none
        var mark: [UInt8]?
        var isClosed = false
        var attempts: [(claim: Int, attempt: Attempt)] = []

        var isLive: Bool { state == .ready || state == .running }
        var isDeadLetter: Bool { state == .dead && !isClosed }

        mutating func leave(_ next: JobState, runAt at: Int?, fresh: Bool = false) {
            (state, owner, leaseUntil, again, runAt) = (next, nil, nil, false, at)
            if fresh { (failures, absences) = (0, 0) }
        }

        mutating func note(_ attempt: Attempt) {
            attempts = (attempts + [(claims, attempt)]).filter { $0.claim > claims - 50 }
        }

        var job: Job {
            Job(
                id: Job.ID(rawValue: id), key: key, payload: payload, state: state, priority: priority, why: why,
                attempts: failures + absences, runAt: runAt, createdAt: createdAt, finishedAt: finishedAt, owner: owner,
                leaseUntil: leaseUntil, again: again, hold: hold, error: error, errorCode: code, note: note,
                claims: claims)
        }
    }

    let policy: JobStore
    var rows: [Row] = []
    var latest = (id: 0, clock: 0, pace: 0)
    var stopped = Pauses()
    var breakers: [String: CircuitBreaker] = [:]
    var down: [Outage] = []
    var favours: [String: Int] = [:]

    init(_ policy: JobStore = JobStore()) { self.policy = policy }

    func reopened() -> any QueueDriver { self }

    // MARK: Enqueue

    func enqueue(_ jobs: [NewJob], now: Int) -> [EnqueueResult] { jobs.map { enqueueOne($0, now) } }

    private func enqueueOne(_ new: NewJob, _ now: Int) -> EnqueueResult {
        guard let index = rows.firstIndex(where: { $0.key == new.key && $0.isLive }) else {
            if new.priority != .hook, rows.count(where: { $0.state == .ready }) >= policy.maxWaiting { return .full }
            latest.id += 1
            if let runAt = new.runAt, runAt > now { latest.clock = max(latest.clock, now) }
            rows.append(
                Row(
                    id: latest.id, key: new.key, payload: new.payload, priority: new.priority,
                    why: Words.union([], new.why), runAt: new.runAt ?? now, createdAt: now))
            return .added(Job.ID(rawValue: latest.id))
        }
        rows[index].priority = min(rows[index].priority, new.priority)
        rows[index].why = Words.union(rows[index].why, new.why)
        if !new.payload.isEmpty { rows[index].payload = new.payload }
        let id = Job.ID(rawValue: rows[index].id)
        if rows[index].state == .running {
            rows[index].again = true
            return .again(id)
        }
        if new.priority == .hook {
            (rows[index].runAt, rows[index].failures, rows[index].absences) = (now, 0, 0)
        } else if let runAt = rows[index].runAt {
            rows[index].runAt = min(runAt, new.runAt ?? now)
        }
        return .merged(id)
    }

    // MARK: Claim

    func claim(upTo limit: Int, by owner: String, now: Int, alive: Set<String>) -> [Job] {
        tidy(owner, now, alive)
        let opens = policy.pace.map { pace in
            latest.pace > now + ms(pace.interval * pace.together) + 60_000 ? now : latest.pace
        }
        let limit = min(limit, policy.pace?.together ?? limit)
        guard !stopped.isPaused, opens ?? now <= now else { return [] }
        let due = rows.filter { $0.state == .ready && ($0.runAt ?? .max) <= now }
            .sorted { ($0.priority.rawValue, $0.runAt ?? 0, $0.id) < ($1.priority.rawValue, $1.runAt ?? 0, $1.id) }
        if let pace = policy.pace, limit > 0, !due.isEmpty {
            latest.pace = now + ms(pace.interval * min(limit, due.count))
        }
        return due.prefix(limit).compactMap { take($0.id, owner, now) }
    }

    func claim(keys: [String], by owner: String, now: Int, alive: Set<String>) -> [Job] {
        tidy(owner, now, alive)
        return keys.compactMap { key in
            rows.first { $0.key == key && $0.state == .ready }.flatMap { take($0.id, owner, now) }
        }
    }

    private func ms(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

    private var lease: Int { policy.lease.wholeMilliseconds }

    private func take(_ id: Int, _ owner: String, _ now: Int) -> Job? {
        rows.firstIndex { $0.id == id }.map { index in
            (rows[index].state, rows[index].owner, rows[index].leaseUntil) = (.running, owner, now + lease)
            rows[index].claims += 1
            return rows[index].job
        }
    }

    /// Moves the waits with a clock that was set back, and frees what was abandoned.
    private func tidy(_ claimer: String, _ now: Int, _ alive: Set<String>) {
        let back = latest.clock - now
        if back > 60_000 { latest.clock = now }
        for index in rows.indices where back > 60_000 && rows[index].state == .ready {
            if let runAt = rows[index].runAt, runAt > now { rows[index].runAt = max(now, runAt - back) }
        }
        freeAbandoned(now: now, alive: alive.union([claimer]))
    }

    func hasAbandoned(now: Int, alive: Set<String>) -> Bool { rows.contains { isAbandoned($0, now, alive) != nil } }

    /// Whether its worker is dead, where it has lost it.
    private func isAbandoned(_ row: Row, _ now: Int, _ alive: Set<String>) -> Bool? {
        guard row.state == .running, let owner = row.owner, let until = row.leaseUntil else { return nil }
        let isDead = !alive.contains(owner)
        return isDead || until <= now || until > now + lease + 60_000 ? isDead : nil
    }

    func freeAbandoned(now: Int, alive: Set<String>) {
        for index in rows.indices {
            guard let isDead = isAbandoned(rows[index], now, alive) else { continue }
            let error = isDead ? "Its worker ended." : "Its worker did not answer any more."
            rows[index].note(Attempt(at: now, verdict: "lost", error: error, code: nil))
            let again = rows[index].again
            rows[index].leave(.ready, runAt: again ? now : rows[index].runAt.map { min($0, now) }, fresh: again)
        }
    }

    private func find(_ fence: Fence) -> Int? {
        rows.firstIndex { $0.id == fence.id.rawValue && $0.claims == fence.claim && $0.state == .running }
    }

    func renew(_ fences: [Fence], now: Int) -> [Fence] {
        fences.filter { fence in
            find(fence).map { rows[$0].leaseUntil = now + lease } != nil
        }
    }

    // MARK: Ending

    func end(_ fence: Fence, _ ending: Ending, now: Int, jitter: Double) -> Aftermath {
        guard let index = find(fence) else { return .refused }
        let again = rows[index].again
        if case .done(let note) = ending.verdict {
            closeLetter(of: rows[index].key)
            if again {
                (rows[index].error, rows[index].code) = (nil, nil)
                if rows[index].hold == .held { rows[index].hold = .none }
                rows[index].leave(.ready, runAt: now, fresh: true)
                return .again
            }
            rows[index].leave(.done, runAt: rows[index].runAt ?? now)
            (rows[index].finishedAt, rows[index].note, rows[index].hold) = (now, note, .none)
            return .done
        }
        let error = ending.error ?? ending.verdict.word
        (rows[index].error, rows[index].code) = (error, ending.code)
        rows[index].note(Attempt(at: now, verdict: ending.verdict.word, error: error, code: ending.code))
        if ending.verdict == .pauseQueue {
            stopped.refusal = .init(since: stopped.refusal?.since ?? now, cause: error, mark: ending.mark)
        }
        return again ? retry(index, now, wait(ending.verdict, nil), fresh: true) : settle(index, ending, now, jitter)
    }

    private func settle(_ index: Int, _ ending: Ending, _ now: Int, _ jitter: Double) -> Aftermath {
        var (series, failures): (RetryPolicy.Series?, Int) = (nil, 0)
        if case .tryAgain = ending.verdict {
            rows[index].failures += 1
            (series, failures) = (policy.policy.tryAgain, rows[index].failures)
        }
        if ending.verdict == .notInPlexYet {
            rows[index].absences += 1
            (series, failures) = (policy.policy.notInPlexYet, rows[index].absences)
        }
        if ending.verdict == .giveUp { rows[index].failures += 1 }
        guard ending.verdict != .giveUp, failures <= series?.tries ?? 0 else {
            closeLetter(of: rows[index].key)
            rows[index].leave(.dead, runAt: rows[index].runAt ?? now)
            (rows[index].finishedAt, rows[index].mark, rows[index].hold) = (now, ending.mark ?? [], .none)
            return .dead
        }
        return retry(
            index, now, wait(ending.verdict, series?.wait(afterFailures: failures, jitter: jitter)), fresh: false)
    }

    private func wait(_ verdict: Verdict, _ own: Duration?) -> Int {
        switch verdict {
        case .serverDown(let asked), .tryAgain(let asked):
            max(own ?? .zero, policy.policy.held(asked)).wholeMilliseconds
        default: (own ?? .zero).wholeMilliseconds
        }
    }

    private func retry(_ index: Int, _ now: Int, _ wait: Int, fresh: Bool) -> Aftermath {
        if wait > 0 { latest.clock = max(latest.clock, now) }
        rows[index].leave(.ready, runAt: now + wait, fresh: fresh)
        return fresh ? .again : .retry(at: now + wait)
    }

    private func closeLetter(of key: String) {
        for index in rows.indices where rows[index].key == key && rows[index].isDeadLetter {
            rows[index].isClosed = true
        }
    }

    func hold(_ fence: Fence, why: String, now: Int) -> Bool {
        guard let index = find(fence) else { return false }
        let again = rows[index].again
        if rows[index].hold != .released || !again { rows[index].hold = .held }
        rows[index].leave(.ready, runAt: again ? now : nil, fresh: true)
        (rows[index].error, rows[index].code) = (why, "held")
        return true
    }
}
