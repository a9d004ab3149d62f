import Queue
import Testing

@Suite struct RetryPolicyTests {
    let series = RetryPolicy.Series(base: .seconds(5), cap: .seconds(60), tries: 5)

    @Test(arguments: [
        (failures: 1, wait: 5), (failures: 2, wait: 10), (failures: 4, wait: 40),
        (failures: 5, wait: 60),  // 80 s, held down by the cap
        (failures: .max, wait: 60),  // would overflow if the doubling were not held
    ])
    func `waits double up to the cap`(failures: Int, wait: Int) {
        #expect(series.wait(afterFailures: failures, jitter: 1) == .seconds(wait))
    }

    @Test(arguments: [0, 0.001, 0.25, 0.5, 0.999, 1], 1...8)
    func `the share keeps a wait between nothing and the full one`(jitter: Double, failures: Int) {
        let (wait, full) = (
            series.wait(afterFailures: failures, jitter: jitter), series.wait(afterFailures: failures, jitter: 1)
        )
        #expect(wait >= .zero && wait <= full)
        #expect(wait <= full * jitter && wait > full * jitter - .milliseconds(1), "whole milliseconds")
    }

    @Test(
        arguments: [
            (asked: nil, held: 0), (asked: -1, held: 0), (asked: 0, held: 0), (asked: 120, held: 120),
            (asked: 3600, held: 3600), (asked: 3601, held: 3600), (asked: .max, held: 3600), (asked: .min, held: 0),
        ] as [(Int?, Int)])
    func `what a server asks for is held between nothing and an hour`(asked: Int?, held: Int) {
        #expect(RetryPolicy().held(asked.map { .seconds($0) }) == .seconds(held))
    }
}
