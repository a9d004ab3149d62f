import Queue
import Testing

extension Conformance {
    /// Claims the one job that is due at `now` and ends it.
    private static func fail(_ queue: any QueueDriver, _ verdict: Verdict, now: Int, jitter: Double = 1) async throws
        -> Aftermath
    {
        let job = try #require(try await queue.claim(now: now).first)
        return try await queue.end(job, verdict, error: "at \(now)", now: now, jitter: jitter)
    }

    private static func waits(_ queue: any QueueDriver, _ verdict: Verdict) async throws -> [Int] {
        _ = try await queue.enqueue(.rule("a"), now: 0)
        var (now, waits): (Int, [Int]) = (0, [])
        while case .retry(let at) = try await fail(queue, verdict, now: now) {
            waits.append((at - now) / 1000)
            now = at
        }
        return waits
    }

    static let ending: [Promise] = [
        Promise("a job that gives up has been tried") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            #expect(try await fail(queue, .giveUp, now: 0) == .dead)
            #expect(try await queue.jobs(JobFilter(states: [.dead])).map(\.attempts) == [1])
        },
        Promise("what may work the next time is tried six times, 5 s to 80 s apart") { queue in
            #expect(try await waits(queue, .tryAgain()) == [5, 10, 20, 40, 80])
            #expect(try await queue.counts().dead == 1)
            let letter = try #require(try await queue.jobs(JobFilter(states: [.dead])).first)
            #expect(letter.attempts == 6 && letter.error == "at 155000")
            let attempts = try await queue.attempts(of: letter.id)
            #expect(attempts.map(\.at) == [0, 5000, 15000, 35000, 75000, 155_000])
            #expect(attempts.map(\.error) == attempts.map { "at \($0.at)" })
            #expect(Set(attempts.map(\.verdict)) == ["try_again"])
        },
        Promise("what is not in Plex yet is looked for thirteen times, 30 s to 10 min apart") { queue in
            let expected = [30, 60, 120, 240, 480] + Array(repeating: 600, count: 7)
            let found = try await waits(queue, .notInPlexYet)
            #expect(found == expected)
            #expect(try await queue.counts().dead == 1)
        },
        Promise("the wait is a random share of the full one") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            #expect(try await fail(queue, .tryAgain(), now: 0, jitter: 0.25) == .retry(at: 1250))
        },
        Promise("a server that is down costs no attempt, and no job dies of it") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            for now in 1...60 { #expect(try await fail(queue, .serverDown(), now: now) == .retry(at: now)) }
            let job = try #require(try await queue.jobs().first)
            #expect(job.attempts == 0 && job.error == "at 60")
            #expect(try await queue.attempts(of: job.id).count == 50)
        },
        Promise("Retry-After is honoured, up to an hour") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            for (asked, wait) in [(120, 120), (7200, 3600), (-1, 0), (0, 0)] {
                let verdict = Verdict.serverDown(retryAfter: .seconds(asked))
                let now = try await queue.nextDue() ?? -1
                #expect(try await fail(queue, verdict, now: now) == .retry(at: now + wait * 1000))
            }
            let now = try await queue.nextDue() ?? -1
            #expect(try await fail(queue, .tryAgain(retryAfter: .seconds(60)), now: now) == .retry(at: now + 60_000))
            #expect(
                try await fail(queue, .tryAgain(retryAfter: .seconds(1)), now: now + 60_000) == .retry(at: now + 70_000)
            )
        },
        Promise("a refused token stops everything, with the one line, until it changes") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 0)
            let job = try #require(try await queue.claim(1, now: 0).first)
            let ending = Ending(.pauseQueue, error: "Plex refused the token", code: "plex-token-refused", mark: [7])
            #expect(try await queue.end(job.fence, ending, now: 3, jitter: 1) == .retry(at: 3))
            #expect(try await queue.claim(now: 9).isEmpty)
            let refusal = Pauses.Refusal(since: 3, cause: "Plex refused the token", mark: [7])
            #expect(try await queue.pauses() == Pauses(refusal: refusal))
            try await queue.endRefusal()
            let jobs = try await queue.claim(now: 9)
            #expect(Set(jobs.map(\.key)) == ["a", "b"] && jobs.allSatisfy { $0.attempts == 0 })
        },
        Promise("counts say how many are where") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b"), .rule("c")], now: 0)
            let jobs = try await queue.claim(3, now: 0)
            _ = try await queue.end(jobs[0], .done(), now: 1)
            _ = try await queue.end(jobs[1], .giveUp, now: 1)
            _ = try await queue.enqueue(.hook("d"), now: 2)
            var expected = QueueCounts()
            (expected.ready, expected.running, expected.done, expected.dead) = (1, 1, 1, 1)
            #expect(try await queue.counts() == expected)
            #expect(try await queue.prune(endedBefore: 2, limit: 10) == 1)
            expected.done = 0
            #expect(try await queue.counts() == expected)
        },
        Promise("lists go by state, key, error and page, the oldest first") { queue in
            _ = try await queue.enqueue(["s:1", "s:12", "t:1"].map { .hook($0) }, now: 0)
            let jobs = try await queue.claim(1, now: 0)
            _ = try await queue.end(jobs[0].fence, Ending(.serverDown(), error: "x", code: "down"), now: 5, jitter: 0)
            func keys(_ filter: JobFilter) async throws -> [String] { try await queue.jobs(filter).map(\.key) }
            #expect(try await keys(JobFilter()) == ["s:1", "s:12", "t:1"])
            #expect(try await keys(JobFilter(keyPrefix: "s:")) == ["s:1", "s:12"])
            #expect(try await keys(JobFilter(key: "s:1")) == ["s:1"])
            #expect(try await keys(JobFilter(errorCode: "down")) == ["s:1"])
            #expect(try await keys(JobFilter(states: [.dead])).isEmpty)
            let first = try await queue.jobs(JobFilter(), after: nil, limit: 2)
            let rest = try await queue.jobs(JobFilter(), after: first[1].id, limit: 2)
            #expect(first.map(\.key) + rest.map(\.key) == ["s:1", "s:12", "t:1"])
        },
    ]
}
