/// How long a failed job rests, and when it gives up.
public struct RetryPolicy: Hashable, Sendable {
    /// Waits that double from `base` up to `cap`, `tries` of them.
    public struct Series: Hashable, Sendable {
        public let base: Duration
        public let cap: Duration
        /// So many waits; the failure after the last one is final.
        public let tries: Int

        public init(base: Duration, cap: Duration, tries: Int) {
            self.base = base
            self.cap = cap
            self.tries = tries
        }

        /// How long a job rests after its `failures`-th failure.
        ///
        /// Doubles from `base` up to `cap`, then keeps only the share `jitter` of it, so that a restart of Plex does not
        /// wake every resting job in the same second. The caller draws `jitter`; a test can name the result.
        ///
        /// - Parameters:
        ///   - failures: Failed tries so far, at least 1. A job that was only put off has not failed.
        ///   - jitter: Share of the full wait to keep, `0...1`; the worker draws it uniformly.
        /// - Returns: Between zero and `cap`, in whole milliseconds. O(1): past 20 doublings the exponent stops growing.
        /// - SeeAlso: "Full Jitter", <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
        public func wait(afterFailures failures: Int, jitter: Double) -> Duration {
            precondition(failures >= 1 && (0...1).contains(jitter))
            let full = min(base * (1 << min(failures - 1, 20)), cap)
            return .milliseconds(Int(Double(full.wholeMilliseconds) * jitter))
        }
    }

    /// For ``Verdict/tryAgain(retryAfter:)``.
    public var tryAgain: Series
    /// For ``Verdict/notInPlexYet``.
    public var notInPlexYet: Series
    /// What a server asks for with `Retry-After` is held to this.
    public var longestRetryAfter: Duration

    public init(
        tryAgain: Series = Series(base: .seconds(5), cap: .seconds(80), tries: 5),
        notInPlexYet: Series = Series(base: .seconds(30), cap: .seconds(600), tries: 12),
        longestRetryAfter: Duration = .seconds(3600)
    ) {
        self.tryAgain = tryAgain
        self.notInPlexYet = notInPlexYet
        self.longestRetryAfter = longestRetryAfter
    }

    /// What a server asked for, never negative and never longer than ``longestRetryAfter``.
    public func held(_ retryAfter: Duration?) -> Duration {
        max(.zero, min(retryAfter ?? .zero, longestRetryAfter))
    }
}

extension Duration {
    /// Cut, not rounded; held to what fits.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        return Int(product) + Int(attoseconds / 1_000_000_000_000_000)
    }
}
