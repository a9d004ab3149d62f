public import Transport

/// Why Plex did not do what was asked. No case holds a token, a query or a body.
public enum PlexError: Error, Hashable, Sendable {
    /// No exchange took place: no address, nothing listens, or no secure connection.
    case unreachable(host: String, HTTPError)
    /// Connected, but the answer did not come in time.
    case timedOut(host: String)
    /// The answer ended before it was whole.
    case truncated(host: String)
    /// A page of another kind, most often HTML of a proxy, with a status that says all is well.
    case notJSON(host: String)
    /// JSON, but not of the form that Plex answers in; `what` names the place.
    case unexpectedAnswer(host: String, what: String)
    /// It points to another address, which is not followed: that would hand it the token. `to` is that host.
    case redirected(host: String, to: String?)
    /// 401
    case tokenRefused(host: String)
    /// 403
    case forbidden(host: String)
    /// 404
    case notFound(host: String)
    /// 400
    case badRequest(host: String)
    /// 429
    case tooManyRequests(host: String, retryAfter: Duration?)
    /// 502, 503 or 504: starting, in maintenance, or its queue of requests is full.
    case overloaded(host: String, status: Int, retryAfter: Duration?)
    /// 500: its database is busy, or a value of an edit is bad.
    case busy(host: String)
    /// Any other status.
    case refused(host: String, status: Int)
    /// Ours: a request that cannot be sent, or an answer larger than we take.
    case failed(host: String, HTTPError)
    /// The task was cancelled.
    case cancelled
}

extension PlexError {
    /// Whether the same read may succeed in a moment (`DESIGN.md` 7: connect, reset, cut or unreadable body, time-out,
    /// 429, 5xx).
    public var isTransient: Bool {
        switch self {
        case .unreachable(_, let error): error.kind != .tls
        case .timedOut, .truncated, .notJSON, .tooManyRequests, .overloaded, .busy: true
        case .refused(_, let status): status >= 500
        case .unexpectedAnswer, .redirected, .tokenRefused, .forbidden, .notFound, .badRequest, .failed, .cancelled:
            false
        }
    }

    /// Whether the server as a whole is not to be had now, whatever is asked of it.
    public var isServerDown: Bool {
        switch self {
        case .unreachable, .timedOut, .tooManyRequests, .overloaded: true
        case .truncated, .notJSON, .unexpectedAnswer, .redirected, .tokenRefused, .forbidden, .notFound, .badRequest,
            .busy, .refused, .failed, .cancelled:
            false
        }
    }

    /// How long Plex asked to be left alone, at most an hour; `nil` where it did not ask, or not in a valid way.
    public var retryAfter: Duration? {
        switch self {
        case .tooManyRequests(_, let wish), .overloaded(_, _, let wish): wish
        default: nil
        }
    }

    /// A stable word for JSON and counts, without values.
    public var code: String {
        switch self {
        case .unreachable: "plex-unreachable"
        case .timedOut: "plex-timed-out"
        case .truncated: "plex-answer-cut"
        case .notJSON: "plex-not-json"
        case .unexpectedAnswer: "plex-unexpected-answer"
        case .redirected: "plex-redirected"
        case .tokenRefused: "plex-token-refused"
        case .forbidden: "plex-forbidden"
        case .notFound: "plex-not-found"
        case .badRequest: "plex-bad-request"
        case .tooManyRequests: "plex-too-many-requests"
        case .overloaded: "plex-overloaded"
        case .busy: "plex-busy"
        case .refused: "plex-refused"
        case .failed(_, let error): "plex-\(error.code)"
        case .cancelled: "cancelled"
        }
    }
}

extension PlexError: CustomStringConvertible {
    /// A sentence for a person: what failed, and what helps.
    public var description: String {
        switch self {
        case .unreachable(let host, let error): "Plex at \(host) cannot be reached. \(error)"
        case .timedOut(let host): "Plex at \(host) did not answer in time."
        case .truncated(let host): "Plex at \(host) ended its answer before it was whole."
        case .notJSON(let host):
            "\(host) answered with something that is not JSON; look whether 'plex.url' leads to Plex and not to a login page."
        case .unexpectedAnswer(let host, let what): "\(host) answered in a form that is not Plex's (\(what))."
        case .redirected(let host, let other):
            "Plex at \(host) redirects to \(other ?? "another address"), which is not followed; set 'plex.url' to the final address."
        case .tokenRefused(let host): "Plex at \(host) refused the token; set a new one under 'plex.token'."
        case .forbidden(let host):
            "Plex at \(host) does not allow this with the token given; 'plex.token' must be the server owner's."
        case .notFound(let host): "Plex at \(host) does not have what was asked for."
        case .badRequest(let host): "Plex at \(host) called the request inconsistent (400)."
        case .tooManyRequests(let host, _): "Plex at \(host) asks for fewer requests (429)."
        case .overloaded(let host, let status, _):
            "Plex at \(host) is starting, in maintenance or overloaded (\(status))."
        case .busy(let host): "Plex at \(host) failed inside (500); its database may be busy."
        case .refused(let host, let status): "Plex at \(host) refused the request (\(status))."
        case .failed(let host, let error): "The exchange with Plex at \(host) failed. \(error)"
        case .cancelled: "The request to Plex was cancelled."
        }
    }
}

extension PlexError {
    /// What the failure of an exchange means here.
    init(_ error: HTTPError, host: String) {
        self =
            switch error {
            case .unresolved, .refused, .connectTimeout, .tls, .failed: .unreachable(host: host, error)
            case .deadline, .stalled: .timedOut(host: host)
            case .cut: .truncated(host: host)
            case .malformed: .notJSON(host: host)
            case .redirect(_, let other): .redirected(host: host, to: other)
            case .invalidRequest, .bodyTooLarge, .headersTooLarge, .closed: .failed(host: host, error)
            case .cancelled: .cancelled
            }
    }

    /// What a reply's status means; `nil` for success.
    init?(_ reply: HTTPReply, host: String) {
        switch reply.status {
        case 200..<300: return nil
        case 300..<400: self = .redirected(host: host, to: nil)
        case 400: self = .badRequest(host: host)
        case 401: self = .tokenRefused(host: host)
        case 403: self = .forbidden(host: host)
        case 404: self = .notFound(host: host)
        case 429: self = .tooManyRequests(host: host, retryAfter: Self.clamped(reply.retryAfter))
        case 500: self = .busy(host: host)
        case 502, 503, 504:
            self = .overloaded(host: host, status: reply.status, retryAfter: Self.clamped(reply.retryAfter))
        default: self = .refused(host: host, status: reply.status)
        }
    }

    private static func clamped(_ wish: Duration?) -> Duration? {
        wish.map { min(max($0, .zero), .seconds(3600)) }
    }
}
