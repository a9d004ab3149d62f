/// What is asked of a server.
///
/// Printing one shows its method and header names alone: addresses and bodies hold tokens.
public struct HTTPRequest: Sendable, Hashable {
    /// The methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether doing it twice is the same as doing it once (RFC 9110, 9.2.2).
        public var isIdempotent: Bool { self != .post && self != .patch }
    }

    /// How long a request may take and how much its reply may hold.
    public struct Limits: Sendable, Hashable {
        /// Until the connection stands, name look-up and TLS included.
        public var connect: Duration = .seconds(10)
        /// Until the reply is whole, counted from the call of ``Transport/send(_:)``.
        public var total: Duration = .seconds(60)
        /// A transfer slower than this many bytes a second for ``patience`` is given up. 0 allows any speed.
        public var slowest = 100
        /// In whole seconds, at least one. A server that thinks sends nothing, so this bounds its thinking too.
        public var patience: Duration = .seconds(20)
        /// Bytes of the body, counted as decoded, so that a small compressed reply cannot grow without end.
        public var body = 16 << 20
        /// Bytes of all header lines, those of interim replies and trailers included.
        public var headers = 64 << 10

        /// 10 s to connect, 60 s in all, 16 MiB of body, 64 KiB of headers.
        public init() {}
    }

    /// What to do.
    public var method: Method
    /// Absolute, `http` or `https`, percent-encoded, without user name or password.
    public var url: String
    /// Sent in this order. `Content-Type` is sent only if it is here.
    public var headers: HTTPHeaders
    /// Not sent with `HEAD`; with `GET` only if it is not empty.
    public var body: [UInt8]
    /// Bounds of this one exchange.
    public var limits = Limits()

    /// A request with the default limits. It is checked when it is sent.
    public init(_ method: Method, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// As in `PUT, 12 bytes (Accept, X-Plex-Token)`.
    public var description: String { "\(method.rawValue), \(body.count) bytes (\(headers))" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Without children, so that `dump` and failing expectations show no address either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
