import Foundation
import JSON
import Testing

/// Bad configuration files, through the built program: each fault at its place, 78, and nothing on standard output.
@Suite struct BadConfigurationTests {
    /// Nine levels that would be a billion values if aliases were followed.
    private static let bomb = (0..<9).map { level in
        let inner = level == 0 ? "x" : "*a\(level - 1)"
        return "a\(level): &a\(level) [\(Array(repeating: inner, count: 9).joined(separator: ", "))]"
    }.joined(separator: "\n")

    /// A name, the file, and places of faults that must be told.
    static let files: [(name: String, bytes: [UInt8], places: [String])] = [
        ("wrong types", text("version: 1\nqueue: fast\nrules: {}\n"), ["2:8 wrong-type", "3:8 wrong-type"]),
        (
            "unknown keys", text("version: 1\nqueu: {}\nrules: [{name: a, wehn: x}]\n"),
            ["2:1 unknown-key", "3:9 missing-key", "3:19 unknown-key"]
        ),
        ("keys twice", text("version: 1\nqueue: {}\nqueue: {}\n"), ["3:1 duplicate-key"]),
        ("tab", text("version: 1\nqueue:\n\trate: 1/s\n"), ["3:1 tab"]),
        ("alias bomb", text("version: 1\n\(bomb)\n"), ["2:5 anchor", "3:5 anchor", "3:10 alias", "10:50 alias"]),
        ("10 MB", [UInt8](repeating: 0x20, count: 10_000_000), ["1:1 too-large"]),
        ("10 MB of brackets", [UInt8](repeating: 0x5b, count: 10_000_000), ["1:1 too-large"]),
        (
            "invalid UTF-8", text("version: 1\n# ") + [0xc3, 0x28] + text("\nqueu: 1\n"),
            ["2:3 encoding", "3:1 unknown-key"]
        ),
        ("UTF-16", [0xff, 0xfe] + text("v\0e\0r\0"), ["1:1 encoding"]),
        ("BOM and CRLF", [0xef, 0xbb, 0xbf] + text("version: 1\r\nqueu: 1\r\n"), ["2:1 unknown-key"]),
        (
            "no", text("version: 1\nsync: {fields: {tags: no}, only: {organized: Off}}\n"),
            ["2:23 wrong-type", "2:46 wrong-type"]
        ),
        (
            "times and octal", text("version: 1\nqueue: {max_waiting: 010}\nguard: {percent: 08:00, fields: 0o7x}\n"),
            ["2:22 wrong-type", "3:18 wrong-type", "3:33 wrong-type"]
        ),
        (
            "dates", text("version: 1\nrules: [{name: a, when: daily, scope: {from: 2026-02-30, to: 2025-13-01}}]\n"),
            ["2:46 bad-scope", "2:62 bad-scope"]
        ),
        (
            "zones", text("version: 1\ntimezone: Berlin\nrules: [{name: a, when: daily, timezone: CEST}]\n"),
            ["2:11 unknown-zone", "3:42 unknown-zone"]
        ),
        (
            "filters", text("version: 1\nrules:\n- {name: a, when: daily, gaps: {types: [missing], fields: [tags]}}\n"),
            ["3:32 matches-nothing"]
        ),
        (
            "secrets",
            text(
                "version: 1\nplex: {url: \"http://h\", token: \"${env:NOPE}\"}\nstash: {url: \"http://h\", api_key: plain}\n"
            ),
            ["2:32 secret-missing", "3:35 secret-in-clear"]
        ),
        ("depth", text("version: 1\nrules: " + String(repeating: "[", count: 5000) + "\n"), ["2:23 too-deep"]),
        (
            "values", text("version: 1\ninclude: [" + String(repeating: "a,", count: 30_000) + "]\n"),
            ["2:40005 too-many-nodes"]
        ),
        (
            "schedules",
            text("version: 1\nrules: [{name: a, when: {cron: \"0 0 31 2 *\"}}, {name: b, when: {daily: \"24:00\"}}]\n"),
            ["2:32 bad-schedule", "2:72 bad-schedule"]
        ),
        ("nothing", [], ["1:1 missing-key"]),
    ]

    @Test(arguments: [["host"], ["gaps"], ["rules", "list"]])
    func `without any file the sentence says where one belongs`(words: [String]) async throws {
        let home = NSTemporaryDirectory() + "plexsync-test-\(UUID().uuidString)"
        let ending = try await Program(arguments: ["--state", home + "/state"], environment: ["HOME": home]).run(words)
        #expect(ending.code == 78 && ending.output.isEmpty)
        #expect(ending.errors.contains("There is no configuration file at \(home)/.config/plexsync/plexsync.yaml"))
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: files.map(\.name))
    func `every fault is told at its place, and ends with 78`(name: String) async throws {
        let file = try #require(Self.files.first { $0.name == name })
        let folder = NSTemporaryDirectory() + "plexsync-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/plexsync.yaml"
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let program = Program(arguments: ["--rules", path, "--state", folder + "/state"])
        let check = try await program.run("rules", "check", "--format", "json")
        #expect(check.code == 78)
        let report = try check.json()
        #expect(report["ok"]?.flag == false)
        let places = (report["faults"]?.list ?? []).map { fault in
            "\(fault["line"]?.number ?? 0):\(fault["column"]?.number ?? 0) \(fault["code"]?.text ?? "")"
        }
        for place in file.places { #expect(places.contains(place), "\(places.prefix(20))") }
        #expect(places.count <= 200)
        let gaps = try await program.run("gaps", "--format", "json")
        #expect(gaps.code == 78 && gaps.output.isEmpty)
        #expect(gaps.errors.contains("\(path):\(file.places[0].split(separator: " ")[0])"))
    }
}
