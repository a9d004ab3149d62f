/// Why there is no reply. Names hosts and numbers; never a header's value, a query, a user or a body.
public enum HTTPError: Error, Hashable {
    /// The request itself is at fault; the text says which part.
    case invalidRequest(String)
    /// The host's name has no address.
    case unresolved(host: String)
    /// Nothing listens there, or the way is closed.
    case refused(host: String)
    /// `limits.connect` (or `limits.total`) ended before there was a connection.
    case connectTimeout(host: String)
    /// `limits.total` ended before the reply did.
    case deadline(host: String)
    /// Slower than `limits.slowest` for `limits.patience`.
    case stalled(host: String)
    /// The connection ended before the reply, or the body does not have the length that was announced.
    case cut(host: String)
    /// Not HTTP/1, or a content coding that cannot be undone.
    case malformed(host: String)
    /// The body, decoded, is larger than `limit` bytes.
    case bodyTooLarge(limit: Int)
    /// The header lines are larger than `limit` bytes.
    case headersTooLarge(limit: Int)
    /// No secure connection.
    case tls(host: String, TLSProblem)
    /// A 3xx other than 304. It is never followed: it could carry the token to another host. `host` is where it points to.
    case redirect(status: Int, host: String?)
    /// The task was cancelled.
    case cancelled
    /// The transport has been shut down.
    case closed
    /// What none of the others covers; `code` is libcurl's.
    case failed(host: String, code: Int)

    /// What is wrong with the other side's certificate, or with what we know of it.
    public enum TLSProblem: String, Sendable {
        case untrusted = "its certificate is not trusted"
        case expired = "its certificate is not valid today"
        case wrongName = "its certificate is for another name"
        case wrongKey = "its key is not the pinned one"
        case pinSyntax = "the pinned key is not written as sha256//<base64>"
        case authorityFile = "the file of trusted authorities cannot be read"
        case handshake = "the TLS handshake failed"
    }
}

extension HTTPError: CustomStringConvertible {
    /// A sentence for a person.
    public var description: String {
        switch self {
        case .invalidRequest(let what): "The request cannot be sent: \(what)."
        case .unresolved(let host): "The name \(host) cannot be resolved."
        case .refused(let host): "\(host) does not accept connections."
        case .connectTimeout(let host): "No connection to \(host) within the time allowed for it."
        case .deadline(let host): "\(host) did not finish its reply within the time allowed."
        case .stalled(let host): "\(host) replied too slowly and was given up."
        case .cut(let host): "\(host) ended the connection before its reply was whole."
        case .malformed(let host): "\(host) sent a reply that is not valid HTTP."
        case .bodyTooLarge(let limit): "The reply is larger than \(limit) bytes."
        case .headersTooLarge(let limit): "The reply's headers are larger than \(limit) bytes."
        case .tls(let host, let problem): "No secure connection to \(host): \(problem.rawValue)\(problem.remedy)."
        case .redirect(let status, let host):
            "The server redirects (\(status)) to \(host ?? "an unreadable address"), which is not followed."
        case .cancelled: "The request was cancelled."
        case .closed: "The transport is shut down."
        case .failed(let host, let code): "The exchange with \(host) failed (curl error \(code))."
        }
    }
}

extension HTTPError.TLSProblem {
    fileprivate var remedy: String {
        switch self {
        case .untrusted, .wrongName: "; name its authority ('tls.ca_file') or its key ('tls.pin')"
        case .expired, .wrongKey, .pinSyntax, .authorityFile, .handshake: ""
        }
    }
}
