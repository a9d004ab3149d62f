/// Where a server is: scheme, host, perhaps port and path; never a user, a query or a fragment.
public struct ServerURL: Hashable, Sendable, CustomStringConvertible {
    /// Without a trailing slash.
    public let text: String
    public let scheme: String
    /// As written; an IPv6 address without its brackets.
    public let host: String
    /// As given, else the scheme's own.
    public let port: Int
    /// Empty, or with a leading and without a trailing slash.
    public let path: String

    public var isSecure: Bool { scheme == "https" }
    public var description: String { text }
}

/// How a server's certificate is judged where the system's authorities do not know it. There is no way not to judge it.
public struct TLSSettings: Hashable, Sendable {
    /// A PEM file of authorities, absolute.
    public var caFile: String?
    /// `sha256//…` of the public key, several separated by `;`, as curl writes them.
    public var pin: String?

    public init(caFile: String? = nil, pin: String? = nil) { (self.caFile, self.pin) = (caFile, pin) }
}

public struct StashSettings: Hashable, Sendable {
    public var url: ServerURL
    /// `nil` for a Stash without credentials.
    public var apiKey: Secret?
    public var tls: TLSSettings

    public init(url: ServerURL, apiKey: Secret? = nil, tls: TLSSettings = TLSSettings()) {
        (self.url, self.apiKey, self.tls) = (url, apiKey, tls)
    }
}

public struct PlexSettings: Hashable, Sendable {
    public var url: ServerURL
    public var token: Secret
    /// By title or key, as written; empty means every library of type movie.
    public var libraries: [String]
    public var tls: TLSSettings

    public init(url: ServerURL, token: Secret, libraries: [String] = [], tls: TLSSettings = TLSSettings()) {
        (self.url, self.token, self.libraries, self.tls) = (url, token, libraries, tls)
    }
}
