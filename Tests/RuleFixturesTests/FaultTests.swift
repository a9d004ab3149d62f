import Configuration
import Testing

@testable import RuleFixtures

/// Files of tests that are refused: each fault at its place.
@Suite struct FaultTests {
    private func faults(_ text: String) throws -> [ConfigurationFault] {
        do {
            _ = try fixtures(text)
            return []
        } catch let error as ConfigurationFaults { return error.faults }
    }

    private func places(_ faults: [ConfigurationFault]) -> [String] {
        faults.map { "\($0.line):\($0.column) \($0.code)" }
    }

    /// What follows the name in line 4, each with the places of all its faults.
    static let cases: [(keys: String, places: [String])] = [
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}", []),
        ("clock: 2026-01-01\nexpect: {scanned: 0}", ["4:3 missing-key"]),
        ("rule: al\nclock: 2026-01-01\nexpect: {scanned: 0}", ["5:9 unknown-rule"]),
        ("rules: [all, nobody]\nclock: 2026-01-01\nexpect: {scanned: 0}", ["5:16 unknown-rule"]),
        ("rules: [all, report]\nclock: 2026-01-01\nexpect: {scanned: 0}", ["5:10 not-here"]),
        ("rule: all\nrules: [all]\nclock: 2026-01-01\nexpect: {scanned: 0}", ["6:10 not-here"]),
        ("rule: all\nexpect: {scanned: 0}", ["4:3 missing-key"]),
        ("rule: all\nclock: tomorrow\nexpect: {scanned: 0}", ["6:10 bad-time"]),
        ("rule: all\nclock: 2h ago\nexpect: {scanned: 0}", ["6:10 bad-time"]),
        ("rule: all\nclock: {from: 2026-01-02}\nexpect: {scanned: 0}", ["6:10 missing-key"]),
        ("rule: all\nclock: {from: 2026-01-02, to: 2026-01-01}\nexpect: {scanned: 0}", ["6:33 bad-time"]),
        ("rule: all\nclock: {from: 2026-01-02, to: 2028-01-01}\nexpect: {scanned: 0}", ["6:33 bad-time"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {fires: []}", ["7:19 not-here"]),
        (
            "rule: all\nclock: 2026-01-01\naway: {from: 2025-01-01, to: 2025-01-02}\nexpect: {scanned: 0}",
            ["7:9 not-here"]
        ),
        ("rule: all\nclock: 2026-01-01\nexpect: {}", ["7:11 expects-nothing"]),
        ("rule: all\nclock: 2026-01-01", ["4:3 missing-key"]),
        ("rule: all\nclock: 2026-01-01\nexpct: {}\nexpect: {scanned: 0}", ["7:3 unknown-key"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {outcomes: {insync: 1}}", ["7:23 unknown-key"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {outcomes: {gap: [7]}}", ["7:29 unknown-scene"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {gaps: [{types: [emty]}]}", ["7:19 missing-key", "7:28 unknown-word"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {queued: many}", ["7:20 wrong-type"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {plans: [{scene: 1}]}\nscenes: [{id: 1}]", ["7:20 missing-key"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: 1}, {id: 1}]", ["8:26 duplicate-key"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: one}]", ["8:17 bad-id"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: 1, studoi: A}]", ["8:20 unknown-key"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: 1, date: 2026-02-30}]", ["8:26 bad-time"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: 1, rating: 0}]", ["8:28 out-of-range"]),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 1}\nscenes: [{id: 1, said: {title: A}}]", ["8:26 not-here"]),
        (
            "rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}\nitems: [{rating_key: 1, path: /a, library: Clip}]",
            ["8:46 unknown-library"]
        ),
        ("rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}\nitems: [{rating_key: 1}]", ["8:11 missing-key"]),
        (
            "rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}\nitems: [{rating_key: 1, path: /caf\u{e9}}, {rating_key: 2, path: /cafe\u{301}}]",
            []
        ),
        (
            "rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}\nitems: [{rating_key: 1, path: /a}, {rating_key: 2, path: [/b, /a]}]",
            ["8:60 shared-file"]
        ),
        (
            "rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}\nitems: [{rating_key: 1, path: /a, fields: {titel: x}}]",
            ["8:46 unknown-key"]
        ),
    ]

    @Test(arguments: cases)
    func `every fault of a case is told at its place`(keys: String, places: [String]) throws {
        #expect(try self.places(faults(oneCase(keys))) == places)
    }

    @Test func `a word that is nearly right is told what it should be`() throws {
        let text = oneCase("rule: reprot\nclock: 2026-01-01\nexpect: {outcomes: {insync: 1}, result: hold}")
        #expect(try faults(text).map(\.nearest) == ["Report", "in_sync", "held"])
    }

    @Test func `a file without tests, with a case twice, and one that is not there are refused`() throws {
        #expect(try places(faults("version: 1")) == ["1:1 missing-key"])
        #expect(try places(faults("version: 1\ntests: []")) == ["2:8 empty-list"])
        #expect(try places(faults("tests: []\nversion: 2")) == ["1:8 empty-list", "2:10 out-of-range"])
        let twice = oneCase("rule: all\nclock: 2026-01-01\nexpect: {scanned: 0}")
        let more = twice + "- {name: a, rule: all, clock: 2026-01-01, expect: {scanned: 0}}\n"
        #expect(try places(faults(more)) == ["8:10 duplicate-key"])
        let settings = try fixtures(twice).settings
        let missing = #expect(throws: ConfigurationFaults.self) {
            try FixtureFile.load(path: "b.test.yaml", testing: settings, files: reader([:]))
        }
        #expect(missing?.faults.map(\.code) == ["unreadable-file"])
    }

    @Test func `a fault in what cases share is told once`() throws {
        let text = """
            version: 1
            clock: 2026-13-01
            libraries: [{title: Clips}]
            tests:
            - {name: a, rule: all, expect: {scanned: 0}}
            - {name: b, rule: all, expect: {scanned: 0}}
            """
        #expect(try places(faults(text)) == ["2:8 bad-time", "3:13 missing-key"])
    }

    @Test func `libraries that the configuration or the rule names must be there`() throws {
        let configuration = """
            version: 1
            plex: {url: "http://h", token: "${env:NOWHERE}", libraries: [Clips]}
            rules: [{name: all, when: manual}]
            """
        let text = """
            version: 1
            tests:
            - {name: a, rule: all, clock: 2026-01-01, libraries: [{title: Films, roots: [/f]}], expect: {scanned: 0}}
            """
        let error = #expect(throws: ConfigurationFaults.self) { try fixtures(text, for: configuration) }
        #expect(error?.faults.map(\.code) == ["unknown-library"])
        let narrowed = configuration.replacing("when: manual", with: "when: manual, gaps: {library: Archive}")
        let other = #expect(throws: ConfigurationFaults.self) { try fixtures(text, for: narrowed) }
        #expect(other?.faults.map(\.code) == ["unused-library"])
    }
}
