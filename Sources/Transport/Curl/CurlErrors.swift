import CCurl

extension Transfer {
    /// What a code of curl means for this transfer.
    func error(_ code: CURLcode, anyHeader: Bool) -> HTTPError {
        switch code {
        case CURLE_URL_MALFORMAT: .invalidRequest("its address is not valid")
        case CURLE_UNSUPPORTED_PROTOCOL where !anyHeader && easy.size(CURLINFO_PRETRANSFER_TIME_T) == 0:
            .invalidRequest("its address is neither http nor https")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved(host: host)
        case CURLE_COULDNT_CONNECT: .refused(host: host)
        case CURLE_OPERATION_TIMEDOUT: timeout
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .cut(host: host)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            .malformed(host: host)
        case CURLE_FILESIZE_EXCEEDED: .bodyTooLarge(limit: limits.body)
        // One header line larger than curl's own 100 KiB.
        case CURLE_OUT_OF_MEMORY where anyHeader: .headersTooLarge(limit: limits.headers)
        case CURLE_PEER_FAILED_VERIFICATION: .tls(host: host, certificateProblem)
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH: .tls(host: host, .wrongKey)
        case CURLE_SSL_CACERT_BADFILE: .tls(host: host, .authorityFile)
        case CURLE_SSL_CONNECT_ERROR: .tls(host: host, .handshake)
        default: .failed(host: host, code: Int(code.rawValue))
        }
    }

    /// curl has one code for three time-outs.
    private var timeout: HTTPError {
        if easy.size(CURLINFO_PRETRANSFER_TIME_T) == 0 { return .connectTimeout(host: host) }
        // curl's clock rounds.
        let ended = ContinuousClock.now - start > limits.total - .milliseconds(5)
        return ended ? .deadline(host: host) : .stalled(host: host)
    }

    /// OpenSSL's numbers (`X509_V_ERR_…`). It checks chain and dates; the name curl checks afterwards, leaving 1 (unspecified).
    private var certificateProblem: HTTPError.TLSProblem {
        switch easy.long(CURLINFO_SSL_VERIFYRESULT) {
        case 0, 1, 62: .wrongName
        case 9, 10: .expired
        default: .untrusted
        }
    }
}
