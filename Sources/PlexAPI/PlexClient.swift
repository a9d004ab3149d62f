import JSON
public import Transport

/// Speaks with one Plex server. Each method makes the requests its comment names; reads are tried again as `retry` says,
/// writes never are.
///
/// The token travels in the header `X-Plex-Token` alone: never in an address, an error, or what printing the client shows.
public struct PlexClient: Sendable {
    /// Host and port, as errors name the server.
    public let host: String
    private let base: String
    private let headers: HTTPHeaders
    private let transport: any Transport
    private var retry: ReadRetry
    private let limits: HTTPRequest.Limits
    /// Told after each request how long it took.
    private var report: (@Sendable (Duration) -> Void)?

    /// 10 s to connect, 60 s for an answer in which Plex may think for 45 s, 64 MiB: a server that ignores paging
    /// answers with its whole library.
    public static var usualLimits: HTTPRequest.Limits {
        var limits = HTTPRequest.Limits()
        limits.patience = .seconds(45)
        limits.body = 64 << 20
        return limits
    }

    /// - Parameters:
    ///   - url: As in `http://localhost:32400`; a slash at the end means nothing. It is checked by the first request.
    ///   - clientIdentifier: The same for as long as the installation lives: another one is a new device to Plex.
    ///   - version: Ours, shown in Plex's list of devices.
    public init(
        url: String, token: String, clientIdentifier: String, version: String, transport: any Transport,
        retry: ReadRetry = ReadRetry(), limits: HTTPRequest.Limits = PlexClient.usualLimits
    ) {
        var base = url[...]
        while base.last == "/" { base.removeLast() }
        self.base = String(base)
        host = Self.host(in: base)
        headers = [
            "Accept": "application/json", "X-Plex-Token": token, "X-Plex-Client-Identifier": clientIdentifier,
            "X-Plex-Product": "plexsync", "X-Plex-Version": version, "X-Plex-Platform": "Linux",
            "X-Plex-Device": "plexsync", "X-Plex-Device-Name": "plexsync",
        ]
        (self.transport, self.retry, self.limits) = (transport, retry, limits)
    }

    /// The same client without further tries: for a look whether a server that rests is back.
    public var tryingOnce: PlexClient {
        var client = self
        client.retry = .never
        return client
    }

    /// The same client, whose reads are tried again only where `watch` lets them.
    public func watched(by watch: ReadRetry.Watch) -> PlexClient {
        var client = self
        client.retry.watch = watch
        return client
    }

    /// The same client, which tells how long each of its requests took, those that failed too.
    public func reporting(_ report: @escaping @Sendable (Duration) -> Void) -> PlexClient {
        var client = self
        client.report = report
        return client
    }

    /// What stands between `//` and the next `/`, without user and password.
    private static func host(in url: Substring) -> String {
        var rest = url
        if let scheme = url.firstIndex(of: ":"), url[scheme...].hasPrefix("://") {
            rest = url[url.index(scheme, offsetBy: 3)...]
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return String(rest.split(separator: "@", omittingEmptySubsequences: false).last ?? rest)
    }
}

extension PlexClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Plex at \(host)" }
    public var debugDescription: String { description }
    /// Without children, so that `dump` does not show the token.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension PlexClient {
    /// Reads `path` and makes a value of the answer's `MediaContainer`, both again where that may help.
    ///
    /// - Parameter path: With its query, percent-encoded.
    func read<Value>(
        _ path: String, _ make: (Answer) throws(JSONError) -> Value
    ) async throws(PlexError) -> Value {
        try await retry.run(
            { () async throws(PlexError) -> Value in
                let answer = try Answer(try await send(.get, path), host: host)
                do throws(JSONError) { return try make(answer) } catch {
                    throw PlexError.unexpectedAnswer(host: host, what: error.description)
                }
            },
            advice: { $0.isTransient ? .again(after: $0.retryAfter) : .giveUp })
    }

    /// One exchange, whose reply has a status of success.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], contentType: String? = nil
    ) async throws(PlexError) -> HTTPReply {
        var request = HTTPRequest(method, base + path, headers: headers, body: body)
        if let contentType { request.headers["Content-Type"] = contentType }
        request.limits = limits
        let start = ContinuousClock.now
        defer { report?(start.duration(to: .now)) }
        let reply: HTTPReply
        do { reply = try await transport.send(request) } catch { throw PlexError(error, host: host) }
        if let error = PlexError(reply, host: host) { throw error }
        return reply
    }
}

/// An answer in JSON, unwrapped.
struct Answer {
    let reply: HTTPReply
    /// `MediaContainer`, an object.
    let container: JSONValue

    init(_ reply: HTTPReply, host: String) throws(PlexError) {
        self.reply = reply
        let root: JSONValue
        do { root = try JSONValue(parsing: reply.body) } catch {
            let first = reply.body.first { !" \r\n\t".utf8.contains($0) }
            throw first == nil || first == UInt8(ascii: "{") ? .truncated(host: host) : .notJSON(host: host)
        }
        guard root.kind == .object, let container = try? root.find("MediaContainer"), container.kind == .object else {
            throw .unexpectedAnswer(host: host, what: "no MediaContainer")
        }
        self.container = container
    }

    /// The container's array `key`, which is absent when empty.
    func rows<Row>(
        _ key: StaticString, _ make: (JSONValue) throws(JSONError) -> Row
    ) throws(JSONError) -> [Row] {
        guard let rows = try container.find(key) else { return [] }
        return try rows.map(make)
    }
}
