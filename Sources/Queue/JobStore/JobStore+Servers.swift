public import Database

/// The breakers, shared by all processes.
extension JobStore {
    /// The breaker in front of a server, as it is at `now`: one that nothing is known of is closed.
    public func breaker(for server: String, now: Int, in transaction: ReadTransaction) throws -> CircuitBreaker {
        let stored = try transaction.first(
            "SELECT state, misses, openings, until, prober, restUntil, recent FROM breaker WHERE server = ?", server
        ) { row in
            let (until, prober): (Int?, String?) = (try row[3], try row[4])
            let state: CircuitBreaker.State =
                switch (try row[0] as String, until, prober) {
                case ("open", let until?, _): .open(until: until)
                case ("probing", let until?, let prober?): .probing(by: prober, until: until)
                default: .closed(missesInARow: try row[1])
                }
            return CircuitBreaker(
                state: state, openings: try row[2], restUntil: try row[5], recent: RecentCalls(text: try row[6]),
                limits: limits)
        }
        var breaker = stored ?? CircuitBreaker(limits: limits)
        breaker.hold(to: now)
        return breaker
    }

    /// The servers of which anything is known.
    public func servers(in transaction: ReadTransaction) throws -> [String] {
        try transaction.map("SELECT server FROM breaker ORDER BY server") { try $0[0] }
    }

    /// Asks to make a call to a server. Who may go as a probe has to ``record(_:of:to:cause:now:in:)`` how it ended.
    ///
    /// To look without asking, and without a write transaction, see ``breaker(for:now:in:)``: a closed one admits.
    /// - Parameters:
    ///   - owner: The name of the lock that the caller holds, so that a probe whose prober has died is free at once.
    ///   - isAlive: Whether anybody holds the lock of that name.
    public func admit(
        to server: String, by owner: String, byHand: Bool = false, now: Int, in transaction: WriteTransaction,
        isAlive: (String) throws -> Bool
    ) throws -> CircuitBreaker.Admission {
        let before = try breaker(for: server, now: now, in: transaction)
        var breaker = before
        if case .probing(let prober, _) = breaker.state, try prober == owner || !isAlive(prober) {
            breaker.forgetProbe(at: now)
        }
        let admission = breaker.admit(owner, byHand: byHand, at: now)
        if breaker != before { try store(breaker, for: server, transaction) }
        return admission
    }

    /// Takes note of how a call ended, in the transaction that stores the job's result, and keeps the history of outages.
    /// - Parameter cause: What the failure said; it names the outage if the breaker opens.
    /// - Returns: Whether the breaker opened or closed.
    @discardableResult
    public func record(
        _ call: CircuitBreaker.Call, of pass: CircuitBreaker.Pass = .ordinary, to server: String, cause: String = "",
        now: Int, in transaction: WriteTransaction
    ) throws -> CircuitBreaker.Change? {
        var breaker = try breaker(for: server, now: now, in: transaction)
        let change = breaker.record(call, of: pass, at: now)
        try store(breaker, for: server, transaction)
        switch change {
        case .opened:
            try transaction.run(
                """
                INSERT INTO outage (server, startedAt, cause) VALUES (?, ?, ?)
                ON CONFLICT (server) WHERE endedAt IS NULL DO NOTHING
                """, server, now, String(cause.prefix(2000)))
        case .closed:
            try transaction.run(
                "UPDATE outage SET endedAt = max(startedAt, ?2) WHERE server = ?1 AND endedAt IS NULL", server, now)
        case nil: break
        }
        return change
    }

    private func store(_ breaker: CircuitBreaker, for server: String, _ transaction: WriteTransaction) throws {
        var (word, misses): (String, Int) = ("closed", 0)
        var (until, prober): (Int?, String?) = (nil, nil)
        switch breaker.state {
        case .closed(let count): misses = count
        case .open(let instant): (word, until) = ("open", instant)
        case .probing(let caller, let instant): (word, until, prober) = ("probing", instant, caller)
        }
        try transaction.run(
            """
            INSERT INTO breaker (server, state, misses, openings, until, prober, restUntil, recent)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (server) DO UPDATE SET state = ?2, misses = ?3, openings = ?4, until = ?5, prober = ?6,
                restUntil = ?7, recent = ?8
            """, server, word, misses, breaker.openings, until, prober, breaker.restUntil, breaker.recent.text)
    }

    /// The outages that ended after `instant`, or have not ended, the oldest first.
    /// - Parameter server: Of this one; nil for all.
    public func outages(
        of server: String? = nil, since instant: Int = .min, in transaction: ReadTransaction
    ) throws -> [Outage] {
        try transaction.map(
            """
            SELECT server, startedAt, endedAt, cause FROM outage
            WHERE (?1 IS NULL OR server = ?1) AND (endedAt IS NULL OR endedAt > ?2) ORDER BY startedAt, id
            """, server, instant
        ) { Outage(server: try $0[0], start: try $0[1], end: try $0[2], cause: try $0[3]) }
    }

    /// Whether a favour may be asked of a server now, which is then taken as asked: a scan of a folder, for instance,
    /// that all waiting jobs below it need once.
    /// - Parameters:
    ///   - subject: Names the favour, the server included.
    ///   - interval: Not twice within it.
    public func mayAsk(
        _ subject: String, every interval: Duration, now: Int, in transaction: WriteTransaction
    ) throws -> Bool {
        // One asked far in the future is left of a clock that was set back.
        try transaction.run(
            """
            INSERT INTO favour (subject, askedAt) VALUES (?1, ?2)
            ON CONFLICT (subject) DO UPDATE SET askedAt = ?2 WHERE askedAt <= ?2 - ?3 OR askedAt > ?2 + ?4
            """, subject, now, interval.wholeMilliseconds, Self.clockTolerance) == 1
    }

    /// The favour was not heard: the next who needs it may ask at once.
    public func takeBack(asking subject: String, in transaction: WriteTransaction) throws {
        try transaction.run("DELETE FROM favour WHERE subject = ?", subject)
    }
}
