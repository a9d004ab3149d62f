@testable import Queue

extension ModelQueue {
    private func matches(_ row: Row, _ filter: JobFilter) -> Bool {
        filter.states.contains(row.state) && !row.isClosed
            && (filter.key == nil || filter.key == row.key)
            && (filter.keyPrefix == nil || filter.key != nil || row.key.hasPrefix(filter.keyPrefix ?? ""))
            && (filter.errorCode == nil || filter.errorCode == row.code)
            && (filter.hold == nil || filter.hold == row.hold)
    }

    private func remove(where goes: (Row) -> Bool) -> Int {
        let before = rows.count
        rows.removeAll(where: goes)
        return before - rows.count
    }

    func release(_ filter: JobFilter, now: Int) -> Int {
        var filter = filter
        (filter.states, filter.hold) = ([.ready, .running], .held)
        let found = rows.indices.filter { matches(rows[$0], filter) }
        for index in found {
            rows[index].again = rows[index].state == .running
            (rows[index].hold, rows[index].runAt, rows[index].error, rows[index].code) = (.released, now, nil, nil)
        }
        return found.count
    }

    func retry(_ filter: JobFilter, now: Int) -> Int {
        var filter = filter
        filter.states = [.dead]
        let live = Set(rows.filter(\.isLive).map(\.key))
        let found = rows.indices.filter { matches(rows[$0], filter) && !live.contains(rows[$0].key) }
        for index in found {
            rows[index].leave(.ready, runAt: now, fresh: true)
            (rows[index].finishedAt, rows[index].mark) = (nil, nil)
        }
        return found.count
    }

    func drop(_ filter: JobFilter) -> Int {
        var filter = filter
        filter.states = [.ready]
        return remove { matches($0, filter) }
    }

    func dropDead(_ filter: JobFilter) -> Int {
        var filter = filter
        filter.states = [.dead]
        return remove { matches($0, filter) }
    }

    func purgeDead(before instant: Int) -> Int {
        remove { $0.isDeadLetter && ($0.finishedAt ?? .max) < instant }
    }

    func prune(endedBefore instant: Int, limit: Int) -> Int {
        let ended = rows.filter { ($0.state == .done || $0.isClosed) && ($0.finishedAt ?? .max) < instant }
        let going = Set(
            ended.sorted { ($0.finishedAt ?? 0, $0.id) < ($1.finishedAt ?? 0, $1.id) }.prefix(limit).map(\.id))
        return remove { going.contains($0.id) }
    }

    func pause(now: Int) { stopped.byPerson = stopped.byPerson ?? now }
    func resume() { stopped = Pauses() }
    func endRefusal() { stopped.refusal = nil }
    func pauses() -> Pauses { stopped }

    func jobs(_ filter: JobFilter, after: Job.ID?, limit: Int) -> [Job] {
        Array(rows.filter { matches($0, filter) && $0.id > after?.rawValue ?? 0 }.map(\.job).prefix(limit))
    }

    func attempts(of id: Job.ID) -> [Attempt] {
        rows.first { $0.id == id.rawValue }?.attempts.map(\.attempt) ?? []
    }

    func counts() -> QueueCounts {
        var counts = QueueCounts()
        counts.ready = rows.count { $0.state == .ready }
        counts.running = rows.count { $0.state == .running }
        counts.done = rows.count { $0.state == .done }
        counts.dead = rows.count(where: \.isDeadLetter)
        counts.held = rows.count { $0.state == .ready && $0.hold == .held }
        counts.paused = stopped.isPaused
        return counts
    }

    func nextDue() -> Int? { rows.filter { $0.state == .ready }.compactMap(\.runAt).min() }

    func markAtDeath(of key: String) -> [UInt8]? { rows.first { $0.key == key && $0.isDeadLetter }?.mark }

    // MARK: Servers

    func breaker(for server: String, now: Int) -> CircuitBreaker {
        var breaker = breakers[server] ?? CircuitBreaker(limits: policy.limits)
        breaker.hold(to: now)
        return breaker
    }

    func admit(to server: String, by owner: String, byHand: Bool, now: Int, alive: Set<String>)
        -> CircuitBreaker.Admission
    {
        var breaker = breaker(for: server, now: now)
        if case .probing(let prober, _) = breaker.state, prober == owner || !alive.contains(prober) {
            breaker.forgetProbe(at: now)
        }
        defer { breakers[server] = breaker }
        return breaker.admit(owner, byHand: byHand, at: now)
    }

    func record(_ call: CircuitBreaker.Call, of pass: CircuitBreaker.Pass, to server: String, cause: String, now: Int)
        -> CircuitBreaker.Change?
    {
        var breaker = breaker(for: server, now: now)
        let change = breaker.record(call, of: pass, at: now)
        breakers[server] = breaker
        if change == .opened { down.append(Outage(server: server, start: now, end: nil, cause: cause)) }
        if change == .closed, let index = down.firstIndex(where: { $0.server == server && $0.end == nil }) {
            down[index] = Outage(
                server: server, start: down[index].start, end: max(now, down[index].start), cause: down[index].cause)
        }
        return change
    }

    func outages(of server: String?, since instant: Int) -> [Outage] {
        down.filter { (server == nil || $0.server == server) && $0.end ?? .max > instant }
    }

    func mayAsk(_ subject: String, every interval: Duration, now: Int) -> Bool {
        if let asked = favours[subject], asked <= now + 60_000, asked > now - interval.wholeMilliseconds {
            return false
        }
        favours[subject] = now
        return true
    }

    func takeBack(asking subject: String) { favours[subject] = nil }
}
