import Queue
import Testing

extension Conformance {
    static let claiming: [Promise] = [
        Promise("hooks before commands before rules, the oldest first within") { queue in
            _ = try await queue.enqueue(.rule("r1"), now: 1)
            _ = try await queue.enqueue(.rule("r2"), now: 2)
            _ = try await queue.enqueue(.command("c1"), now: 3)
            _ = try await queue.enqueue(.hook("h1"), now: 4)
            _ = try await queue.enqueue(.hook("h2"), now: 5)
            #expect(try await queue.claim(2, now: 9).map(\.key) == ["h1", "h2"])
            #expect(try await queue.claim(9, now: 9).map(\.key) == ["c1", "r1", "r2"])
        },
        Promise("a job that is not due is not given, and the next one says when") { queue in
            #expect(try await queue.nextDue() == nil)
            _ = try await queue.enqueue(.rule("a", runAt: 500), now: 0)
            _ = try await queue.enqueue(NewJob(key: "b", priority: .command, runAt: 700), now: 0)
            #expect(try await queue.claim(now: 499).isEmpty)
            #expect(try await queue.nextDue() == 500)
            #expect(try await queue.claim(now: 500).map(\.key) == ["a"])
            #expect(try await queue.nextDue() == 700)
        },
        Promise("a claimed job is given to nobody else") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(by: "w1", now: 0).first)
            #expect(job.state == .running && job.owner == "w1" && job.claims == 1 && job.leaseUntil == 300_000)
            #expect(try await queue.claim(by: "w2", now: 1).isEmpty)
        },
        Promise("when a worker dies its jobs are free at once, at no cost to them, and it can't end them any more") {
            queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let lost = try #require(try await queue.claim(by: "w1", now: 0).first)
            let job = try #require(try await queue.claim(upTo: 1, by: "w2", now: 1, alive: ["w2"]).first)
            #expect(job.id == lost.id && job.attempts == 0 && job.claims == 2)
            #expect(try await queue.attempts(of: job.id).map(\.verdict) == ["lost"])
            #expect(try await queue.end(lost, .done(), now: 2) == .refused)
            #expect(try await queue.hold(lost.fence, why: "x", now: 2) == false)
            #expect(try await queue.end(job, .done(), now: 3) == .done)
        },
        Promise("a worker that hangs beyond its lease loses its jobs; one that gives signs of life keeps them") {
            queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 0)
            let jobs = try await queue.claim(by: "w1", now: 0)
            #expect(try await queue.renew([jobs[0].fence], now: 200_000) == [jobs[0].fence])
            let taken = try await queue.claim(by: "w2", now: 300_000)
            #expect(taken.map(\.key) == ["b"])
            #expect(try await queue.end(jobs[1], .done(), now: 300_001) == .refused)
            #expect(try await queue.renew(jobs.map(\.fence), now: 300_001) == [jobs[0].fence])
            #expect(try await queue.end(jobs[0], .done(), now: 300_002) == .done)
        },
        Promise("what dead workers had is seen without a claim, and freed without one") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 0)
            let jobs = try await queue.claim(by: "w1", now: 0)
            #expect(try await queue.nextDue() == nil)
            #expect(try await queue.hasAbandoned(now: 1, alive: ["w1"]) == false)
            #expect(try await queue.hasAbandoned(now: 300_000, alive: ["w1"]))
            #expect(try await queue.hasAbandoned(now: 1, alive: ["w2"]))
            try await queue.freeAbandoned(now: 1, alive: ["w1"])
            #expect(try await queue.counts().running == 2)
            try await queue.freeAbandoned(now: 1, alive: [])
            #expect(try await queue.hasAbandoned(now: 1, alive: []) == false)
            #expect(try await queue.nextDue() == 0)
            #expect(try await queue.end(jobs[0], .done(), now: 2) == .refused)
        },
        Promise("who has read the clock a little before others wrote takes no living worker's jobs") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 5000)
            let job = try #require(try await queue.claim(by: "w1", now: 5000).first)
            #expect(try await queue.claim(by: "w2", now: 4000).isEmpty)
            #expect(try await queue.hasAbandoned(now: 4000, alive: ["w1"]) == false)
            #expect(try await queue.end(job, .done(), now: 5001) == .done)
        },
        Promise("a fence opens one claim of one job and nothing else") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            for fence in [Fence(id: job.id, claim: 2), Fence(id: Job.ID(rawValue: job.id.rawValue + 1), claim: 1)] {
                #expect(try await queue.end(fence, Ending(.done()), now: 1, jitter: 0) == .refused)
            }
            #expect(try await queue.end(job, .done(), now: 1) == .done)
            #expect(try await queue.end(job, .done(), now: 1) == .refused)
        },
        Promise("a dropped job's number is never given again") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let first = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.claim(upTo: 0, by: "w2", now: 0, alive: [])
            #expect(try await queue.drop(JobFilter()) == 1)
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let second = try #require(try await queue.claim(by: "w2", now: 0).first)
            #expect(second.id > first.id)
            #expect(try await queue.end(first, .done(), now: 1) == .refused)
        },
        Promise("paused, nothing is given; what runs is ended; a person's own jobs run all the same") { queue in
            _ = try await queue.enqueue([.rule("a"), .rule("b", runAt: 900)], now: 0)
            let job = try #require(try await queue.claim(1, now: 0).first)
            try await queue.pause(now: 5)
            _ = try await queue.enqueue(.rule("c"), now: 6)
            #expect(try await queue.claim(now: 6).isEmpty)
            #expect(try await queue.counts().paused)
            #expect(try await queue.end(job, .done(), now: 7) == .done)
            #expect(try await queue.claim(keys: ["b", "none"], by: "w1", now: 8, alive: ["w1"]).map(\.key) == ["b"])
            try await queue.endRefusal()
            #expect(try await queue.pauses() == Pauses(byPerson: 5))
            try await queue.resume()
            #expect(try await queue.claim(now: 9).map(\.key) == ["c"])
        },
        Promise("a clock set back moves the waits with it, and no lease outlives it") { queue in
            let day = 86_400_000
            _ = try await queue.enqueue([.rule("a"), .rule("b")], now: 400 * day)
            let jobs = try await queue.claim(by: "w1", now: 400 * day)
            #expect(try await queue.end(jobs[0], .tryAgain(), now: 400 * day) == .retry(at: 400 * day + 5000))
            let taken = try await queue.claim(by: "w2", now: 0)
            #expect(taken.map(\.key) == ["b"])
            #expect(try await queue.nextDue() == 5000)
            #expect(try await queue.claim(by: "w2", now: 5000).map(\.key) == ["a"])
        },
    ]
}
