import Configuration
import Foundation
import SyncModel

@testable import RuleFixtures

/// The rules that the texts of these tests speak of.
let configuration = """
    version: 1
    timezone: Europe/Berlin
    paths: [{stash: /data/, plex: /media/clips/}]
    queue: {max_waiting: 3}
    guard: {fields: 1, percent: 10}
    rules:
      - {name: all, when: {daily: "02:30"}}
      - {name: Report, when: hourly, do: report}
      - {name: few, when: manual, limit: 1, gaps: {types: [empty]}}
      - {name: start, when: startup, scope: 24h}
      - {name: abroad, when: {daily: "02:30"}, timezone: America/New_York}
      - {name: skips, when: {every: 1h}, enabled: false}
    """

/// Reads texts as files beside each other.
func reader(_ files: [String: String]) -> FileReader {
    FileReader { path, limit throws(FileReader.Failure) in
        guard let text = files[path] else { throw FileReader.Failure("there is no such file") }
        return FileReader.Contents(Array(text.utf8.prefix(limit + 1)))
    }
}

/// Reads a file of tests for a configuration.
func fixtures(_ text: String, for configuration: String = configuration) throws -> FixtureFile {
    let files = reader(["a.yaml": configuration, "a.test.yaml": text])
    let settings = try Settings.load(
        path: "a.yaml", environment: [:], files: files, systemZone: .utc, readsReferences: false)
    return try FixtureFile.load(path: "a.test.yaml", testing: settings, files: files)
}

/// A file with one case: its keys, each on a line of its own from line 5 on.
func oneCase(_ keys: String) -> String {
    "version: 1\nlibraries: [{title: Clips, roots: [/media/clips]}]\ntests:\n- name: a\n"
        + keys.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
}

/// What did not hold in a file with one case, as `what: expected, not found`.
func differences(_ keys: String, for configuration: String = configuration) throws -> [String] {
    let results = try fixtures(oneCase(keys), for: configuration).run()
    return results.flatMap(\.differences).map { "\($0.what): \($0.expected), not \($0.found)" }
}

/// The folder that holds `Package.swift`.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
