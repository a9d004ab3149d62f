import Foundation
import TestSupport
import Testing

/// What systemd itself says of the unit that ships; where there is no systemd nothing is said.
@Suite struct HardeningTests {
    private static let analyzer = "/usr/bin/systemd-analyze"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: analyzer)))
    func `the unit exposes no more than 1,5 of 10`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let words = [
            "security", "--offline=true", "--no-pager", "--threshold=15",
            root.appending(path: "examples/systemd/plexsync.service").path,
        ]
        let process = try ChildProcess(Self.analyzer, words, output: .pipe)
        let output = await process.output.text()
        #expect(await process.end() == 0, "\(output.suffix(400))")
        #expect(output.contains("Overall exposure level for plexsync.service"))
    }
}
