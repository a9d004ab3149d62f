import CSimdJSON

/// A parsed document: simdjson's tape and strings, freed with the last value that looks into them.
///
/// A word of the tape is 8 bits of type and 56 of payload. For an object or array the payload's lower 32 bits are the place
/// behind its closing word; for a string, the place of its text. A number follows in a second word.
final class JSONDocument {
    private let handle: csimdjson_document
    let words: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>

    /// `bytes` are parsed in place where the array has 64 spare bytes of capacity, and copied first otherwise.
    init(_ bytes: [UInt8], depth: Int) throws(JSONError) {
        handle = try JSONDocument.parse(bytes, depth: depth, repair: true)
        words = handle.words
        strings = handle.strings
    }

    deinit { csimdjson_free(handle) }

    private static func parse(_ bytes: [UInt8], depth: Int, repair: Bool) throws(JSONError) -> csimdjson_document {
        var document = csimdjson_document()
        var message: UnsafePointer<CChar>?
        // Some servers and proxies put a byte order mark before their answers; RFC 8259 (8.1) lets readers pass over it.
        let mark = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        let result = bytes.withUnsafeBufferPointer {
            csimdjson_parse(
                $0.baseAddress.map { $0 + mark }, $0.count - mark, bytes.capacity - mark, depth, &document, &message)
        }
        switch result {
        case csimdjson_ok: return document
        case csimdjson_invalid_text where repair: return try parse(repaired(bytes), depth: depth, repair: false)
        case csimdjson_too_deep:
            throw JSONError(path: "", problem: "nested deeper than \(depth) levels", code: .tooDeep)
        default:
            throw JSONError(path: "", problem: message.map { String(cString: $0) } ?? "not JSON", code: .broken)
        }
    }
}
