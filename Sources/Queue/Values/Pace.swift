/// So many jobs in so much time, by all workers together.
public struct Pace: Hashable, Sendable {
    /// At least 1 ms.
    public let interval: Duration

    /// - Parameters:
    ///   - jobs: At least 1.
    ///   - time: In which they may begin.
    public init(jobs: Int, in time: Duration) { interval = max(.milliseconds(1), time / max(1, jobs)) }

    /// Jobs that may begin together: those of a second, at least one.
    var together: Int { max(1, Int(Duration.seconds(1) / interval)) }

    /// When the next may begin after `jobs` have begun at `now`, in UTC milliseconds.
    func next(after jobs: Int, at now: Int) -> Int { now + (interval * jobs).wholeMilliseconds }

    /// What is stored, or `now` where that is too far ahead to be of this clock: one set back must not stop the queue.
    func held(_ stored: Int, at now: Int) -> Int {
        stored > next(after: together, at: now) + JobStore.clockTolerance ? now : stored
    }
}
