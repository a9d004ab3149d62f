import Queue
import Testing

extension Conformance {
    /// A dead letter of that key.
    private static func bury(_ key: String, _ queue: any QueueDriver, now: Int, mark: [UInt8]? = nil) async throws {
        _ = try await queue.enqueue(.hook(key), now: now)
        let job = try #require(try await queue.claim(now: now).first { $0.key == key })
        let ending = Ending(.giveUp, error: "hopeless", code: "hopeless", mark: mark)
        #expect(try await queue.end(job.fence, ending, now: now, jitter: 1) == .dead)
    }

    private static let letters = JobFilter(states: [.dead])

    static let lettersAndHolds: [Promise] = [
        Promise("what was stored at its death is found by the key, until the letter is closed") { queue in
            try await bury("a", queue, now: 1, mark: [1, 2])
            try await bury("b", queue, now: 1)
            #expect(try await queue.markAtDeath(of: "a") == [1, 2])
            #expect(try await queue.markAtDeath(of: "b") == [])
            #expect(try await queue.markAtDeath(of: "c") == nil)
            #expect(try await queue.dropDead(JobFilter(key: "a")) == 1)
            #expect(try await queue.markAtDeath(of: "a") == nil)
        },
        Promise("a new job after death closes the dead letter when it succeeds, not before") { queue in
            try await bury("a", queue, now: 1)
            _ = try await queue.enqueue(.rule("a"), now: 2)
            #expect(try await queue.counts().dead == 1)
            let job = try #require(try await queue.claim(now: 2).first)
            _ = try await queue.end(job, .done(), now: 3)
            #expect(try await queue.counts().dead == 0)
            #expect(try await queue.jobs(letters).isEmpty)
            #expect(try await queue.prune(endedBefore: 3, limit: 10) == 1, "the closed letter goes with what has ended")
        },
        Promise("a key has one dead letter, the latest") { queue in
            try await bury("a", queue, now: 1, mark: [1])
            try await bury("a", queue, now: 2, mark: [2])
            #expect(try await queue.jobs(letters).map(\.finishedAt) == [2])
            #expect(try await queue.markAtDeath(of: "a") == [2])
        },
        Promise("a retry brings the letter back with all its tries, and keeps its history") { queue in
            try await bury("a", queue, now: 1)
            try await bury("b", queue, now: 1)
            #expect(try await queue.retry(JobFilter(key: "a"), now: 5) == 1)
            let job = try #require(try await queue.claim(now: 5).first)
            #expect(job.key == "a" && job.attempts == 0 && job.finishedAt == nil && job.claims == 2)
            #expect(try await queue.attempts(of: job.id).map(\.error) == ["hopeless"])
            #expect(try await queue.end(job, .done(), now: 6) == .done)
            #expect(try await queue.jobs(letters).map(\.key) == ["b"])
        },
        Promise("a retry leaves a letter whose key waits already") { queue in
            try await bury("a", queue, now: 1)
            _ = try await queue.enqueue(.rule("a"), now: 2)
            #expect(try await queue.retry(letters, now: 3) == 0)
            #expect(try await queue.counts().dead == 1)
        },
        Promise("letters are retried and dropped by kind, and purged by age") { queue in
            for (now, key) in ["scene:1", "scene:2", "tag:1"].enumerated() { try await bury(key, queue, now: now) }
            #expect(try await queue.retry(JobFilter(errorCode: "other"), now: 9) == 0)
            #expect(try await queue.dropDead(JobFilter(keyPrefix: "tag:")) == 1)
            #expect(try await queue.purgeDead(before: 1) == 1)
            #expect(try await queue.jobs(letters).map(\.key) == ["scene:2"])
            #expect(try await queue.prune(endedBefore: .max, limit: 10) == 0, "pruning leaves open letters")
            #expect(try await queue.retry(JobFilter(errorCode: "hopeless"), now: 9) == 1)
        },
        Promise("drop takes what waits, and leaves what runs") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 0)
            let job = try #require(try await queue.claim(1, now: 0).first)
            #expect(try await queue.drop(JobFilter(key: job.key)) == 0)
            #expect(try await queue.drop(JobFilter()) == 1)
            #expect(try await queue.end(job, .done(), now: 1) == .done)
        },
        Promise("a held job stays ready, waits for nobody, and is due when it is released") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 0)
            let jobs = try await queue.claim(now: 0)
            #expect(try await queue.hold(jobs[0].fence, why: "would clear 60 fields", now: 1))
            #expect(try await queue.end(jobs[1], .done(), now: 1) == .done)
            _ = try await queue.enqueue(.rule("a"), now: 2)
            #expect(try await queue.claim(now: .max / 2).isEmpty)
            #expect(try await queue.nextDue() == nil)
            #expect(try await queue.counts().held == 1)
            let held = try #require(try await queue.jobs(JobFilter(hold: .held)).first)
            #expect(held.held && held.state == .ready && held.runAt == nil && held.error == "would clear 60 fields")
            #expect(try await queue.release(JobFilter(), now: 9) == 1)
            let job = try #require(try await queue.claim(now: 9).first)
            #expect(job.hold == .released && job.attempts == 0)
            #expect(try await queue.release(JobFilter(), now: 9) == 0)
        },
        Promise("a hook wakes a held job for what needs no release") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.hold(job.fence, why: "x", now: 1)
            _ = try await queue.enqueue(.hook("a"), now: 2)
            let woken = try #require(try await queue.claim(now: 2).first)
            #expect(woken.held)
            #expect(try await queue.hold(woken.fence, why: "x", now: 3))
            #expect(try await queue.claim(now: 4).isEmpty)
        },
        Promise("a release that comes while a held job runs is not lost") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.hold(job.fence, why: "x", now: 1)
            _ = try await queue.enqueue(.hook("a"), now: 2)
            let woken = try #require(try await queue.claim(now: 2).first)
            #expect(try await queue.release(JobFilter(), now: 3) == 1)
            #expect(try await queue.hold(woken.fence, why: "x", now: 4))
            #expect(try await queue.claim(now: 4).map(\.hold) == [.released])
        },
        Promise("a held job of a worker that died is held as before") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.hold(job.fence, why: "x", now: 1)
            _ = try await queue.claim(keys: ["a"], by: "w1", now: 2, alive: ["w1"])
            #expect(try await queue.claim(upTo: 9, by: "w2", now: 3, alive: []).isEmpty)
            #expect(try await queue.counts().held == 1)
        },
        Promise("a held job that a person runs, and that is asked for meanwhile, runs once more") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.hold(job.fence, why: "x", now: 1)
            let byHand = try #require(try await queue.claim(keys: ["a"], by: "w1", now: 2, alive: ["w1"]).first)
            _ = try await queue.enqueue(.rule("a"), now: 3)
            #expect(try await queue.end(byHand, .done(), now: 4) == .again)
            #expect(try await queue.claim(now: 4).map(\.hold) == [Hold.none])
        },
    ]
}
