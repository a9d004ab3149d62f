import CCurl

/// One of curl's easy handles with the header lines it sends, freed together. Lives on the curl thread alone.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let host: String
    private var lines: UnsafeMutablePointer<curl_slist>?

    /// - Parameter host: Named in the errors of the setters.
    init(host: String) throws(HTTPError) {
        guard let pointer = curl_easy_init() else {
            throw .failed(host: host, code: Int(CURLE_FAILED_INIT.rawValue))
        }
        self.pointer = pointer
        self.host = host
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(lines)
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try check(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, size value: Int) throws(HTTPError) {
        try check(ccurl_set_size(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String?) throws(HTTPError) {
        try check(ccurl_set_string(pointer, option, value))
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer) throws(HTTPError) {
        try check(ccurl_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, callback value: @escaping ccurl_callback) throws(HTTPError) {
        try check(ccurl_set_callback(pointer, option, value))
    }

    func set(witness: @escaping ccurl_witness, _ user: UnsafeMutableRawPointer) throws(HTTPError) {
        try check(ccurl_set_witness(pointer, witness, user))
    }

    func setCloseOnExec() throws(HTTPError) { try check(ccurl_set_close_on_exec(pointer)) }

    /// Copies `body`.
    func set(body: [UInt8]) throws(HTTPError) {
        try check(ccurl_set_body(pointer, body, body.count))
    }

    func set(lines texts: [String]) throws(HTTPError) {
        for text in texts {
            // On failure the list stays as it was, and a request without one of its headers must not go out.
            guard let longer = curl_slist_append(lines, text) else { throw outOfMemory }
            lines = longer
        }
        try check(ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, lines))
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_get_long(pointer, info, &value)
        return value
    }

    func size(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        ccurl_get_size(pointer, info, &value)
        return value
    }

    func string(_ info: CURLINFO) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        ccurl_get_string(pointer, info, &value)
        return value.map { String(cString: $0) }
    }

    /// The fields of the final reply, without those of interim replies and trailers.
    var replyHeaders: HTTPHeaders {
        var fields: [(name: String, value: String)] = []
        var last: UnsafeMutablePointer<curl_header>?
        while let header = curl_easy_nextheader(pointer, UInt32(CURLH_HEADER), -1, last) {
            fields.append((name: String(cString: header.pointee.name), value: String(cString: header.pointee.value)))
            last = header
        }
        return HTTPHeaders(fields)
    }

    private var outOfMemory: HTTPError { .failed(host: host, code: Int(CURLE_OUT_OF_MEMORY.rawValue)) }

    private func check(_ code: CURLcode) throws(HTTPError) {
        if code != CURLE_OK { throw .failed(host: host, code: Int(code.rawValue)) }
    }
}
