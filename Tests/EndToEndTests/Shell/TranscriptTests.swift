import Foundation
import Testing

/// The README's session is what the program says.
@Suite(.enabled(if: TmuxWindow.isInstalled, "tmux is not installed"), .timeLimit(.minutes(15)))
struct TranscriptTests {
    @Test func `the README's session happens as it stands there`() async throws {
        let session = try Self.session()
        let folder = NSTemporaryDirectory() + "plexsync-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // what is left is the system's to clear
        let window = try TmuxWindow(
            Program(), "demo", columns: 150, rows: 60, variables: ["HOME": folder, "PAGER": "cat"], folder: folder)
        var shown: [String] = []
        for row in session where row.hasPrefix("plexsync") {
            shown = try await window.wait(for: "the prompt before '\(row)'") { rows in
                rows.last?.isPrompt ?? false && rows.count { $0.hasPrefix("plexsync") } > shown.prompts
            }
            try await window.type(row.drop { $0 != ">" }.dropFirst(2) + "\r")
        }
        shown = try await window.wait(for: "the last prompt") { rows in
            rows.last?.isPrompt ?? false && rows.prompts > shown.prompts
        }
        #expect(
            Self.agree(session.map(Self.portless)[...], shown.dropLast().map(Self.portless)[...]),
            "\(shown.joined(separator: "\n"))")
    }

    /// The rows below the first one, which starts the program.
    private static func session() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(rows.firstIndex { $0.hasPrefix("$ swift run plexsync demo") })
        return Array(rows[(start + 1)...].prefix { $0 != "```" })
    }

    private static func portless(_ row: String) -> String { row.replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:PORT") }

    /// Row by row; `...` stands for any number of rows.
    private static func agree(_ written: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
        guard let first = written.first else { return shown.isEmpty }
        if first.filter({ $0 != " " }) == "..." {
            return shown.indices.contains { agree(written.dropFirst(), shown[$0...]) }
        }
        return first == shown.first && agree(written.dropFirst(), shown.dropFirst())
    }
}

extension [String] {
    fileprivate var prompts: Int { count { $0.hasPrefix("plexsync") } }
}
