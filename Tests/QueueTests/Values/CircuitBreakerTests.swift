import Testing

@testable import Queue

@Suite struct CircuitBreakerTests {
    /// A breaker that opened at 0 for the first time.
    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 1...5 { _ = breaker.record(.missed(), of: .ordinary, at: 0) }
        return breaker
    }

    @Test func `it opens on the fifth failure in a row`() {
        var breaker = CircuitBreaker()
        for count in 1...4 {
            let change = breaker.record(.missed(), of: .ordinary, at: count)
            #expect(change == nil && breaker.state == .closed(missesInARow: count))
        }
        let change = breaker.record(.missed(), of: .ordinary, at: 5)
        #expect(change == .opened && breaker.state == .open(until: 15_005))
    }

    @Test func `an answer in between begins the count anew, a cancelled call does not count`() {
        var breaker = CircuitBreaker()
        for call in [.missed(), .missed(), .missed(), .missed(), .cancelled] as [CircuitBreaker.Call] {
            _ = breaker.record(call, of: .ordinary, at: 0)
        }
        #expect(breaker.state == .closed(missesInARow: 4))
        _ = breaker.record(.answered, of: .ordinary, at: 0)
        #expect(breaker.state == .closed(missesInARow: 0))
    }

    @Test func `it opens when half of ten calls in a minute failed`() {
        var breaker = CircuitBreaker()
        var changes: [CircuitBreaker.Change] = []
        for number in 1...10 {
            let call: CircuitBreaker.Call = number.isMultiple(of: 2) ? .missed() : .answered
            if let change = breaker.record(call, of: .ordinary, at: number * 5000) { changes.append(change) }
            #expect(changes.isEmpty == (number < 10))
        }
        #expect(changes == [.opened])
    }

    @Test func `calls of more than a minute ago do not count`() {
        var breaker = CircuitBreaker()
        for number in 1...40 {
            let call: CircuitBreaker.Call = number.isMultiple(of: 2) ? .missed() : .answered
            let change = breaker.record(call, of: .ordinary, at: number * 10_000)  // six or seven in any minute
            #expect(change == nil)
        }
    }

    @Test func `each rest is twice the one before, up to five minutes`() {
        var breaker = opened()
        var (now, rests): (Int, [Int]) = (0, [])
        for _ in 1...8 {
            guard case .open(let until) = breaker.state else { break }
            rests.append((until - now) / 1000)
            now = until
            let admission = breaker.admit("w", at: now)
            #expect(admission == .go(.probe))
            let change = breaker.record(.missed(), of: .probe, at: now)
            #expect(change == nil)
        }
        #expect(rests == [15, 30, 60, 120, 240, 300, 300, 300])
    }

    @Test func `after an answered probe the next outage begins with the short rest`() {
        var breaker = opened()
        _ = breaker.admit("w", at: 15_000)
        let change = breaker.record(.answered, of: .probe, at: 15_100)
        #expect(change == .closed)
        for _ in 1...5 { _ = breaker.record(.missed(), of: .ordinary, at: 20_000) }
        #expect(breaker.state == .open(until: 35_000))
    }

    @Test func `one probes at a time, and one that takes too long is thought lost`() {
        var breaker = opened()
        let answers = [14_999, 15_000, 15_001, 74_999, 75_000].map { breaker.admit("w\($0)", at: $0) }
        #expect(
            answers == [.wait(until: 15_000), .go(.probe), .wait(until: 75_000), .wait(until: 75_000), .go(.probe)])
    }

    @Test func `a probe that was cancelled lets the next one through`() {
        var breaker = opened()
        _ = breaker.admit("w", at: 15_000)
        let change = breaker.record(.cancelled, of: .probe, at: 15_500)
        let next = breaker.admit("v", at: 15_500)
        #expect(change == nil && next == .go(.probe))
    }

    @Test(arguments: [CircuitBreaker.Call.answered, .missed(), .cancelled])
    func `what was under way when it opened changes nothing`(call: CircuitBreaker.Call) {
        var (resting, probing) = (opened(), opened())
        _ = probing.admit("w", at: 15_000)
        let before = (resting, probing)
        let changes = (resting.record(call, of: .ordinary, at: 100), probing.record(call, of: .ordinary, at: 15_100))
        #expect(changes == (nil, nil))
        #expect(resting == before.0 && probing == before.1)
    }

    @Test func `a person's call goes through, and only its answer counts`() {
        var breaker = opened()
        let before = breaker
        let admission = breaker.admit("w", byHand: true, at: 1)
        #expect(admission == .go(.byHand) && breaker == before)
        let missed = breaker.record(.missed(), of: .byHand, at: 2)
        #expect(missed == nil && breaker == before)
        let answered = breaker.record(.answered, of: .byHand, at: 3)
        #expect(answered == .closed)
    }

    @Test(arguments: [(asked: 120, rest: 120), (asked: 7200, rest: 3600), (asked: 0, rest: 0), (asked: -1, rest: 0)])
    func `a server that asks to be left alone is, up to an hour, though the breaker stays closed`(asked: Int, rest: Int)
    {
        var breaker = CircuitBreaker()
        _ = breaker.record(.missed(retryAfter: .seconds(asked)), of: .ordinary, at: 0)
        let answers = (breaker.admit("w", at: max(0, rest * 1000 - 1)), breaker.admit("w", at: rest * 1000))
        #expect(answers.0 == (rest > 0 ? .wait(until: rest * 1000) : .go(.ordinary)))
        #expect(answers.1 == .go(.ordinary))
        #expect(breaker.state == .closed(missesInARow: 1))
    }

    @Test func `what a clock has left far ahead is pulled back on loading`() {
        var breaker = opened()
        _ = breaker.record(.missed(retryAfter: .seconds(3600)), of: .ordinary, at: 1_000_000_000)
        breaker.hold(to: -1_000_000_000)
        #expect(breaker.state == .open(until: -1_000_000_000 + 300_000))
        #expect(breaker.restUntil == -1_000_000_000 + 3_600_000)
    }

    @Test(arguments: ["", "1:2:3 2:0:4", "7:0:1"])
    func `the calls of the last minute survive being stored`(text: String) {
        #expect(RecentCalls(text: text).text == text)
    }

    @Test(arguments: ["x", "1:2", "1:2:3:4", "-1:2:3", "1:2:x", ":::"])
    func `what is no count of calls counts for nothing`(text: String) {
        #expect(RecentCalls(text: text).calls == 0)
    }

    @Test func `down-time is what of each outage lies in the span`() {
        let outages = [
            Outage(server: "plex", start: 0, end: 10, cause: ""), Outage(server: "plex", start: 50, end: 60, cause: ""),
            Outage(server: "plex", start: 90, end: nil, cause: ""),
        ]
        #expect(Outage.downTime(in: 0..<100, of: outages) == 30)
        #expect(Outage.downTime(in: 5..<55, of: outages) == 10)
        #expect(Outage.downTime(in: 20..<40, of: outages) == 0)
        #expect(Outage.downTime(in: 95..<200, of: outages) == 105)
        #expect(Outage.downTime(in: 30..<30, of: outages) == 0)
    }
}
