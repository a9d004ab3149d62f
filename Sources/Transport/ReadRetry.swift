/// Tries a read again where it failed for a reason that may pass: three tries within ten seconds (`DESIGN.md` 7).
///
/// The clients decide which of their errors are worth another try, since only they know an unreadable body from a
/// refusal; writing requests never go through here.
public struct ReadRetry: Sendable {
    /// How many tries there are in all, at least 1.
    public var tries: Int
    /// No further try begins later than this after the first one began.
    public var within: Duration
    /// The wait before the second try; it doubles for each further one.
    public var firstWait: Duration
    /// Who decides, between two tries, whether the server may be asked again; nil for nobody.
    public var watch: Watch?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - now: The clock's reading; a test moves it by hand.
    ///   - sleep: Waits, and throws when the task is cancelled.
    public init(
        tries: Int = 3, within: Duration = .seconds(10), firstWait: Duration = .milliseconds(250),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0, clock: .suspending)
        }
    ) {
        (self.tries, self.within, self.firstWait, self.now, self.sleep) = (tries, within, firstWait, now, sleep)
    }

    public static var never: ReadRetry { ReadRetry(tries: 1) }

    /// Stands between the tries of a read, for whoever shares the server with others.
    public struct Watch: Sendable {
        /// Told of a failure after which another try would follow. That of the last try is the caller's own.
        public let failed: @Sendable (any Error) async -> Void
        /// Whether another try may be made: asked before the wait and after it, since others may have failed meanwhile.
        public let mayTryAgain: @Sendable () async -> Bool

        public init(
            failed: @escaping @Sendable (any Error) async -> Void, mayTryAgain: @escaping @Sendable () async -> Bool
        ) {
            (self.failed, self.mayTryAgain) = (failed, mayTryAgain)
        }
    }

    /// What to do about a failure.
    public enum Advice: Sendable {
        case giveUp
        /// Try again, after the server's `Retry-After` if it named one.
        case again(after: Duration?)
    }

    /// Runs `read`, and again as `advice` says.
    ///
    /// - Throws: the last failure, unchanged. A wait that the server asked for and that does not fit into ``within``
    ///   ends the tries at once, and so does ``watch``.
    public func run<Value, Failure: Error>(
        _ read: () async throws(Failure) -> Value, advice: (Failure) -> Advice
    ) async throws(Failure) -> Value {
        let start = now()
        var wait = firstWait
        var done = 0
        while true {
            do {
                return try await read()
            } catch {
                done += 1
                guard done < tries, !Task.isCancelled, case .again(let asked) = advice(error) else { throw error }
                let pause = max(asked ?? .zero, wait)
                guard start.duration(to: now()) + pause <= within else { throw error }
                await watch?.failed(error)
                guard await watch?.mayTryAgain() ?? true else { throw error }
                do { try await sleep(pause) } catch _ { throw error }
                guard await watch?.mayTryAgain() ?? true else { throw error }
                wait = wait * 2
            }
        }
    }
}
