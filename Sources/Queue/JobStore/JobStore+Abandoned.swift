public import Database

/// Jobs whose worker has died, or hangs.
extension JobStore {
    /// Whether any job runs that no worker will end: a look without a write, for whoever would else wait for it in vain.
    ///
    /// - Parameter isAlive: Whether anybody holds the lock of that name.
    public func hasAbandoned(
        now: Int, in transaction: ReadTransaction, isAlive: (String) throws -> Bool
    ) throws -> Bool {
        for owner in try owners(in: transaction) {
            if try !isAlive(owner) { return true }
            if try !overdue(owner, isDead: false, now, transaction).isEmpty { return true }
        }
        return false
    }

    /// Frees what dead or hanging workers have. It costs those jobs no attempt: a worker that is killed is no fault of theirs.
    ///
    /// - Parameter claimer: Who asks, and so is alive.
    public func freeAbandoned(
        by claimer: String? = nil, now: Int, in transaction: WriteTransaction, isAlive: (String) throws -> Bool
    ) throws {
        for owner in try owners(in: transaction) {
            let isDead = try owner != claimer && !isAlive(owner)
            for job in try overdue(owner, isDead: isDead, now, transaction) {
                let error = isDead ? "Its worker ended." : "Its worker did not answer any more."
                try record(Attempt(at: now, verdict: "lost", error: error, code: nil), of: job, in: transaction)
                try transaction.run(
                    """
                    UPDATE job SET state = 'ready', owner = NULL, leaseUntil = NULL, again = 0,
                        runAt = iif(again, ?2, min(runAt, ?2)), failures = iif(again, 0, failures),
                        absences = iif(again, 0, absences)
                    WHERE id = ?1
                    """, job.id.rawValue, now)
            }
        }
    }

    /// Whether that worker has a job whose lease still runs.
    public func isAtWork(_ owner: String, now: Int, in transaction: ReadTransaction) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM job WHERE state = 'running' AND owner = ? AND leaseUntil > ? LIMIT 1", owner, now
        ) { try $0[0] as Int } != nil
    }

    private func owners(in transaction: ReadTransaction) throws -> [String] {
        try transaction.map("SELECT DISTINCT owner FROM job WHERE state = 'running'") { try $0[0] }
    }

    /// A lease that ends later than it could is left of a clock that was set back; not one that ends a little later: whoever
    /// waits for the store's gate has read the clock before, and finds what others wrote meanwhile.
    private func overdue(
        _ owner: String, isDead: Bool, _ now: Int, _ transaction: ReadTransaction
    ) throws -> [Fence] {
        try transaction.map(
            """
            SELECT id, claims FROM job
            WHERE state = 'running' AND owner = ?1 AND (?2 OR leaseUntil <= ?3 OR leaseUntil > ?4)
            """, owner, isDead, now, now + lease.wholeMilliseconds + Self.clockTolerance
        ) { Fence(id: Job.ID(rawValue: try $0[0]), claim: try $0[1]) }
    }
}
