import SyncEngine
import Testing

@testable import Commands

/// The progress of a task, against what each piece of it takes.
@Suite struct WorkAheadTests {
    /// One library, as many scenes, and those of them that are delivered.
    private struct Run {
        var items = [1000]
        var scenes = 1000
        var gaps = 1000

        /// What the engine tells, with what each step took.
        var steps: [(step: Step, cost: Double, isGap: Bool)] {
            var steps: [(Step, Double, Bool)] = []
            for (number, total) in items.enumerated() {
                steps += stride(from: 100, through: total, by: 100).map {
                    (Step(.listingPlex, "library \(number)", done: $0, total: total), 100, false)
                }
            }
            steps += stride(from: 100, through: scenes, by: 100).map {
                (Step(.readingStash, done: $0, total: scenes), 100, false)
            }
            steps += stride(from: 100, through: scenes, by: 100).map {
                (Step(.comparing, done: $0, total: scenes), 200, true)
            }
            if gaps > 0 { steps.append((Step(.queueing, done: gaps, total: gaps), 0.1 * Double(gaps), false)) }
            steps += stride(from: 10, through: gaps, by: 10).map {
                (Step(.delivering, done: $0, total: gaps), 400, false)
            }
            return steps
        }

        /// The share told after each step, and the share of the work that was done by then.
        func shares(expecting gapShare: Double) -> [(told: Double, real: Double)] {
            var work = WorkAhead(.reconciliation(gapShare: gapShare))
            let whole = steps.reduce(0) { $0 + $1.cost }
            var done = 0.0
            return steps.map { step, cost, isGap in
                if isGap { work.found += gaps * 100 / scenes }
                work.see(step)
                done += cost
                return (work.share, done / whole)
            }
        }
    }

    @Test(arguments: [(1000, 1.0), (200, 0.2), (0, 0.0)])
    func `it is linear where as much is found as was expected`(gaps: Int, expected: Double) {
        for (told, real) in Run(gaps: gaps).shares(expecting: expected) { #expect(abs(told - real) < 0.03) }
    }

    @Test(arguments: [0.0, 0.1, 0.5, 1.0], [0, 100, 500, 1000])
    func `it goes on with every step, and never back, whatever was expected`(expected: Double, gaps: Int) {
        var last = 0.0
        for (told, _) in Run(gaps: gaps).shares(expecting: expected) {
            #expect(told > last || told == 1, "\(last) to \(told)")
            last = told
        }
        #expect(last > 0.97 && last <= 1)
    }

    @Test func `more than was expected is made up for within the stage that finds it`() {
        // Nothing was expected: from the first comparison on it is known better.
        let shares = Run().shares(expecting: 0)
        let (first, last) = (shares[20], shares[shares.count - 1])
        // What is left of the way is spread evenly over what is left of the work.
        for (told, real) in shares.dropFirst(30) {
            let even = first.told + (real - first.real) * (last.told - first.told) / (last.real - first.real)
            #expect(abs(told - even) < 0.06, "\(told) at \(real)")
        }
    }

    @Test func `a second library is a part of it`() {
        let run = Run(items: [1000, 3000], gaps: 0)
        var last = 0.0
        for (told, _) in run.shares(expecting: 0) {
            #expect(told >= last)
            last = told
        }
        #expect(last > 0.97)
    }

    @Test func `a listing that confirms a missing scene is no new beginning`() {
        var work = WorkAhead(.reconciliation(gapShare: 0))
        work.see(Step(.listingPlex, "Clips", done: 100, total: 100))
        work.see(Step(.comparing, done: 50, total: 100))
        let share = work.share
        work.see(Step(.listingPlex, "Clips", done: 10, total: 10_000))
        #expect(work.share == share)
    }

    @Test func `a delivery counts its own steps alone, and nothing is told before a task begins`() {
        let meter = PluginMeter()
        #expect(meter.advance(to: Step(.delivering, done: 1, total: 2)) == nil)
        meter.begin(.delivery)
        #expect(meter.advance(to: Step(.listingPlex, "Clips", done: 100, total: 100)) == nil)
        #expect(meter.advance(to: Step(.delivering, done: 25, total: 100)) == "0.25")
        #expect(meter.advance(to: Step(.delivering, done: 50, total: 100)) == "0.50")
        #expect(meter.advance(to: Step(.delivering, done: 50, total: 100)) == nil)
        #expect(meter.advance(to: Step(.delivering, done: 100, total: 100)) == "0.99")
    }
}
