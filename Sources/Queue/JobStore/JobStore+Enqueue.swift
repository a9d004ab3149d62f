public import Database

extension JobStore {
    /// Asks for a job. When the transaction is committed, it is safe.
    ///
    /// - One that waits already takes it in: the higher priority, the earlier time, the reasons of both. A hook also sets
    ///   its attempts back and makes it due now.
    /// - One that runs is marked to run once more.
    /// - One that is held stays so; a hook makes it due for what needs no release.
    /// - Above ``maxWaiting`` no new job is taken, but from hooks.
    public func enqueue(_ job: NewJob, now: Int, in transaction: WriteTransaction) throws -> EnqueueResult {
        try enqueue(CollectionOfOne(job), now: now, in: transaction)[0]
    }

    /// Asks for many, in order: the n-th result is that of the n-th job. A second per 100,000 or so.
    public func enqueue(
        _ jobs: some Sequence<NewJob>, now: Int, in transaction: WriteTransaction
    ) throws -> [EnqueueResult] {
        // Counted once, and not at all for hooks: a hook has milliseconds.
        var waiting: Int?
        return try jobs.map { job in
            if job.priority != .hook, waiting == nil { waiting = try count(.ready, in: transaction) }
            let hasRoom = job.priority == .hook || waiting.map { $0 < maxWaiting } ?? true
            guard hasRoom, let added = try insert(job, now, transaction) else {
                return try merge(job, now, transaction)
            }
            waiting? += 1
            return added
        }
    }

    /// Nil where a job of that key waits or runs.
    private func insert(_ job: NewJob, _ now: Int, _ transaction: WriteTransaction) throws -> EnqueueResult? {
        let inserted = try transaction.run(
            """
            INSERT INTO job (id, key, payload, state, priority, why, runAt, createdAt)
            VALUES (
                1 + max((SELECT coalesce(max(id), 0) FROM job), (SELECT latestGone FROM queueState)),
                ?, ?, 'ready', ?, ?, ?, ?)
            ON CONFLICT (key) WHERE state IN ('ready', 'running') DO NOTHING
            """, job.key, job.payload, job.priority.rawValue, Words.join(job.why), job.runAt ?? now, now)
        guard inserted == 1 else { return nil }
        if let runAt = job.runAt, runAt > now { try advanceClock(to: now, in: transaction) }
        return .added(Job.ID(rawValue: transaction.lastInsertedRow))
    }

    private func merge(_ new: NewJob, _ now: Int, _ transaction: WriteTransaction) throws -> EnqueueResult {
        guard let old = try liveJob(new.key, in: transaction) else { return .full }
        let isHook = new.priority == .hook
        let isRunning = old.state == .running
        var runAt = old.runAt
        if isHook, !isRunning {
            runAt = now
        } else if !isRunning {
            runAt = old.runAt.map { min($0, new.runAt ?? now) }
        }
        let payload = new.payload.isEmpty ? old.payload : new.payload
        let (priority, why) = (min(old.priority, new.priority), Words.union(old.why, new.why))
        let fresh = isHook && !isRunning
        let isSame =
            payload == old.payload && priority == old.priority && why == old.why && runAt == old.runAt
            && old.again == isRunning && !(fresh && old.attempts > 0)
        if !isSame {  // a reconciliation meets thousands of its own again
            try transaction.run(
                """
                UPDATE job SET payload = ?2, priority = ?3, why = ?4, runAt = ?5, again = ?6,
                    failures = iif(?7, 0, failures), absences = iif(?7, 0, absences)
                WHERE id = ?1
                """, old.id.rawValue, payload, priority.rawValue, Words.join(why), runAt, isRunning, fresh)
        }
        return isRunning ? .again(old.id) : .merged(old.id)
    }
}
