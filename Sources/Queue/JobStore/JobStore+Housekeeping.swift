public import Database

extension JobStore {
    /// Whether ``prune(endedBefore:limit:in:)`` would remove a job: a look without a write.
    public func hasEnded(before instant: Int, in transaction: ReadTransaction) throws -> Bool {
        try transaction.first(
            """
            SELECT 1 FROM job WHERE state IN ('done', 'dead') AND finishedAt < ?
                AND (state = 'done' OR closedBy IS NOT NULL) LIMIT 1
            """, instant
        ) { try $0[0] as Int } != nil
    }

    /// Removes what has ended before that instant and nobody needs: done jobs, closed dead letters, outages, favours.
    /// Open dead letters stay until they are dropped or purged.
    ///
    /// - Parameter limit: At most so many jobs, so that the transaction stays short: call it until it answers less.
    /// - Returns: How many jobs went.
    public func prune(endedBefore instant: Int, limit: Int = 5000, in transaction: WriteTransaction) throws -> Int {
        let ids: [Int] = try transaction.map(
            """
            SELECT id FROM job WHERE state IN ('done', 'dead') AND finishedAt < ?
                AND (state = 'done' OR closedBy IS NOT NULL) ORDER BY finishedAt, id LIMIT ?
            """, instant, limit
        ) { try $0[0] }
        for id in ids { try transaction.run("DELETE FROM job WHERE id = ?", id) }
        try transaction.run("DELETE FROM outage WHERE endedAt < ?", instant)
        try transaction.run("DELETE FROM favour WHERE askedAt < ?", instant)
        return ids.count
    }
}
