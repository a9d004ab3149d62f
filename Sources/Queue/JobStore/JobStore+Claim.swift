public import Database

extension JobStore {
    /// Gives a worker the jobs that are due, hooks first and the oldest first within, and marks them as its own.
    ///
    /// Before that it frees the jobs of workers that have died, and of those that hang. Nothing is given while the queue
    /// is paused, or ahead of its ``pace``. What is not due is never touched: the cost is that of the jobs given, however many wait or have ended.
    ///
    /// - Parameters:
    ///   - owner: The name of the lock that the worker holds.
    ///   - isAlive: Whether anybody holds the lock of that name.
    public func claim(
        upTo limit: Int, by owner: String, now: Int, in transaction: WriteTransaction,
        isAlive: (String) throws -> Bool
    ) throws -> [Job] {
        try followClock(to: now, in: transaction)
        try freeAbandoned(by: owner, now: now, in: transaction, isAlive: isAlive)
        let limit = min(limit, pace?.together ?? limit)
        guard limit > 0, try !pauses(in: transaction).isPaused, try paceOpens(now: now, in: transaction) <= now else {
            return []
        }
        var found: [Int] = []
        for priority in Priority.allCases where found.count < limit {
            found += try transaction.map(
                """
                SELECT id FROM job WHERE state = 'ready' AND priority = ? AND runAt <= ?
                ORDER BY priority, runAt, id LIMIT ?
                """, priority.rawValue, now, limit - found.count
            ) { try $0[0] }
        }
        if let pace, !found.isEmpty {
            try transaction.run("UPDATE queueState SET paceAt = ?", pace.next(after: found.count, at: now))
        }
        return try found.map { try take($0, owner, now, transaction) }
    }

    /// When the next job may be handed out by the rate, in UTC milliseconds; `now` where it may be already.
    public func paceOpens(now: Int, in transaction: ReadTransaction) throws -> Int {
        guard let pace else { return now }
        let stored = try transaction.first("SELECT paceAt FROM queueState") { try $0[0] as Int } ?? 0
        return max(now, pace.held(stored, at: now))
    }

    /// Gives a worker the waiting jobs of these keys, due or not, held or not, paused or not: a person asked for them.
    public func claim(
        keys: [String], by owner: String, now: Int, in transaction: WriteTransaction,
        isAlive: (String) throws -> Bool
    ) throws -> [Job] {
        try followClock(to: now, in: transaction)
        try freeAbandoned(by: owner, now: now, in: transaction, isAlive: isAlive)
        return try keys.compactMap { key in
            guard let job = try liveJob(key, in: transaction), job.state == .ready else { return nil }
            return try take(job.id.rawValue, owner, now, transaction)
        }
    }

    private func take(_ id: Int, _ owner: String, _ now: Int, _ transaction: WriteTransaction) throws -> Job {
        try transaction.run(
            """
            UPDATE job SET state = 'running', owner = ?2, leaseUntil = ?3, claims = claims + 1
            WHERE id = ?1 AND state = 'ready'
            """, id, owner, now + lease.wholeMilliseconds)
        guard let job = try job(Job.ID(rawValue: id), in: transaction) else { throw QueueError.unknownWord(job: id) }
        return job
    }

    /// A worker says that it is alive and at work on these.
    /// - Returns: Those that are still its own.
    public func renew(_ fences: [Fence], now: Int, in transaction: WriteTransaction) throws -> [Fence] {
        try fences.filter { fence in
            try transaction.run(
                "UPDATE job SET leaseUntil = ?3 WHERE id = ?1 AND claims = ?2 AND state = 'running'",
                fence.id.rawValue, fence.claim, now + lease.wholeMilliseconds) == 1
        }
    }

    /// When the next waiting job is due, in UTC milliseconds; it may be past. Nil when none waits, or all are held.
    public func nextDue(in transaction: ReadTransaction) throws -> Int? {
        try Priority.allCases.compactMap { priority in
            try transaction.first(
                """
                SELECT runAt FROM job WHERE state = 'ready' AND priority = ? AND runAt IS NOT NULL
                ORDER BY priority, runAt LIMIT 1
                """, priority.rawValue
            ) { try $0[0] as Int }
        }.min()
    }
}
