import Synchronization

/// A monotonic clock that moves by one step each time it is read.
final class TickingClock: Sendable {
    private let reading = Mutex(ContinuousClock.now)
    private let step: Duration

    init(step: Duration) { self.step = step }

    func next() -> ContinuousClock.Instant {
        reading.withLock { reading in
            reading = reading.advanced(by: step)
            return reading
        }
    }
}
