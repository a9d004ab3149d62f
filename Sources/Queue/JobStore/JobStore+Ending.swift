public import Database

extension JobStore {
    /// Ends a worker's try of a job, and decides what becomes of it.
    ///
    /// - Parameters:
    ///   - fence: From the job as it was claimed. If it was freed meanwhile, nothing happens: ``Aftermath/refused``.
    ///   - jitter: Share of the full wait to keep, `0...1`, drawn uniformly.
    public func end(
        _ fence: Fence, _ ending: Ending, now: Int, jitter: Double, in transaction: WriteTransaction
    ) throws -> Aftermath {
        guard let job = try job(fence.id, in: transaction), job.state == .running, job.claims == fence.claim else {
            return .refused
        }
        if case .done(let note) = ending.verdict { return try finish(job, note, now, transaction) }
        let error = String((ending.error ?? ending.verdict.word).prefix(2000))
        try record(
            Attempt(at: now, verdict: ending.verdict.word, error: error, code: ending.code), of: fence, in: transaction)
        try transaction.run(
            "UPDATE job SET error = ?2, errorCode = ?3 WHERE id = ?1", job.id.rawValue, error, ending.code)
        if case .pauseQueue = ending.verdict { try refuse(error, ending.mark, now, transaction) }
        if job.again { return try restart(job, now + rest(of: ending.verdict), now, transaction) }
        return try settle(job, ending, now, jitter, transaction)
    }

    /// Puts a running job aside until a person releases it. What it could do without is done; nothing has failed.
    /// - Returns: False when it was no longer this worker's.
    public func hold(_ fence: Fence, why: String, now: Int, in transaction: WriteTransaction) throws -> Bool {
        // Asked for meanwhile, it is due once more for what needs no release; or it was released meanwhile.
        try transaction.run(
            """
            UPDATE job SET state = 'ready', owner = NULL, leaseUntil = NULL, again = 0,
                hold = iif(hold = 'released' AND again, 'released', 'held'), runAt = iif(again, ?3, NULL), failures = 0, absences = 0, error = ?4, errorCode = 'held'
            WHERE id = ?1 AND claims = ?2 AND state = 'running'
            """, fence.id.rawValue, fence.claim, now, String(why.prefix(2000))) == 1
    }

    // MARK: What becomes of it

    private func finish(_ job: Job, _ note: String?, _ now: Int, _ transaction: WriteTransaction) throws -> Aftermath {
        try transaction.run(
            "UPDATE job SET closedBy = ?2 WHERE key = ?1 AND state = 'dead' AND closedBy IS NULL", job.key,
            job.id.rawValue)
        if job.again {
            try transaction.run(
                """
                UPDATE job SET error = NULL, errorCode = NULL, runAt = ?2, hold = iif(hold = 'held', 'none', hold)
                WHERE id = ?1
                """, job.id.rawValue, now)
            return try restart(job, now, now, transaction)
        }
        try transaction.run(
            """
            UPDATE job SET state = 'done', owner = NULL, leaseUntil = NULL, finishedAt = ?2, note = ?3,
                runAt = coalesce(runAt, ?2), hold = 'none'
            WHERE id = ?1
            """, job.id.rawValue, now, note)
        return .done
    }

    /// As if it had just been asked for: that is what happened.
    private func restart(_ job: Job, _ runAt: Int, _ now: Int, _ transaction: WriteTransaction) throws -> Aftermath {
        try transaction.run(
            """
            UPDATE job SET state = 'ready', owner = NULL, leaseUntil = NULL, again = 0, runAt = ?2, failures = 0,
                absences = 0
            WHERE id = ?1
            """, job.id.rawValue, runAt)
        if runAt > now { try advanceClock(to: now, in: transaction) }
        return .again
    }

    private func settle(
        _ job: Job, _ ending: Ending, _ now: Int, _ jitter: Double, _ transaction: WriteTransaction
    ) throws -> Aftermath {
        let tries = try transaction.first(
            "SELECT failures, absences FROM job WHERE id = ?", job.id.rawValue
        ) { (failures: try $0[0] as Int, absences: try $0[1] as Int) }
        var (failures, absences) = tries ?? (0, 0)
        var wait: Duration? = .zero
        switch ending.verdict {
        case .done, .serverDown, .pauseQueue: break
        case .giveUp:
            failures += 1
            wait = nil
        case .tryAgain:
            failures += 1
            wait = policy.tryAgain.rest(afterFailures: failures, jitter: jitter)
        case .notInPlexYet:
            absences += 1
            wait = policy.notInPlexYet.rest(afterFailures: absences, jitter: jitter)
        }
        guard let wait else { return try bury(job, failures, absences, ending.mark, now, transaction) }
        let runAt = now + max(wait.wholeMilliseconds, rest(of: ending.verdict))
        try transaction.run(
            """
            UPDATE job SET state = 'ready', owner = NULL, leaseUntil = NULL, runAt = ?2, failures = ?3, absences = ?4
            WHERE id = ?1
            """, job.id.rawValue, runAt, failures, absences)
        if runAt > now { try advanceClock(to: now, in: transaction) }
        return .retry(at: runAt)
    }

    private func bury(
        _ job: Job, _ failures: Int, _ absences: Int, _ mark: [UInt8]?, _ now: Int, _ transaction: WriteTransaction
    ) throws -> Aftermath {
        // The latest dead letter of a key tells the story.
        try transaction.run(
            "UPDATE job SET closedBy = ?2 WHERE key = ?1 AND state = 'dead' AND closedBy IS NULL", job.key,
            job.id.rawValue)
        try transaction.run(
            """
            UPDATE job SET state = 'dead', owner = NULL, leaseUntil = NULL, finishedAt = ?2, mark = ?3, failures = ?4,
                absences = ?5, runAt = coalesce(runAt, ?2), hold = 'none'
            WHERE id = ?1
            """, job.id.rawValue, now, mark, failures, absences)
        return .dead
    }

    /// Milliseconds that the server asked for.
    private func rest(of verdict: Verdict) -> Int {
        switch verdict {
        case .serverDown(let retryAfter), .tryAgain(let retryAfter): policy.held(retryAfter).wholeMilliseconds
        case .done, .notInPlexYet, .pauseQueue, .giveUp: 0
        }
    }

    // MARK: Attempts

    func record(_ attempt: Attempt, of fence: Fence, in transaction: WriteTransaction) throws {
        try transaction.run(
            "INSERT OR REPLACE INTO attempt (job, number, at, verdict, error, code) VALUES (?, ?, ?, ?, ?, ?)",
            fence.id.rawValue, fence.claim, attempt.at, attempt.verdict, attempt.error, attempt.code)
        try transaction.run(
            "DELETE FROM attempt WHERE job = ? AND number <= ?", fence.id.rawValue, fence.claim - Self.attemptsKept)
    }

    /// The failed tries of a job, the oldest first; the latest 50 are kept.
    public func attempts(of id: Job.ID, in transaction: ReadTransaction) throws -> [Attempt] {
        try transaction.map(
            "SELECT at, verdict, error, code FROM attempt WHERE job = ? ORDER BY number", id.rawValue
        ) { Attempt(at: try $0[0], verdict: try $0[1], error: try $0[2], code: try $0[3]) }
    }
}

extension RetryPolicy.Series {
    /// Nil when the tries are used up.
    func rest(afterFailures failures: Int, jitter: Double) -> Duration? {
        failures > tries ? nil : wait(afterFailures: failures, jitter: jitter)
    }
}
