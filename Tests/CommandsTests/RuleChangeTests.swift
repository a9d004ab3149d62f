import CommandSyntax
import Configuration
import Database
import Foundation
import Ledger
import Rules
import SyncModel
import TestSupport
import Testing

@testable import Commands

/// `rules add` and `rules remove`.
@Suite struct RuleChangeTests {
    let bench = Bench(answer: true)

    private func text(of name: String) -> String {
        String(decoding: bench.folder.bytes(of: name) ?? Data(), as: UTF8.self)
    }

    /// Options, and what a file says to the same effect.
    static let corpus = [
        ("--when daily", "when: daily"),
        ("--when 'daily 03:30' --timezone Asia/Tokyo", "when: {daily: \"03:30\"}, timezone: Asia/Tokyo"),
        (
            "--when '{weekly: {on: sunday, at: \"04:00\"}}' --do report",
            "when: {weekly: {on: sunday, at: \"04:00\"}}, do: report"
        ),
        ("--when startup --scope 24h --by created", "when: startup, scope: {last: 24h, by: created}"),
        ("--when plex-back --scope 'last 48h'", "when: plex-back, scope: {last: 48h}"),
        ("--when hourly --since 90d", "when: hourly, scope: {last: 90d}"),
        (
            "--when hourly --since 2026-01-01 --until 2026-02-01 --by date",
            "when: hourly, scope: {from: 2026-01-01, to: 2026-02-01, by: date}"
        ),
        ("--when hourly --scope 2026-01-01..", "when: hourly, scope: {from: 2026-01-01}"),
        ("--when hourly --until 2026-02-01T10:00:00Z", "when: hourly, scope: {to: 2026-02-01T10:00:00Z}"),
        (
            "--when 'every 90m' --limit 7 --jitter 5m --catch-up none --overlap queue --deadline 1h --on-failure pause --disabled",
            "when: {every: 90m}, limit: 7, jitter: 5m, catch_up: none, overlap: queue, deadline: 1h, on_failure: pause, enabled: false"
        ),
        ("--when 'cron 30 3 * * mon-fri' --catch-up 24h", "when: {cron: \"30 3 * * 1-5\"}, catch_up: {within: 24h}"),
        (
            "--when manual -t empty,stale --field studio --confidence definite --library Clips --library 'My: Films'",
            "when: manual, gaps: {types: [empty, stale], fields: [studio], confidence: definite, library: [Clips, \"My: Films\"]}"
        ),
        (
            "--when manual --studio 'Acme*' --performer 'Ann, the 1st' --tag a --tag 日本 --path '/data/*'",
            "when: manual, gaps: {studio: \"Acme*\", performers: \"Ann, the 1st\", tags: [a, 日本], path: \"/data/*\"}"
        ),
        (
            "--when manual --no-organized --rating '>= 60' --not-tag private",
            "when: manual, gaps: {organized: false, rating: \">= 60\", not: {tags: private}}"
        ),
        (
            "--when manual --not-tag private --not-studio B --not-type missing",
            "when: manual, gaps: {not: {any: [{types: missing}, {studio: B}, {tags: private}]}}"
        ),
    ]

    @Test(arguments: corpus)
    func `options make the rule that the same words in a file make`(options: String, keys: String) async throws {
        let file = try bench.write("version: 1\n", to: "plexsync.yaml")
        let same = try bench.write("version: 1\nrules: [{name: a-1, \(keys)}]\n", to: "same.yaml")
        let end = try await bench.run("rules add a-1 \(options) --rules \(file)")
        #expect(end.code == 0, "\(end.said)")
        let made = try Settings.load(path: file, environment: [:], systemZone: .utc).rules
        #expect(made == (try Settings.load(path: same, environment: [:], systemZone: .utc).rules))
        #expect(try await bench.run("rules remove A-1 --yes --rules \(file)").code == 0)
        #expect(text(of: "plexsync.yaml") == "version: 1\nrules: []\n")
    }

    @Test func `every key of a rule has an option`() throws {
        let signature = try #require(commandTree.signature.find(["rules", "add"]))
        let keys = Set(signature.options.map(\.key))
        // A scope's ends have options of their own; `any` and `not` of a filter are what several options make.
        let wanted = """
            when timezone scope since until by do limit jitter catch_up overlap deadline on_failure enabled types fields \
            confidence library studio performers tags path organized rating
            """
        #expect(keys == Set(wanted.split(separator: " ").map(String.init)))
    }

    @Test func `the block is shown and confirmed before anything changes`() async throws {
        let file = try bench.write("version: 1\n", to: "plexsync.yaml")
        let asking = "rules add nightly --when daily --rules \(file)"
        let shown = try await bench.run(asking)
        #expect(shown.output == "- name: nightly\n  when: daily\n  scope: all\n  do: enqueue\n")
        #expect(shown.said == ["Rule 'nightly' is in \(file), line 3."])
        #expect(bench.questions == ["Put this rule into \(file)?"])
        let again = try await bench.run(asking)
        #expect(again.code == 2 && again.said.last?.contains("'nightly' already, in \(file) line 3") == true)
        #expect(bench.memoryOfRules == ["nightly"])
        let json = try await bench.run("rules remove nightly --yes --format json --rules \(file)")
        #expect(json.output == "{\"rule\":\"nightly\",\"file\":\"\(file)\"}\n" && json.said.isEmpty)
    }

    @Test func `a rule that is added anew is not switched off because one of its name was`() async throws {
        let file = try bench.write("version: 1\n", to: "plexsync.yaml")
        for line in ["add nightly --when daily", "disable nightly", "remove nightly"] {
            #expect(try await bench.run("rules \(line) --yes --rules \(file)").code == 0)
        }
        let added = try await bench.run("rules add Nightly --when daily --yes --rules \(file)")
        #expect(added.said.last == "A rule of that name had been switched by hand; the new one is as the file says.")
        #expect(try await bench.store.read { try RuleLog.states(in: $0) }.isEmpty)
    }

    @Test(arguments: [nil, false])
    func `without a yes nothing changes`(answer: Bool?) async throws {
        let bench = Bench(answer: answer)
        let file = try bench.write("version: 1\nrules: [{name: a, when: daily}]\n", to: "plexsync.yaml")
        for line in ["rules add b --when daily", "rules remove a"] {
            let end = try await bench.run("\(line) --rules \(file)")
            #expect(end.code == (answer == nil ? 2 : 1) && end.output.hasPrefix("- name: "))
            #expect(end.said.last?.contains(answer == nil ? "give --yes" : "Nothing was changed") == true)
        }
        #expect(bench.folder.bytes(of: "plexsync.yaml") == Data("version: 1\nrules: [{name: a, when: daily}]\n".utf8))
    }

    @Test(arguments: [
        ("rules add b --when dayly", "option '--when' takes never,", "did you mean 'daily'"),
        ("rules add b --when 'weekly sundy'", "option '--when'", "did you mean 'sunday'"),
        ("rules add b", "needs --when", ""), ("rules add 'b c' --when daily", "letters, digits", ""),
        ("rules add b --when daily --timezone Berlin", "option '--timezone'", "did you mean 'Europe/Berlin'"),
        ("rules add b --when daily --catch-up latst", "option '--catch-up'", "did you mean 'latest'"),
        ("rules add b --when daily --library Clip", "option '--library' names 'Clip'", "did you mean 'Clips'"),
        ("rules add b --when daily --field rating", "the filter can match nothing", ""),
        ("rules add b --when daily --type missing --field tags", "the filter can match nothing", ""),
        ("rules add b --when daily --tag a --not-tag a --not-studio c", "the filter can match nothing", ""),
        ("rules add b --when daily --since 2026-01-01T12:00:00Z --until 2026-01-01", "ends before it begins", ""),
        ("rules add b --when daily --since 7d --until 2d", "a rule runs again later", ""),
        ("rules add b --when daily --scope 24h --since 2d", "--scope can't stand beside", ""),
        ("rules remove c", "no rule 'c'; there are a", ""),
    ])
    func `what is wrong with the words is said of the options, and ends with 2`(
        line: String, part: String, hint: String
    ) async throws {
        let text = """
            version: 1
            plex: {url: "http://h", token: "${file:token}", libraries: [Clips]}
            rules: [{name: a, when: daily}]

            """
        let file = try bench.write(text, to: "plexsync.yaml")
        _ = try bench.write("x", to: "token")
        let end = try await bench.run("\(line) --yes --rules \(file)")
        #expect(end.code == 2)
        let said = end.said.joined(separator: "\n")
        #expect(said.contains(part) && (hint.isEmpty || said.contains(hint)), "\(said)")
        #expect(self.text(of: "plexsync.yaml") == text)
    }

    @Test func `a faulty file is not changed, and its faults are shown`() async throws {
        let file = try bench.write("version: 1\ntimzone: UTC\n", to: "plexsync.yaml")
        let end = try await bench.run("rules add b --when daily --yes --rules \(file)")
        #expect(end.code == 78 && end.said.last?.contains("\(file):2:1: unknown key 'timzone'") == true)
    }

    @Test func `a first rule makes the file where it belongs, and one that was named must be there`() async throws {
        #expect(
            try await bench.run("rules remove a --yes").said.last?.contains("There is no configuration file") == true)
        let end = try await bench.run("rules add first --when daily --yes")
        #expect(end.code == 0, "\(end.said)")
        #expect(text(of: ".config/plexsync/plexsync.yaml").hasPrefix("version: 1\nrules:\n  - name: first\n"))
        #expect(try await bench.run("rules add second --when daily --yes").code == 0)
        #expect(try await bench.run("rules list").lines.count >= 2)
        #expect(try await bench.run("rules add a --when daily --yes --rules \(bench.folder("none.yaml"))").code == 78)
    }
}
