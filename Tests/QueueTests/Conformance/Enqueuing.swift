import Queue
import Testing

extension Conformance {
    static let enqueuing: [Promise] = [
        Promise("what was acknowledged is there for whoever opens the queue anew: jobs, ends, pauses, breakers") {
            queue in
            _ = try await queue.enqueue([.rule("a"), .hook("b", why: ["hook", "x"])], now: 5)
            let job = try #require(try await queue.claim(1, now: 6).first)
            let ending = Ending(.pauseQueue, error: "refused", code: "r", mark: [1, 2])
            _ = try await queue.end(job.fence, ending, now: 7, jitter: 1)
            for _ in 1...5 {
                _ = try await queue.record(.missed(), of: .ordinary, to: "plex", cause: "gone", now: 8)
            }
            let other = try await queue.reopened()
            #expect(try await other.jobs() == queue.jobs())
            #expect(try await other.attempts(of: job.id) == queue.attempts(of: job.id))
            #expect(try await other.pauses() == queue.pauses())
            #expect(try await other.pauses().refusal?.mark == [1, 2])
            #expect(try await other.breaker(for: "plex", now: 9) == queue.breaker(for: "plex", now: 9))
            #expect(try await other.outages(of: "plex", since: 0).map(\.cause) == ["gone"])
            try await other.endRefusal()
            #expect(try await other.claim(by: "w2", now: 9).map(\.key) == ["b", "a"])
            #expect(try await queue.counts().running == 2)
        },
        Promise("one job per key: a second one merges: higher priority, earlier time, reasons of both") { queue in
            _ = try await queue.enqueue(.rule("scene:1", why: ["empty"], runAt: 900), now: 100)
            let second = try await queue.enqueue(
                NewJob(key: "scene:1", priority: .command, why: ["stale", "empty"], runAt: 500), now: 200)
            let job = try #require(try await queue.jobs().first)
            #expect(second == .merged(job.id))
            #expect(
                job.priority == .command && job.runAt == 500 && job.why == ["empty", "stale"] && job.createdAt == 100)
            _ = try await queue.enqueue(.rule("scene:1", runAt: 800), now: 300)
            #expect(try await queue.jobs().map(\.runAt) == [500])
            #expect(try await queue.jobs().map(\.priority) == [.command])
        },
        Promise("a payload with bytes replaces, an empty one leaves") { queue in
            for payload in [[1, 2], [], [3]] as [[UInt8]] {
                _ = try await queue.enqueue(NewJob(key: "k", payload: payload, priority: .rule), now: 1)
                #expect(try await queue.jobs().first?.payload == (payload.isEmpty ? [1, 2] : payload))
            }
        },
        Promise("a hook that meets a waiting job sets its attempts back and makes it due") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            #expect(try await queue.end(job, .tryAgain(), now: 0) == .retry(at: 5000))
            _ = try await queue.enqueue(.rule("a"), now: 100)
            #expect(try await queue.jobs().first?.attempts == 1)
            #expect(try await queue.jobs().first?.runAt == 100)
            _ = try await queue.enqueue(.hook("a"), now: 200)
            let merged = try #require(try await queue.jobs().first)
            #expect(merged.attempts == 0 && merged.runAt == 200 && merged.priority == .hook)
        },
        Promise("a job that runs is marked, and exactly one more run follows, however often it was asked for") {
            queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            for now in 1...3 { #expect(try await queue.enqueue(.hook("a"), now: now) == .again(job.id)) }
            #expect(try await queue.end(job, .done(), now: 10) == .again)
            let once = try #require(try await queue.claim(now: 10).first)
            #expect(once.id == job.id && once.attempts == 0 && once.priority == .hook)
            #expect(try await queue.end(once, .done(), now: 11) == .done)
            #expect(try await queue.claim(now: 12).isEmpty)
        },
        Promise("a job asked for while it failed for the last time runs once more instead of dying") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.enqueue(.rule("a"), now: 1)
            #expect(try await queue.end(job, .giveUp, error: "no", now: 2) == .again)
            #expect(try await queue.counts().dead == 0)
            #expect(try await queue.claim(now: 2).map(\.id) == [job.id])
        },
        Promise("after its end a key gets a new job") { queue in
            _ = try await queue.enqueue(.rule("a"), now: 0)
            let job = try #require(try await queue.claim(now: 0).first)
            _ = try await queue.end(job, .done(note: "in_sync"), now: 1)
            guard case .added(let id) = try await queue.enqueue(.rule("a"), now: 2) else {
                Issue.record("not added")
                return
            }
            #expect(id > job.id)
            let done = try #require(try await queue.jobs(JobFilter(states: [.done])).first)
            #expect(done.note == "in_sync" && done.finishedAt == 1)
        },
        Promise("above the capacity only hooks get in; one that waits still merges") { queue in
            let jobs = (1...5).map { NewJob.rule("s:\($0)") }
            let results = try await queue.enqueue(jobs, now: 0)
            #expect(results.map { $0 == .full } == [false, false, false, true, true])
            #expect(try await queue.enqueue(.command("s:9"), now: 0) == .full)
            guard case .merged = try await queue.enqueue(.command("s:2"), now: 0) else {
                Issue.record("not merged")
                return
            }
            guard case .added = try await queue.enqueue(.hook("s:10"), now: 0) else {
                Issue.record("not added")
                return
            }
            #expect(try await queue.counts().ready == 4)
            _ = try await queue.claim(2, now: 0)
            guard case .added = try await queue.enqueue(.rule("s:4"), now: 0) else {
                Issue.record("room was not seen")
                return
            }
        },
    ]
}
