/// A time in which a server gave no answers, from the breaker's opening to its closing.
public struct Outage: Hashable, Sendable {
    public let server: String
    /// UTC milliseconds.
    public let start: Int
    /// Nil while it lasts.
    public let end: Int?
    /// What the failure that opened the breaker said.
    public let cause: String

    public init(server: String, start: Int, end: Int?, cause: String) {
        self.server = server
        self.start = start
        self.end = end
        self.cause = cause
    }

    /// Milliseconds of `span` in which the server was down; one that lasts counts up to the end of `span`.
    /// - Parameter outages: Those of one server: they do not overlap.
    public static func downTime(in span: Range<Int>, of outages: [Outage]) -> Int {
        outages.reduce(0) { sum, outage in
            let start = max(outage.start, span.lowerBound)
            return sum + max(0, min(outage.end ?? span.upperBound, span.upperBound) - start)
        }
    }
}
