import Foundation
import Testing

/// What systemd itself says of the unit that ships; where there is no systemd nothing is said.
@Suite struct HardeningTests {
    private static let analyzer = "/usr/bin/systemd-analyze"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: analyzer)))
    func `the unit exposes no more than 1,5 of 10`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.analyzer)
        process.arguments = [
            "security", "--offline=true", "--no-pager", "--threshold=15",
            root.appending(path: "examples/systemd/plexsync.service").path,
        ]
        (process.standardOutput, process.standardError) = (Pipe(), FileHandle.nullDevice)
        let pipe = try #require(process.standardOutput as? Pipe)
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output.suffix(400))")
        #expect(output.contains("Overall exposure level for plexsync.service"))
    }
}
