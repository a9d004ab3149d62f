extension HTTPError {
    /// What callers tell apart when they decide whether to try again, and when.
    public enum Kind: String, Sendable, CaseIterable {
        /// There never was a connection: no address, refused, or not in time.
        case connect
        /// Connected, but the reply was not whole in time.
        case timeout
        /// The server is there and not trusted, or we are not able to talk securely.
        case tls
        /// The connection ended too early.
        case cut
        /// What came is not HTTP.
        case unreadable
        /// A redirect, not followed.
        case redirect
        /// Ours: a request we do not send, a reply larger than we take, a transport that is shut down.
        case refusedByUs = "refused-by-us"
        /// The caller's own cancellation.
        case cancelled
        /// None of these.
        case other
    }

    /// The class of this error.
    public var kind: Kind {
        switch self {
        case .unresolved, .refused, .connectTimeout: .connect
        case .deadline, .stalled: .timeout
        case .tls: .tls
        case .cut: .cut
        case .malformed: .unreadable
        case .redirect: .redirect
        case .invalidRequest, .bodyTooLarge, .headersTooLarge, .closed: .refusedByUs
        case .cancelled: .cancelled
        case .failed: .other
        }
    }

    /// A stable word for JSON and counts, without values.
    public var code: String {
        switch self {
        case .invalidRequest: "invalid-request"
        case .unresolved: "host-unresolved"
        case .refused: "connection-refused"
        case .connectTimeout: "connect-timeout"
        case .deadline: "reply-timeout"
        case .stalled: "reply-stalled"
        case .cut: "reply-cut"
        case .malformed: "reply-malformed"
        case .bodyTooLarge: "reply-too-large"
        case .headersTooLarge: "headers-too-large"
        case .tls(_, let problem): problem.code
        case .redirect: "redirect-refused"
        case .cancelled: "cancelled"
        case .closed: "transport-closed"
        case .failed: "exchange-failed"
        }
    }

    /// Whether the server may have seen the request, and so may have acted on it. False only where that is certain.
    public var mayHaveArrived: Bool {
        switch self {
        case .invalidRequest, .unresolved, .refused, .connectTimeout, .tls, .closed: false
        case .deadline, .stalled, .cut, .malformed, .bodyTooLarge, .headersTooLarge, .redirect, .cancelled, .failed:
            true
        }
    }
}

extension HTTPError.TLSProblem {
    fileprivate var code: String {
        switch self {
        case .untrusted: "tls-untrusted"
        case .expired: "tls-expired"
        case .wrongName: "tls-wrong-name"
        case .wrongKey: "tls-wrong-key"
        case .pinSyntax: "tls-pin-syntax"
        case .authorityFile: "tls-authority-file"
        case .handshake: "tls-handshake"
        }
    }
}
