public import Transport

/// Why Stash gave no usable answer.
///
/// Hosts, numbers and Stash's own words only: never a header, a key, a URL's query or a body.
public enum StashError: Error, Hashable, Sendable {
    /// There was no whole HTTP reply.
    case unreachable(host: String, HTTPError)
    /// Connected, but no whole reply in the time allowed.
    case timedOut(host: String)
    /// It answers, but is not set up or waits for a migration; `status` is Stash's word for it.
    case notReady(status: String)
    /// 401. `keySent`: whether a key or a cookie went with the request.
    case tokenRefused(host: String, keySent: Bool)
    /// 403. `tripwire`: Stash locked itself after an access from a public address (`apis/stash.md` 1).
    case forbidden(host: String, tripwire: Bool)
    /// 302, 303 or 307: what a login page in front of Stash does.
    case redirectedToLogin(host: String)
    /// Another redirect, which is not followed either; `target` is the host it names.
    case redirected(host: String, target: String?)
    /// A reply that is not JSON although its status said all is well.
    case notJSON(host: String)
    /// JSON, but not what Stash sends; `problem` names the place in the answer.
    case malformed(problem: String)
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    /// 400 or 422: Stash does not understand the query, for instance since another release runs now.
    case queryRefused(message: String)
    /// 200 with `errors`.
    case serverFault(message: String)
    /// Any other status.
    case status(Int, host: String)
    /// 429.
    case tooManyRequests(host: String, retryAfter: Duration?)
    /// 5xx.
    case overloaded(status: Int, host: String, retryAfter: Duration?)
    /// The task was cancelled.
    case cancelled
}

extension StashError: CustomStringConvertible {
    /// A sentence for a person: what failed, and what helps.
    public var description: String {
        switch self {
        case .unreachable(let host, let why): "Stash at \(host) cannot be reached. \(why)"
        case .timedOut(let host): "Stash at \(host) did not answer in the time allowed."
        case .notReady(let status):
            "Stash is not ready (\(status)): open its page in a browser and finish what it asks for."
        case .tokenRefused(let host, true): "Stash at \(host) refused the API key; set a new one under 'stash.api_key'."
        case .tokenRefused(let host, false): "Stash at \(host) wants an API key; set it under 'stash.api_key'."
        case .forbidden(let host, true):
            "Stash at \(host) has locked itself after an access from the internet without a login; set a user name and "
                + "a password in Stash and clear the lock as its log says."
        case .forbidden(let host, false): "Stash at \(host), or a proxy before it, forbids the request."
        case .redirectedToLogin(let host):
            "\(host) asks for a login before it lets anyone reach Stash; 'stash.url' must reach Stash itself."
        case .redirected(let host, let target):
            "\(host) redirects to \(target ?? "another address"), which is not followed; set 'stash.url' to the final address."
        case .notJSON(let host): "\(host) answered, but not with JSON: is Stash really at 'stash.url'?"
        case .malformed(let problem): "Stash's answer is not understood: \(problem)."
        case .tooLarge(let limit): "Stash's answer is larger than \(limit) bytes."
        case .queryRefused(let message): "Stash does not understand the query: \(message)"
        case .serverFault(let message): "Stash failed: \(message)"
        case .status(404, let host): "There is no Stash at \(host) under the path of 'stash.url' (404)."
        case .status(let status, let host): "Stash at \(host) answered with status \(status)."
        case .tooManyRequests(let host, _): "\(host) asks for fewer requests (429)."
        case .overloaded(let status, let host, _): "Stash at \(host), or a proxy before it, is failing (\(status))."
        case .cancelled: "The request to Stash was cancelled."
        }
    }

    /// A stable word without values.
    public var code: String {
        switch self {
        case .unreachable: "stash-unreachable"
        case .timedOut: "stash-timeout"
        case .notReady: "stash-not-ready"
        case .tokenRefused: "stash-token-refused"
        case .forbidden(_, true): "stash-tripwire"
        case .forbidden(_, false): "stash-forbidden"
        case .redirectedToLogin: "stash-login-page"
        case .redirected: "stash-redirected"
        case .notJSON: "stash-not-json"
        case .malformed: "stash-answer-malformed"
        case .tooLarge: "stash-answer-too-large"
        case .queryRefused: "stash-query-refused"
        case .serverFault: "stash-fault"
        case .status: "stash-status"
        case .tooManyRequests: "stash-too-many-requests"
        case .overloaded: "stash-overloaded"
        case .cancelled: "stash-cancelled"
        }
    }
}

extension StashError {
    /// Whether the same read may succeed in a moment: connect, cut or unreadable body, time-out, 429, 5xx (`DESIGN.md` 7).
    public var isTransient: Bool {
        switch self {
        case .unreachable(_, let error):
            switch error.kind {
            case .connect, .timeout, .cut, .unreadable, .other: true
            case .tls, .redirect, .refusedByUs, .cancelled: false
            }
        case .timedOut, .notJSON, .tooManyRequests, .overloaded: true
        case .notReady, .tokenRefused, .forbidden, .redirectedToLogin, .redirected, .malformed, .tooLarge,
            .queryRefused, .serverFault, .status, .cancelled:
            false
        }
    }

    /// Whether this says that the server is down rather than that it failed at one request (`DESIGN.md` 6).
    public var isServerDown: Bool {
        switch self {
        case .unreachable(_, let error): error.kind != .cancelled && error.kind != .refusedByUs
        case .timedOut, .notReady, .tooManyRequests: true
        case .overloaded(let status, _, _): (502...504).contains(status)
        case .tokenRefused, .forbidden, .redirectedToLogin, .redirected, .notJSON, .malformed, .tooLarge,
            .queryRefused, .serverFault, .status, .cancelled:
            false
        }
    }

    /// Whether a probe that ended so found no usable Stash, for exit code 69 (`DESIGN.md` 9): connect, TLS, time-out, any
    /// 5xx, 429, not JSON, not ready.
    public var isUnusable: Bool {
        switch self {
        case .overloaded, .notJSON, .malformed: true
        default: isServerDown
        }
    }

    /// Whether our key, or its absence, is what Stash objects to.
    public var isRefusal: Bool {
        switch self {
        case .tokenRefused, .forbidden, .redirectedToLogin: true
        default: false
        }
    }

    /// How long the server asked to be left alone, at most an hour.
    public var retryAfter: Duration? {
        switch self {
        case .tooManyRequests(_, let wait), .overloaded(_, _, let wait): wait.map { min($0, .seconds(3600)) }
        default: nil
        }
    }
}
