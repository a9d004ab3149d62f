import Testing

@testable import Ledger

@Suite struct DigestTests {
    @Test func `the digest is SHA-256 in hexadecimal`() {
        #expect(digest(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(digest(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    /// Kept in files: another value would find no path of an index that an older program made.
    @Test func `the hash of a path is FNV-1a, in every process`() {
        #expect(UInt64(bitPattern: Int64(stableHash(""))) == 0xcbf2_9ce4_8422_2325)
        #expect(UInt64(bitPattern: Int64(stableHash("a"))) == 0xaf63_dc4c_8601_ec8c)
        #expect(UInt64(bitPattern: Int64(stableHash("foobar"))) == 0x8594_4171_f739_67e8)
    }
}
