import SyncModel
import Testing

@testable import Commands

/// How long the worker of a plugin stays, without a clock.
@Suite struct DrainerStayTests {
    private let start = Instant(rawValue: 1_800_000_000_000)

    private func outlook(due: Instant?, waiting: Int) -> DrainerStay.Outlook {
        DrainerStay.Outlook(due: due, waiting: waiting, isLeftToOthers: false)
    }

    @Test func `what is due is worked off, also hours into an outage`() {
        var stay = DrainerStay(start)
        for hour in 0..<24 {
            let now = start.advanced(seconds: hour * 3600)
            #expect(stay.judge(outlook(due: start, waiting: 3), now) == .work, "hour \(hour)")
            stay.worked()
        }
    }

    @Test func `a job that is due later is waited for`() {
        var stay = DrainerStay(start)
        for minute in 0..<90 {
            let now = start.advanced(seconds: minute * 60)
            let verdict = stay.judge(outlook(due: now.advanced(seconds: 600), waiting: 1), now)
            #expect(verdict != .work && verdict != .leave, "minute \(minute): \(verdict)")
        }
    }

    @Test func `it leaves a day after the last change, and a new job is a change`() {
        var stay = DrainerStay(start)
        let (late, end) = (start.advanced(seconds: 80_000), start.advanced(seconds: 90_000))
        #expect(stay.judge(outlook(due: start, waiting: 1), start) == .work)
        #expect(stay.judge(outlook(due: start, waiting: 2), late) == .work)
        #expect(stay.judge(outlook(due: start, waiting: 2), end) == .work)
        #expect(stay.judge(outlook(due: start, waiting: 2), late.advanced(seconds: DrainerStay.longest)) == .leave)
    }

    @Test func `an empty queue is looked at for a moment`() {
        var stay = DrainerStay(start)
        var looks = 0
        while case .wait = stay.judge(outlook(due: nil, waiting: 0), start), looks < 1000 { looks += 1 }
        #expect((4...40).contains(looks))
        stay.worked()
        #expect(stay.judge(outlook(due: nil, waiting: 0), start) != .leave)
    }

    @Test func `looks become rarer`() throws {
        var (stay, waits): (DrainerStay, [Duration]) = (DrainerStay(start), [])
        for _ in 0..<300 {
            if case .wait(let duration) = stay.judge(outlook(due: start.advanced(seconds: 500), waiting: 1), start) {
                waits.append(duration)
            }
        }
        #expect(waits.count == 300 && waits == waits.sorted())
        #expect(try #require(waits.first) < #require(waits.last))
    }

    @Test func `it leaves where a host or a person sees to the queue, and where the plugin was removed`() {
        var stay = DrainerStay(start)
        let others = DrainerStay.Outlook(due: start, waiting: 1, isLeftToOthers: true)
        #expect(stay.judge(others, start) == .leave)
        #expect(stay.judge(.nothing, start) == .leave)
    }

    @Test func `a Stash that is gone for a minute has ended`() {
        let stay = DrainerStay(start)
        #expect(!stay.isOver(stashDownSince: nil, start))
        #expect(!stay.isOver(stashDownSince: start, start.advanced(seconds: 59)))
        #expect(stay.isOver(stashDownSince: start, start.advanced(seconds: 60)))
    }
}
