/// How an answer is spoilt. All of it can be combined.
public struct Faults: Sendable, Hashable {
    /// Where the answer stops being one.
    public enum Break: Sendable, Hashable {
        /// Nothing is sent until the client leaves or the server stops.
        case hang
        /// RST instead of a status line.
        case reset
        /// The connection closes with FIN after so many body bytes, fewer than the headers promise.
        case closeAfter(Int)
        /// RST after so many body bytes.
        case resetAfter(Int)
        /// The body stops after so many bytes and the connection stays open.
        case stallAfter(Int)
        /// The body starts again at its end, for ever.
        case endless
    }

    /// Time before the first byte.
    public var latency: Duration?
    /// Time before each byte of the body.
    public var drip: Duration?
    /// Sends the body in chunks, without a Content-Length.
    public var chunked = false
    /// Whole seconds the connection may stay idle after this answer; 0 closes it at once, unannounced.
    public var idle: Int?
    /// See ``Break``. A number of bytes beyond the body's own leaves the answer whole.
    public var broken: Break?

    /// None.
    public init() {}

    /// Nothing but `broken`.
    public init(_ broken: Break) { self.broken = broken }

    /// Whether the body has to be sent piece by piece.
    var touchBody: Bool { drip != nil || chunked || broken != nil }
}
