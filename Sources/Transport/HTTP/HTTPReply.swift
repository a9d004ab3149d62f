#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A whole reply.
public struct HTTPReply: Sendable, Hashable {
    /// 200 to 599, no 3xx but 304.
    public let status: Int
    /// The final reply's own fields, without those of interim replies.
    public let headers: HTTPHeaders
    /// Decoded: what `Content-Encoding` had done to it is undone.
    public let body: [UInt8]

    /// A reply made by hand, for a transport that is not ``CurlTransport``.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// How long the server asks to be left alone (`Retry-After`, RFC 9110, 10.2.3); `nil` without a valid wish.
    ///
    /// A date is taken relative to the reply's own `Date`, so that the two clocks need not agree; to ours where a proxy has
    /// taken that away. Not bounded above: clamp it.
    public var retryAfter: Duration? {
        guard let wish = headers["Retry-After"] else { return nil }
        if !wish.isEmpty, wish.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return .seconds(Int64(wish) ?? Int64(Int32.max))  // a number too large for 64 bits only means "very long"
        }
        guard let then = HTTPDate.seconds(wish) else { return nil }
        return .seconds(max(0, then - (headers["Date"].flatMap(HTTPDate.seconds) ?? Int64(time(nil)))))
    }
}

extension HTTPReply: CustomStringConvertible, CustomDebugStringConvertible {
    /// As in `200, 12 bytes`: bodies and headers hold what is not for logs.
    public var description: String { "\(status), \(body.count) bytes" }

    /// The same as ``description``.
    public var debugDescription: String { description }
}
