import Configuration
import Foundation
import Testing

@Suite struct MutationTests {
    /// SplitMix64: the same mutations in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    @Test func `whatever happens to a file, each fault has its place in it and shows no secret`() throws {
        let original = Array(try Data(contentsOf: repository.appending(path: "examples/plexsync.yaml")))
        let pieces = [
            "\t", "\n", ": ", "{", "}", "[", "]", "- ", "\"", "'", "#", "&a ", "*a", "!", "\0", "~", "|", "${", "é",
            "<<: ",
        ]
        var random = Seeded(state: 7)
        var bad = 0
        for _ in 0..<200 {
            var bytes = original
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
                default: bytes.removeSubrange(at..<min(bytes.count, at + 40))
                }
            }
            let lines = bytes.split(omittingEmptySubsequences: false) { $0 == 10 || $0 == 13 }.count
            do {
                _ = try load(
                    bytes, environment: ["STASH_API_KEY": "canary-one", "PLEX_HOST": "h"],
                    files: ["/run/secrets/plex_token": "canary-two"])
            } catch {
                bad += 1
                #expect(!error.faults.isEmpty)
                for fault in error.faults {
                    #expect(fault.line >= 1 && fault.line <= lines && fault.column >= 1, "\(fault)")
                    #expect(!fault.rendered.contains("canary"))
                }
            }
        }
        #expect(bad > 100)
    }
}
