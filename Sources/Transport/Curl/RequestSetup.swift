import CCurl

/// A request turned into curl's options.
extension EasyHandle {
    func apply(_ limits: HTTPRequest.Limits) throws(HTTPError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect.milliseconds)
        try set(CURLOPT_TIMEOUT_MS, limits.total.milliseconds)
        try set(CURLOPT_LOW_SPEED_LIMIT, max(0, limits.slowest))
        try set(CURLOPT_LOW_SPEED_TIME, max(1, limits.patience.milliseconds / 1000))
    }

    func apply(_ options: CurlTransport.Options, host: String) throws(HTTPError) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_USERAGENT, options.userAgent)
        try set(CURLOPT_NOSIGNAL, 1)
        // Else a look-up that does not end would hold up a cancellation.
        try set(CURLOPT_QUICK_EXIT, 1)
        // Half the CPU time of the default 16 KiB.
        try set(CURLOPT_BUFFERSIZE, 128 << 10)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try setCloseOnExec()
        try apply(options.trust, host: host)
        try apply(options.proxy)
    }

    private func apply(_ trust: CurlTransport.Options.Trust, host: String) throws(HTTPError) {
        switch trust {
        case .system: break
        case .authorities(let file):
            try set(CURLOPT_CAINFO, file)
            // Or the system's directory of authorities would count as well.
            try set(CURLOPT_CAPATH, nil)
        case .key(let key):
            // Anything else curl would take for the name of a file.
            guard key.hasPrefix("sha256//") else { throw .tls(host: host, .pinSyntax) }
            try set(CURLOPT_PINNEDPUBLICKEY, key)
            try set(CURLOPT_SSL_VERIFYPEER, 0)
            try set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    private func apply(_ proxy: CurlTransport.Options.Proxy) throws(HTTPError) {
        switch proxy {
        case .none: try set(CURLOPT_PROXY, "")
        case .environment: break
        case .url(let url):
            try set(CURLOPT_PROXY, url)
            try set(CURLOPT_NOPROXY, "")
        }
    }

    func apply(_ request: HTTPRequest) throws(HTTPError) {
        try set(CURLOPT_URL, request.url)
        var lines = try request.headerLines()
        switch request.method {
        case .head: try set(CURLOPT_NOBODY, 1)
        case .get where request.body.isEmpty: break
        default:
            try set(body: request.body)
            try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            // curl would add both to a body.
            lines.append("Expect:")
            if request.headers["content-type"] == nil { lines.append("Content-Type:") }
        }
        // A HEAD announces the length of a body that does not come.
        if request.method != .head { try set(CURLOPT_MAXFILESIZE_LARGE, size: max(1, request.limits.body)) }
        // curl repeats any request, a POST as well, that an idle connection swallowed.
        if !request.method.isIdempotent { try set(CURLOPT_FRESH_CONNECT, 1) }
        try set(lines: lines)
    }
}

extension HTTPRequest {
    /// As curl wants them. It sends what it is given, so line breaks are refused here.
    fileprivate func headerLines() throws(HTTPError) -> [String] {
        var lines: [String] = []
        for (name, value) in headers.fields {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
                throw .invalidRequest("a header's name is not valid")
            }
            guard value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 }) else {
                throw .invalidRequest("the value of header \(name) is not valid")
            }
            // "Name:" would mean to send none of that name.
            lines.append(value.utf8.allSatisfy { $0 == 32 || $0 == 9 } ? "\(name);" : "\(name): \(value)")
        }
        return lines
    }
}

/// RFC 9110, 5.6.2.
private func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

extension Duration {
    /// Between 1 and what curl's 32 bits hold: 0 would mean no limit.
    fileprivate var milliseconds: Int {
        if self > .seconds(2_000_000) { return 2_000_000_000 }
        return max(1, Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
