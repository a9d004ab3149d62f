import Queue
import Testing

extension Conformance {
    private static func admit(_ queue: any QueueDriver, _ owner: String, now: Int, byHand: Bool = false) async throws
        -> CircuitBreaker.Admission
    {
        try await queue.admit(to: "plex", by: owner, byHand: byHand, now: now, alive: ["w1", "w2"])
    }

    private static func open(_ queue: any QueueDriver, now: Int) async throws {
        for _ in 1...4 {
            let change = try await queue.record(.missed(), of: .ordinary, to: "plex", cause: "no answer", now: now)
            #expect(change == nil)
        }
        let change = try await queue.record(.missed(), of: .ordinary, to: "plex", cause: "no answer", now: now)
        #expect(change == .opened)
    }

    static let servers: [Promise] = [
        Promise("the breaker is one for all processes, and one of them probes at a time") { queue in
            #expect(try await admit(queue, "w1", now: 0) == .go(.ordinary))
            try await open(queue, now: 1000)
            #expect(try await admit(queue, "w2", now: 1001) == .wait(until: 16_000))
            #expect(try await admit(queue, "w1", now: 16_000) == .go(.probe))
            #expect(try await admit(queue, "w2", now: 16_001) == .wait(until: 76_000))
            #expect(try await queue.record(.missed(), of: .probe, to: "plex", cause: "x", now: 17_000) == nil)
            #expect(try await admit(queue, "w2", now: 17_001) == .wait(until: 47_000))
        },
        Promise("each server has its own breaker") { queue in
            try await open(queue, now: 0)
            #expect(try await queue.breaker(for: "stash", now: 1).state == .closed(missesInARow: 0))
            #expect(try await queue.breaker(for: "plex", now: 1).state == .open(until: 15_000))
        },
        Promise("when the prober dies another probes at once") { queue in
            try await open(queue, now: 0)
            #expect(try await admit(queue, "w1", now: 15_000) == .go(.probe))
            let next = try await queue.admit(to: "plex", by: "w2", byHand: false, now: 15_001, alive: ["w2"])
            #expect(next == .go(.probe))
        },
        Promise("a command given by hand makes its one attempt through an open breaker, and closes it if answered") {
            queue in
            try await open(queue, now: 0)
            #expect(try await admit(queue, "w1", now: 1, byHand: true) == .go(.byHand))
            #expect(try await queue.record(.missed(), of: .byHand, to: "plex", cause: "x", now: 2) == nil)
            #expect(try await admit(queue, "w1", now: 3) == .wait(until: 15_000))
            #expect(try await queue.record(.answered, of: .byHand, to: "plex", cause: "", now: 4) == .closed)
            #expect(try await admit(queue, "w1", now: 5) == .go(.ordinary))
        },
        Promise("outages are kept with start, end and cause") { queue in
            try await open(queue, now: 1000)
            #expect(
                try await queue.outages(of: nil, since: 0)
                    == [Outage(server: "plex", start: 1000, end: nil, cause: "no answer")])
            #expect(try await admit(queue, "w1", now: 16_000) == .go(.probe))
            _ = try await queue.record(.answered, of: .probe, to: "plex", cause: "", now: 16_500)
            let ended = Outage(server: "plex", start: 1000, end: 16_500, cause: "no answer")
            try await open(queue, now: 20_000)
            let lasting = Outage(server: "plex", start: 20_000, end: nil, cause: "no answer")
            #expect(try await queue.outages(of: "plex", since: 0) == [ended, lasting])
            #expect(try await queue.outages(of: "plex", since: 16_500) == [lasting])
            #expect(try await queue.outages(of: "stash", since: 0) == [])
        },
        Promise("an open breaker rests no longer than five minutes, whatever the clock does") { queue in
            try await open(queue, now: 10_000_000_000)
            #expect(try await queue.breaker(for: "plex", now: 0).state == .open(until: 300_000))
            #expect(try await admit(queue, "w1", now: 1) == .wait(until: 300_001))
        },
        Promise("a favour is asked once in its interval, by all processes together") { queue in
            for (subject, now, may) in [
                ("plex /a", 1_000_000, true), ("plex /a", 1_059_999, false), ("plex /b", 1_059_999, true),
                ("plex /a", 1_060_000, true),
                ("plex /a", 1_059_000, false),  // asked by another, after this one had read the clock
                ("plex /a", 0, true),  // the clock was set back
            ] {
                let answer = try await queue.mayAsk(subject, every: .seconds(60), now: now)
                #expect(answer == may, "\(subject) at \(now)")
            }
        },
        Promise("a favour that was not heard may be asked again at once") { queue in
            #expect(try await queue.mayAsk("plex /a", every: .seconds(60), now: 1000))
            #expect(try await queue.mayAsk("plex /b", every: .seconds(60), now: 1000))
            try await queue.takeBack(asking: "plex /a")
            #expect(try await queue.mayAsk("plex /a", every: .seconds(60), now: 1001))
            #expect(try await !queue.mayAsk("plex /b", every: .seconds(60), now: 1001))
        },
    ]
}
