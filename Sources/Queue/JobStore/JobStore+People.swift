public import Database

/// What a person does to the queue.
extension JobStore {
    // MARK: Dead letters

    /// What was remembered when the last job of that key died, as long as its dead letter is open: the mark given with its
    /// ending, and an empty one if none was. Nil where there is no open dead letter.
    public func markAtDeath(of key: String, in transaction: ReadTransaction) throws -> [UInt8]? {
        try transaction.first(
            "SELECT coalesce(mark, x'') FROM job WHERE key = ? AND state = 'dead' AND closedBy IS NULL", key
        ) { try $0[0] }
    }

    /// Brings dead letters back, with all their tries before them. Their history stays.
    /// - Returns: How many came back. One whose key waits or runs already stays dead until that job has ended.
    public func retry(_ filter: JobFilter, now: Int, in transaction: WriteTransaction) throws -> Int {
        try dead(filter, in: transaction).reduce(0) { try $0 + retry(Job.ID(rawValue: $1), now, transaction) }
    }

    /// Brings one dead letter back.
    /// - Returns: False where it is none, or where its key waits or runs already.
    public func retry(_ id: Job.ID, now: Int, in transaction: WriteTransaction) throws -> Bool {
        try retry(id, now, transaction) == 1
    }

    private func retry(_ id: Job.ID, _ now: Int, _ transaction: WriteTransaction) throws -> Int {
        try transaction.run(
            """
            UPDATE job SET state = 'ready', finishedAt = NULL, mark = NULL, failures = 0, absences = 0, runAt = ?2
            WHERE id = ?1 AND state = 'dead' AND closedBy IS NULL AND NOT EXISTS (
                SELECT 1 FROM job AS live WHERE live.key = job.key AND live.state IN ('ready', 'running'))
            """, id.rawValue, now)
    }

    /// Removes dead letters with their history. - Returns: How many.
    public func dropDead(_ filter: JobFilter, in transaction: WriteTransaction) throws -> Int {
        try dead(filter, in: transaction).reduce(0) { try $0 + dropDead(Job.ID(rawValue: $1), transaction) }
    }

    /// Removes one dead letter. - Returns: False where it is none.
    public func dropDead(_ id: Job.ID, in transaction: WriteTransaction) throws -> Bool {
        try dropDead(id, transaction) == 1
    }

    private func dropDead(_ id: Job.ID, _ transaction: WriteTransaction) throws -> Int {
        try transaction.run("DELETE FROM job WHERE id = ? AND state = 'dead' AND closedBy IS NULL", id.rawValue)
    }

    /// Removes dead letters that died before that instant. - Returns: How many.
    public func purgeDead(before instant: Int, in transaction: WriteTransaction) throws -> Int {
        try transaction.run(
            """
            DELETE FROM job WHERE state IN ('done', 'dead') AND finishedAt < ?
                AND state = 'dead' AND closedBy IS NULL
            """, instant)
    }

    private func dead(_ filter: JobFilter, in transaction: ReadTransaction) throws -> [Int] {
        var filter = filter
        filter.states = [.dead]
        return try ids(filter, in: transaction)
    }

    // MARK: Waiting jobs

    /// Removes waiting jobs; one that runs is left to its worker. - Returns: How many.
    public func drop(_ filter: JobFilter, in transaction: WriteTransaction) throws -> Int {
        var filter = filter
        filter.states = [.ready]
        return try ids(filter, in: transaction).reduce(0) { try $0 + drop(Job.ID(rawValue: $1), transaction) }
    }

    /// Removes one waiting job. - Returns: False where it does not wait.
    public func drop(_ id: Job.ID, in transaction: WriteTransaction) throws -> Bool {
        try drop(id, transaction) == 1
    }

    private func drop(_ id: Job.ID, _ transaction: WriteTransaction) throws -> Int {
        try transaction.run("DELETE FROM job WHERE id = ? AND state = 'ready'", id.rawValue)
    }

    /// Lets held jobs through, now. One that runs for something else meanwhile will run once more.
    /// - Returns: How many.
    public func release(_ filter: JobFilter, now: Int, in transaction: WriteTransaction) throws -> Int {
        var filter = filter
        filter.hold = .held
        filter.states = [.ready, .running]
        return try ids(filter, in: transaction).reduce(0) { sum, id in
            try sum
                + transaction.run(
                    """
                    UPDATE job SET hold = 'released', runAt = ?2, again = (state = 'running'), error = NULL,
                        errorCode = NULL
                    WHERE id = ?1 AND hold = 'held'
                    """, id, now)
        }
    }

    // MARK: Pauses

    /// Stops handing out jobs until ``resume(in:)``. What runs is finished.
    public func pause(now: Int, in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE queueState SET pausedAt = coalesce(pausedAt, ?)", now)
    }

    /// Ends every pause: a person's, and that of a refused key or token.
    public func resume(in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE queueState SET pausedAt = NULL")
        try endRefusal(in: transaction)
    }

    /// Ends the pause of a refused key or token, and no other: a probe was answered, or there is a new one.
    public func endRefusal(in transaction: WriteTransaction) throws {
        try transaction.run("UPDATE queueState SET refusedAt = NULL, refusedCause = NULL, refusedMark = NULL")
    }

    func refuse(_ cause: String, _ mark: [UInt8]?, _ now: Int, _ transaction: WriteTransaction) throws {
        try transaction.run(
            "UPDATE queueState SET refusedAt = coalesce(refusedAt, ?), refusedCause = ?, refusedMark = ?", now, cause,
            mark)
    }

    /// Who has stopped the queue.
    public func pauses(in transaction: ReadTransaction) throws -> Pauses {
        try transaction.first("SELECT pausedAt, refusedAt, refusedCause, refusedMark FROM queueState") { row in
            let (since, cause): (Int?, String?) = (try row[1], try row[2])
            let refusal = try since.map {
                Pauses.Refusal(since: $0, cause: cause ?? "", mark: try row[3])
            }
            return Pauses(byPerson: try row[0], refusal: refusal)
        } ?? Pauses()
    }
}
