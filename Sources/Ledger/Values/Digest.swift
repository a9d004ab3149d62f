internal import CCrypto

/// SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits: what stands for a long value, and for a fingerprint.
public func digest(of text: String) -> String { digest(of: Array(text.utf8)) }

/// SHA-256, 64 hexadecimal digits.
public func digest(of bytes: [UInt8]) -> String {
    var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    _ = SHA256(bytes, bytes.count, &hash)
    return hexadecimal(hash)
}

/// SHA-1, 40 hexadecimal digits: the name that Plex gives to an uploaded picture (`apis/plex.md` 7). For names only.
public func sha1(of bytes: [UInt8]) -> String {
    var hash = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    _ = SHA1(bytes, bytes.count, &hash)
    return hexadecimal(hash)
}

private func hexadecimal(_ hash: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 * hash.count) { digits in
        for (place, byte) in hash.enumerated() {
            digits[2 * place] = hexDigit(byte >> 4)
            digits[2 * place + 1] = hexDigit(byte & 15)
        }
        return 2 * hash.count
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

/// A hash of a text's bytes that is the same in every process: FNV-1a, 64 bits. The bytes themselves always decide.
///
/// - SeeAlso: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
func stableHash(_ text: String) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash)
}
