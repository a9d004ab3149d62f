import Configuration
import Foundation
import JSON
import TestSupport
import Testing
import YAML

/// The schema for editors and the decoder, over one corpus: the schema refuses nothing that is right, and finds what one value
/// alone can tell.
@Suite struct SchemaTests {
    private let judge: SchemaJudge

    init() throws { judge = try SchemaJudge(of: .first) }

    /// Whether the schema and the decoder take a file.
    private func verdicts(_ text: String) -> (schema: Bool, decoder: Bool) {
        (judge.takes(text), faults(text, files: ["conf/token": "t"]).isEmpty)
    }

    /// Each follows `version: 1`.
    static let good = [
        "", "timezone: Europe/Berlin", "include: rules/*.yaml", "include: [\"a*.yaml\"]",
        "stash: {url: \"http://localhost:9999\", api_key: \"${env:KEY}\", tls: {ca_file: ca.pem}}",
        "stash: {url: \"http://${env:TOKEN}\"}", "stash: {url: \"HTTPS://h\"}",
        "plex:\n  url: https://h\n  token: ${file:token}\n  libraries: [Clips, 3]",
        "paths: [{stash: /a, plex: 'D:\\b'}]",
        "sync: {plex_edits: overwrite, missing: ignore, only: {tags: [a, 2024], not: {organized: true}}}",
        "sync: {fields: {tags: true, rating: false, title: \"{studio}: {title}\", collections: \"{studio}\"}}",
        "sync: {only: {any: [{studio: A}, {rating: 80}], rating: \">= 60\"}}", "queue: {max_waiting: 1, rate: 30/min}",
        "guard: {fields: 0, percent: 100}", "host: {listen: \"[::1]:9480\"}", "rules: []",
        "sync: {}", "queue: {}", "host: {}", "paths: []", "include: []",
    ]

    /// Each is what a rule has besides its name.
    static let goodRules = [
        "when: daily", "when: scan-complete", "when: {daily: \"03:30\"}", "when: {every: 6h}",
        "when: {cron: \"@daily\"}",
        "when: {weekly: {on: [Mon, friday], at: \"04:00\"}}", "when: {weekly: {}}", "when: {monthly: {on: 31}}",
        "when: daily, timezone: UTC", "when: daily, scope: 24h", "when: daily, scope: last 30d",
        "when: daily, scope: {last: 2weeks, by: created}", "when: daily, scope: {from: 2026-01-01}",
        "when: daily, scope: {from: 2026-01-01, to: \"2026-02-01T10:00:00+01:00\", by: date}",
        "when: daily, gaps: {}",
        "when: daily, gaps: {types: stale, fields: [studio], confidence: possible, library: 3}",
        "when: daily, gaps: {studio: 'A*', performers: [B], tags: 2024, path: [/x/*], organized: false, rating: \"!=50\"}",
        "when: daily, gaps: {not: {types: [stale]}, any: [{any: [{not: {tags: a}}]}]}",
        "when: daily, gaps: {any: {tags: a}}",
        "when: daily, do: report, limit: 10000000, jitter: 90s, overlap: queue, deadline: 007m, enabled: false",
        "when: daily, catch_up: none, on_failure: pause", "when: daily, catch_up: {within: 1d}",
    ]

    @Test(arguments: good + goodRules.map { "rules: [{name: a, \($0)}]" } + ["rules: [{name: 7, when: daily}]"])
    func `what the decoder takes, the schema takes`(text: String) {
        #expect(verdicts("version: 1\n\(text)\n") == (true, true), "\(faults("version: 1\n" + text))")
    }

    @Test(arguments: [
        "rules/report-only.yaml", "rules/nightly-repair.yaml", "examples/plexsync.yaml",
        "examples/container/plexsync.yaml",
    ])
    func `the schema takes what ships`(name: String) throws {
        let text = try String(contentsOf: repository.appending(path: name), encoding: .utf8)
        #expect(verdicts(text).schema)
    }

    @Test func `every key of the schema is in the corpus, so that the decoder takes it`() {
        let text = (Self.good + Self.goodRules).joined(separator: "\n") + "\nversion: rules: name:"
        let words = Set(text.split { !$0.isLetter && $0 != "_" }.map(String.init))
        let missing = SchemaJudge.properties(of: judge.root).filter { !words.contains($0) }
        let fields = ["title_sort", "summary", "tagline", "date", "content_rating", "poster", "art", "studio"]
        #expect(missing.subtracting(fields).subtracting(["pin"]) == [])
    }

    @Test(arguments: ["title_sort", "summary", "tagline", "date", "content_rating", "poster", "art"])
    func `so is every field`(field: String) {
        #expect(verdicts("version: 1\nsync: {fields: {\(field): false}}\n") == (true, true))
    }

    /// Files that the decoder refuses for what no schema can say, with the reason.
    static let beyondSchemas = [
        "sync: {missing: report, missing: ignore}": "a key that is there twice is there once in JSON",
        "timezone: UTC\ntimezone: UTC": "a key that is there twice is there once in JSON",
        "timezone: Europe/Berlim": "which zones there are is known to the system",
        "timezone: Berlin": "which zones there are is known to the system",
        "plex: {url: \"http://h/web\", token: \"${env:TOKEN}\"}": "what a URL leads to",
        "stash: {url: \"http://u:p@h\"}": "the parts of a URL", "stash: {url: \"http://h:0\"}": "the parts of a URL",
        "plex: {url: \"http://h\", token: \"${env:NOPE}\"}": "the environment",
        "plex: {url: \"http://h\", token: \"${file:nope}\"}": "other files",
        "plex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: [a, a]}":
            "what a name means: 1 and \"1\" are the same",
        "stash: {url: \"https://h\", tls: {pin: \"sha256//short=\"}}": "the length of each part of a list in a text",
        "paths: [{stash: data, plex: /b}]": "what a whole path is on three systems",
        "paths: [{stash: /a, plex: /b}, {stash: /a/x, plex: /c}]": "two elements that contradict each other",
        "queue: {rate: 10001/s}": "numbers inside texts", "queue: {rate: 0/s}": "numbers inside texts",
        "host: {listen: \"localhost:70000\"}": "numbers inside texts",
        "sync: {fields: {title: \"{titel}\"}}": "the words inside a text",
        "sync: {fields: {tags: \"{tags}\"}}": "the words inside a text",
        "sync: {only: {rating: \"> 100\"}}": "that a condition holds for nothing",
        "sync: {only: {organized: true, not: {organized: true}}}": "two keys that contradict each other",
        "queue: {max_waiting: 1e3}": "to JSON that is the whole number 1000", "include: none.yaml": "other files",
        "version: 1": "a key that is there twice is there once in JSON",
    ]

    /// Kinds of faults that no schema finds, with the reason.
    static let codesBeyondSchemas = [
        "unknown-zone": "which zones there are is known to the system", "bad-url": "the parts of a URL",
        "bad-path": "what a whole path is on three systems", "bad-address": "the parts of an address",
        "bad-reference": "the words inside a text", "bad-template": "the words inside a text",
        "bad-rate": "numbers inside texts", "bad-pin": "the length of each part of a list in a text",
        "mapping-twice": "two elements that contradict each other",
        "mapping-unreachable": "two elements that contradict each other",
        "matches-nothing": "two keys that contradict each other",
    ]

    /// The same of rules.
    static let beyondSchemasInRules = [
        "when: {cron: \"61 * * * *\"}": "numbers inside texts", "when: {every: 5s}": "numbers inside texts",
        "when: daily, timezone: Mars/Base": "which zones there are is known to the system",
        "when: daily, scope: 2026-02-30..2026-03-01": "which days there are",
        "when: daily, scope: {from: 2026-02-30}": "which days there are",
        "when: daily, scope: yesterday": "the words inside a text",
        "when: daily, scope: {from: 2026-02-01, to: 2026-01-01}": "two keys that contradict each other",
        "when: daily, scope: {last: 1d, from: 2026-01-01}": "two keys that contradict each other",
        "when: daily, scope: {by: date}": "that two keys of several must not both be absent",
        "when: daily, gaps: {fields: [rating]}": "another section of the file",
        "when: daily, gaps: {types: missing, fields: tags}": "two keys that contradict each other",
        "when: daily, gaps: {rating: \">= 101\"}": "numbers inside texts",
        "when: daily, jitter: 99999999d": "numbers inside texts",
    ]

    @Test(arguments: Array(beyondSchemas.keys) + beyondSchemasInRules.keys.map { "rules: [{name: a, \($0)}]" })
    func `what no schema can say, only the decoder refuses`(text: String) {
        #expect(verdicts("version: 1\n\(text)\n") == (true, false))
    }

    @Test func `rules that differ in case alone, and a number with a fraction, are refused by the decoder alone`() {
        #expect(verdicts("version: 1\nrules: [{name: a, when: daily}, {name: A, when: daily}]\n") == (true, false))
        // To JSON 1.0 is a whole number.
        #expect(verdicts("version: 1.0\n") == (true, false))
    }

    /// Of the many bad files, those that libyaml or our own reading of YAML refuses are no JSON at all.
    static let unreadable: Set<String> = [
        "syntax", "tab", "anchor", "alias", "merge-key", "tag", "second-document", "key-not-text", "character",
        "too-deep",
        "duplicate-key",
    ]

    @Test func `of all bad files the schema finds the more part, and each that it takes is known`() {
        var found = 0
        for (text, places) in BadFileTests.snippets where !places.contains(where: { Self.isUnreadable($0) }) {
            let (schema, decoder) = verdicts("version: 1\n" + text)
            #expect(!decoder)
            if schema {
                let codes = places.map { $0.split(separator: " ").last.map(String.init) ?? "" }
                let isKnown = Self.beyondSchemas[text] != nil || codes.allSatisfy { Self.codesBeyondSchemas[$0] != nil }
                #expect(isKnown, "the schema takes \(text)")
            } else {
                found += 1
            }
        }
        #expect(found > 60)
    }

    private static func isUnreadable(_ place: String) -> Bool { unreadable.contains { place.hasSuffix(" \($0)") } }

    /// What is wrong with a rule by one value.
    static let badRules = [
        "wehn: daily, when: daily", "do: report", "when: dayly", "when: {}", "when: {daily: \"03:30\", every: 6h}",
        "when: {daily: \"3:30\"}", "when: {daily: \"24:00\"}", "when: {daily: 330}", "when: {yearly: x}",
        "when: {every: 6}",
        "when: {weekly: {on: funday}}", "when: {weekly: {on: []}}", "when: {monthly: {on: 32}}", "when: ~", "when: 5",
        "when: daily, scope: {}", "when: daily, scope: 7", "when: daily, scope: [all]",
        "when: daily, scope: {last: soon}",
        "when: daily, scope: {last: 1d, by: edited}", "when: daily, do: repair", "when: daily, limit: 0",
        "when: daily, limit: \"5\"", "when: daily, jitter: 10", "when: daily, catch_up: yes",
        "when: daily, catch_up: {}",
        "when: daily, catch_up: {within: 1}", "when: daily, overlap: kill", "when: daily, deadline: 0m",
        "when: daily, on_failure: stop", "when: daily, enabled: off", "when: daily, gaps: stale",
        "when: daily, gaps: {rating: \">> 3\"}", "when: daily, gaps: {types: []}", "when: daily, gaps: {not: {}}",
        "when: daily, gaps: {any: [{}]}", "when: daily, gaps: {tag: a}", "when: daily, gaps: {fields: [studo]}",
        "when: daily, name: \"b c\"", "when: daily, timezone: 5",
    ]

    @Test(arguments: badRules)
    func `what one value can tell, both refuse`(keys: String) {
        let name = keys.contains("name:") ? "" : "name: a, "
        #expect(verdicts("version: 1\nrules: [{\(name)\(keys)}]\n") == (false, false))
    }
}
