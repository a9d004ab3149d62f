public import Database

extension JobStore {
    /// The jobs that are meant, the oldest first. Closed dead letters are not listed.
    ///
    /// - Parameters:
    ///   - after: The last job of the page before.
    ///   - limit: At most so many. Of done jobs without a filter a page costs what it holds; a filter looks at all of them.
    public func jobs(
        _ filter: JobFilter = JobFilter(), after: Job.ID? = nil, limit: Int = .max, in transaction: ReadTransaction
    ) throws -> [Job] {
        try ids(filter, after: after, limit: limit, in: transaction).compactMap {
            try job(Job.ID(rawValue: $0), in: transaction)
        }
    }

    func ids(
        _ filter: JobFilter, after: Job.ID? = nil, limit: Int = .max, in transaction: ReadTransaction
    ) throws -> [Int] {
        guard limit > 0 else { return [] }
        let found = try filter.states.flatMap { state in
            try transaction.map(
                Self.listing(state, byKey: filter.firstKey != nil), after?.rawValue ?? 0, filter.firstKey,
                filter.lastKey, filter.errorCode, filter.hold?.rawValue, limit
            ) { try $0[0] as Int }
        }
        return filter.states.count > 1 ? Array(found.sorted().prefix(limit)) : found
    }

    /// One statement a state, since SQLite uses a partial index only where it sees the state in the text. `+id` keeps it
    /// from walking through a million ended rows in their order instead.
    private static func listing(_ state: JobState, byKey: Bool) -> StaticString {
        switch (state, byKey) {
        case (.ready, false):
            """
            SELECT id FROM job INDEXED BY job_due
            WHERE state = 'ready' AND +id > ?1 AND (?2 IS NULL OR ?3 IS NULL)
                AND (?4 IS NULL OR errorCode = ?4) AND (?5 IS NULL OR hold = ?5) ORDER BY +id LIMIT ?6
            """
        case (.ready, true):
            """
            SELECT id FROM job INDEXED BY job_one_live_per_key
            WHERE state IN ('ready', 'running') AND state = 'ready' AND +id > ?1 AND key >= ?2 AND key <= ?3
                AND (?4 IS NULL OR errorCode = ?4) AND (?5 IS NULL OR hold = ?5) ORDER BY +id LIMIT ?6
            """
        case (.running, _):
            """
            SELECT id FROM job INDEXED BY job_running
            WHERE state = 'running' AND +id > ?1 AND (?2 IS NULL OR (key >= ?2 AND key <= ?3))
                AND (?4 IS NULL OR errorCode = ?4) AND (?5 IS NULL OR hold = ?5) ORDER BY +id LIMIT ?6
            """
        case (.done, _):
            """
            SELECT id FROM job WHERE state = 'done' AND id > ?1 AND (?2 IS NULL OR (key >= ?2 AND key <= ?3))
                AND (?4 IS NULL OR errorCode = ?4) AND (?5 IS NULL OR hold = ?5) ORDER BY id LIMIT ?6
            """
        case (.dead, _):
            """
            SELECT id FROM job INDEXED BY job_one_dead_letter_per_key
            WHERE state = 'dead' AND closedBy IS NULL AND +id > ?1
                AND (?2 IS NULL OR (key >= ?2 AND key <= ?3))
                AND (?4 IS NULL OR errorCode = ?4) AND (?5 IS NULL OR hold = ?5) ORDER BY +id LIMIT ?6
            """
        }
    }

    /// How many jobs are where. O(1) for those that are done, an index scan for the others.
    public func counts(in transaction: ReadTransaction) throws -> QueueCounts {
        var counts = QueueCounts()
        counts.ready = try count(.ready, in: transaction)
        counts.running = try count(.running, in: transaction)
        counts.done = try count(.done, in: transaction)
        counts.dead = try count(.dead, in: transaction)
        counts.held =
            try transaction.first("SELECT count(*) FROM job WHERE hold = 'held' AND state = 'ready'") { try $0[0] } ?? 0
        counts.paused = try pauses(in: transaction).isPaused
        return counts
    }

    func count(_ state: JobState, in transaction: ReadTransaction) throws -> Int {
        let sql: StaticString =
            switch state {
            case .ready: "SELECT count(*) FROM job WHERE state = 'ready'"
            case .running: "SELECT count(*) FROM job WHERE state = 'running'"
            case .done: "SELECT done FROM queueState"
            case .dead: "SELECT count(*) FROM job WHERE state = 'dead' AND closedBy IS NULL"
            }
        return try transaction.first(sql) { try $0[0] } ?? 0
    }
}
