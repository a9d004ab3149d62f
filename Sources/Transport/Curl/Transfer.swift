import CCurl

/// One request on the wire. Lives on the curl thread alone.
final class Transfer {
    let id: UInt64
    let easy: EasyHandle
    let continuation: CheckedContinuation<Outcome, Never>
    let host: String
    let limits: HTTPRequest.Limits
    let start = ContinuousClock.now

    private var body: [UInt8] = []
    private var headerBytes = 0
    private var headEnded = false
    private var excess = false
    /// Why a callback ended the transfer, which curl itself only knows as a failed write.
    private var verdict: HTTPError?

    init(
        _ id: UInt64, _ request: HTTPRequest, _ options: CurlTransport.Options,
        _ continuation: CheckedContinuation<Outcome, Never>
    ) throws(HTTPError) {
        guard let host = Self.host(of: request.url, flags: CURLU_DISALLOW_USER) else {
            throw .invalidRequest("its address is not valid")
        }
        self.id = id
        self.continuation = continuation
        self.host = host
        limits = request.limits
        easy = try EasyHandle(host: host)
        try easy.apply(options, host: host)
        try easy.apply(limits)
        try easy.apply(request)
        try listen()
    }

    /// The transfer's number, kept in curl's handle.
    static func id(of easy: UnsafeMutableRawPointer) -> UInt64? {
        var me: UnsafeMutablePointer<CChar>?
        ccurl_get_string(easy, CURLINFO_PRIVATE, &me)
        return me.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue().id }
    }

    // MARK: Receiving

    /// curl calls these only while its handle is in the loop, which holds the transfer for as long.
    private func listen() throws(HTTPError) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        try easy.set(CURLOPT_PRIVATE, pointer: me)
        try easy.set(CURLOPT_HEADERDATA, pointer: me)
        try easy.set(CURLOPT_WRITEDATA, pointer: me)
        try easy.set(CURLOPT_HEADERFUNCTION, callback: receiveHeader)
        try easy.set(CURLOPT_WRITEFUNCTION, callback: receiveBody)
        try easy.set(witness: noteExcess, me)
    }

    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate func takeText(_ text: UnsafeRawBufferPointer) {
        // curl drops the bytes behind the announced length and tells nobody but its log.
        if text.starts(with: "Excess found".utf8) { excess = true }
    }

    fileprivate func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
        if line.starts(with: "HTTP/".utf8) { headEnded = false }
        if line.count <= 2, line.last == UInt8(ascii: "\n") { headEnded = true }
        headerBytes += line.count
        if headerBytes <= limits.headers { return line.count }
        verdict = .headersTooLarge(limit: limits.headers)
        return Int(CURL_WRITEFUNC_ERROR)
    }

    fileprivate func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= limits.body else {
            verdict = .bodyTooLarge(limit: limits.body)
            return Int(CURL_WRITEFUNC_ERROR)
        }
        if body.isEmpty {
            // With room behind it, a body can be parsed in place (see `JSONValue.init(parsing:)`).
            body.reserveCapacity(max(bytes.count, min(easy.size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T), limits.body)) + 64)
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    // MARK: Ending

    func outcome(_ code: CURLcode) -> Outcome {
        if let verdict { return .failure(verdict) }
        guard code == CURLE_OK else { return .failure(error(code, anyHeader: headerBytes > 0)) }
        // To curl, a head cut short is a reply without a body.
        guard headEnded, !excess else { return .failure(.cut(host: host)) }
        let status = easy.long(CURLINFO_RESPONSE_CODE)
        if 300..<400 ~= status, status != 304 {
            let target = easy.string(CURLINFO_REDIRECT_URL).flatMap { Self.host(of: $0) }
            return .failure(.redirect(status: status, host: target))
        }
        return .success(HTTPReply(status: status, headers: easy.replyHeaders, body: body))
    }

    private static func host(of url: String, flags: Int32 = 0) -> String? {
        guard let parts = curl_url() else { return nil }
        defer { curl_url_cleanup(parts) }
        var host: UnsafeMutablePointer<CChar>?
        guard curl_url_set(parts, CURLUPART_URL, url, UInt32(flags)) == CURLUE_OK,
            curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK, let host
        else { return nil }
        defer { curl_free(host) }
        return String(cString: host)
    }
}

private let receiveHeader: ccurl_callback = { bytes, _, count, context in
    Transfer.at(context)?.takeHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
}

private let receiveBody: ccurl_callback = { bytes, _, count, context in
    Transfer.at(context)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
}

private let noteExcess: ccurl_witness = { _, kind, bytes, count, context in
    if kind == CURLINFO_TEXT { Transfer.at(context)?.takeText(UnsafeRawBufferPointer(start: bytes, count: count)) }
    return 0
}
