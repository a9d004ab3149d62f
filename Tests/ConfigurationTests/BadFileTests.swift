import Configuration
import Foundation
import Testing

@Suite struct BadFileTests {
    @Test func `a file with ten faults reports ten places`() throws {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/ten-faults", withExtension: "yaml"))
        let found = faults(try String(contentsOf: file, encoding: .utf8))
        #expect(
            places(found) == [
                "2:10 wrong-type", "3:11 unknown-zone", "4:14 bad-url", "4:39 secret-missing", "7:10 secret-in-clear",
                "8:3 unknown-key", "10:27 bad-path", "11:25 wrong-type", "11:39 unknown-word", "13:16 wrong-type",
            ])
        #expect(found.allSatisfy { $0.excerpt != nil && !$0.rendered.contains("canary") })
        #expect(found.compactMap(\.nearest) == ["Europe/Berlin", "libraries", "false", "enqueue"])
    }

    /// Snippets that follow `version: 1` in line 1, each with the places of all its faults.
    static let snippets: [(text: String, places: [String])] = [
        // The file as YAML.
        ("sync:\n\tmissing: report", ["3:1 tab"]),
        ("sync: [", ["2:7 syntax"]),
        ("sync: {missing: report", ["2:7 syntax"]),
        ("sync: {missing: report}}", ["2:24 syntax"]),
        ("timezone: \"UTC", ["2:11 syntax"]),
        ("timezone: UTC\ntimezone: UTC", ["3:1 duplicate-key"]),
        ("version: 1", ["2:1 duplicate-key"]),
        ("sync: {missing: report, missing: ignore}", ["2:25 duplicate-key"]),
        ("sync: &a {missing: report}", ["2:7 anchor"]),
        ("sync: *a", ["2:7 alias"]),
        ("sync: {<<: *a}", ["2:8 merge-key", "2:12 alias"]),
        ("sync: !!map {missing: report}", ["2:7 tag"]),
        ("timezone: !!str UTC", ["2:11 tag"]),
        ("---\nversion: 1", ["2:1 second-document"]),
        ("? [a]\n: b", ["2:3 key-not-text"]),
        ("timezone: @home", ["2:11 syntax"]),
        ("plex: {url: http://h, token: ${env:TOKEN}}", ["2:31 syntax"]),
        ("timezone: U\u{0}TC", ["2:12 character", "2:11 unknown-zone"].sorted()),
        ("timezone: U\u{2028}TC", ["2:11 unknown-zone", "2:12 character"]),
        ("include: [[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]", ["2:11 wrong-type", "2:25 too-deep"]),
        // Keys.
        ("timzone: UTC", ["2:1 unknown-key"]),
        ("rule: []", ["2:1 unknown-key"]),
        ("Version: 1", ["2:1 unknown-key"]),
        ("stash: {url: \"http://h\", apikey: \"${env:KEY}\"}", ["2:26 unknown-key"]),
        ("stash: {api_key: \"${env:KEY}\"}", ["2:8 missing-key"]),
        ("plex: {url: \"http://h\"}", ["2:7 missing-key"]),
        ("plex: {}", ["2:7 missing-key", "2:7 missing-key"]),
        ("stash:", ["2:1 empty-value"]),
        ("stash: ~", ["2:1 empty-value"]),
        ("paths: [{stash: /a}]", ["2:9 missing-key"]),
        ("paths: [{stash: /a, plex: /b, exact: true}]", ["2:31 unknown-key"]),
        ("sync: {fields: {titel: true}}", ["2:17 unknown-key"]),
        ("host: {port: 80}", ["2:8 unknown-key"]),
        ("guard: {feilds: 3}", ["2:9 unknown-key"]),
        ("1: x", ["2:1 unknown-key"]),
        // Types.
        ("timezone: 1", ["2:11 wrong-type"]),
        ("timezone: true", ["2:11 wrong-type"]),
        ("timezone: ''", ["2:11 empty-value"]),
        ("stash: http://h", ["2:8 wrong-type"]),
        ("plex: [http://h]", ["2:7 wrong-type"]),
        ("paths: {stash: /a, plex: /b}", ["2:8 wrong-type"]),
        ("paths: [/a]", ["2:9 wrong-type"]),
        ("paths: [~]", ["2:9 empty-value"]),
        ("sync: keep", ["2:7 wrong-type"]),
        ("sync: {fields: [tags]}", ["2:16 wrong-type"]),
        ("sync: {fields: {tags: no}}", ["2:23 wrong-type"]),
        ("sync: {fields: {tags: yes}}", ["2:23 wrong-type"]),
        ("sync: {fields: {tags: 1}}", ["2:23 wrong-type"]),
        ("sync: {fields: {rating: \"{rating}\"}}", ["2:25 wrong-type"]),
        ("sync: {fields: {title: {studio}}}", ["2:24 wrong-type"]),
        ("sync: {fields: {title: }}", ["2:17 empty-value"]),
        ("sync: {only: {organized: on}}", ["2:26 wrong-type"]),
        ("sync: {only: {organized: \"true\"}}", ["2:26 wrong-type"]),
        ("queue: {max_waiting: 08:00}", ["2:22 wrong-type"]),
        ("queue: {max_waiting: 010}", ["2:22 wrong-type"]),
        ("queue: {max_waiting: 1e3}", ["2:22 wrong-type"]),
        ("queue: {max_waiting: 1_000}", ["2:22 wrong-type"]),
        ("queue: {max_waiting: \"5\"}", ["2:22 wrong-type"]),
        ("queue: {max_waiting: 99999999999999999999}", ["2:22 wrong-type"]),
        ("rules: {name: a}", ["2:8 wrong-type"]),
        ("rules: daily", ["2:8 wrong-type"]),
        ("include: {a: b}", ["2:10 wrong-type"]),
        ("plex: {url: 5, token: \"${env:TOKEN}\"}", ["2:13 wrong-type"]),
        ("plex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: Clips}", ["2:59 wrong-type"]),
        ("plex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: [true]}", ["2:60 wrong-type"]),
        ("plex: {url: \"http://h\", token: \"${env:TOKEN}\", tls: false}", ["2:53 wrong-type"]),
        // Words, ranges and shapes.
        ("timezone: Berlin", ["2:11 unknown-zone"]),
        ("timezone: europe/berlin", ["2:11 unknown-zone"]),
        ("timezone: CEST", ["2:11 unknown-zone"]),
        ("timezone: ../../etc/passwd", ["2:11 unknown-zone"]),
        ("timezone: UTC+2", ["2:11 unknown-zone"]),
        ("sync: {plex_edits: kepe}", ["2:20 unknown-word"]),
        ("sync: {missing: Report}", ["2:17 unknown-word"]),
        ("sync: {fields: {title: \"{titel}\"}}", ["2:24 bad-template"]),
        ("sync: {fields: {title: \"{title\"}}", ["2:24 bad-template"]),
        ("sync: {fields: {title: constant}}", ["2:24 bad-template"]),
        ("sync: {fields: {tags: \"{tags}\"}}", ["2:23 bad-template"]),
        ("sync: {fields: {collections: \"{studio}: {performers}\"}}", ["2:30 bad-template"]),
        ("queue: {max_waiting: 0}", ["2:22 out-of-range"]),
        ("queue: {max_waiting: -5}", ["2:22 out-of-range"]),
        ("queue: {rate: fast}", ["2:15 bad-rate"]),
        ("queue: {rate: 10}", ["2:15 bad-rate"]),
        ("queue: {rate: 0/s}", ["2:15 bad-rate"]),
        ("queue: {rate: 10/d}", ["2:15 bad-rate"]),
        ("guard: {percent: 101}", ["2:18 out-of-range"]),
        ("guard: {fields: -1, percent: ten}", ["2:17 out-of-range", "2:30 wrong-type"]),
        ("host: {listen: 9480}", ["2:16 wrong-type"]),
        ("host: {listen: \":9480\"}", ["2:16 bad-address"]),
        ("host: {listen: localhost}", ["2:16 bad-address"]),
        ("host: {listen: \"localhost:70000\"}", ["2:16 bad-address"]),
        ("host: {listen: \"::1:80\"}", ["2:16 bad-address"]),
        ("host: {listen: \"1.2.3.4.5:80\"}", ["2:16 bad-address"]),
        ("host: {listen: \"1.2.3.256:80\"}", ["2:16 bad-address"]),
        ("stash: {url: localhost}", ["2:14 bad-url"]),
        ("stash: {url: \"ftp://h\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://:80\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://h:0\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://h:99999\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://h:8a\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://a b\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://u:p@h\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://h/?a=b\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://h/#a\"}", ["2:14 bad-url"]),
        ("stash: {url: \"http://[::1\"}", ["2:14 bad-url"]),
        ("plex: {url: \"http://h/web/index.html\", token: \"${env:TOKEN}\"}", ["2:13 bad-url"]),
        ("plex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: [a, a]}", ["2:63 duplicate-key"]),
        ("stash: {url: \"https://h\", tls: {pin: abc}}", ["2:38 bad-pin"]),
        ("stash: {url: \"https://h\", tls: {pin: \"sha256//short=\"}}", ["2:38 bad-pin"]),
        (
            "stash: {url: \"https://h\", tls: {pin: \"\(Array(repeating: "sha256//\(String(repeating: "a", count: 43))=", count: 90).joined(separator: ";"))\"}}",
            ["2:38 bad-pin"]
        ),
        ("stash: {url: \"https://h\", tls: {verify: false}}", ["2:33 unknown-key"]),
        ("stash: {url: \"https://h\", tls: {ca_file: \"${env:KEY}\"}}", ["2:42 bad-reference"]),
        ("timezone: \"${env:KEY}\"", ["2:11 unknown-zone"]),
        // Paths.
        ("paths: [{stash: '', plex: /b}]", ["2:17 empty-value"]),
        ("paths: [{stash: /, plex: /b}]", ["2:17 bad-path"]),
        ("paths: [{stash: /a, plex: //}]", ["2:27 bad-path"]),
        ("paths: [{stash: data, plex: /b}]", ["2:17 bad-path"]),
        ("paths: [{stash: /a/../b, plex: /b}]", ["2:17 bad-path"]),
        ("paths: [{stash: /a, plex: /b}, {stash: /a/, plex: /c}]", ["2:32 mapping-twice"]),
        ("paths: [{stash: /a, plex: /b}, {stash: /a/x, plex: /c}]", ["2:32 mapping-unreachable"]),
        ("paths: [{stash: 'D:\\A', plex: /b}, {stash: 'd:/A/B', plex: /c}]", ["2:36 mapping-unreachable"]),
        // sync.only.
        ("sync: {only: {types: [stale]}}", ["2:22 not-here"]),
        ("sync: {only: {library: Clips, confidence: definite}}", ["2:24 not-here", "2:43 not-here"]),
        ("sync: {only: {rating: 101}}", ["2:23 out-of-range"]),
        ("sync: {only: {rating: \"=> 50\"}}", ["2:23 out-of-range"]),
        ("sync: {only: {rating: \"> 100\"}}", ["2:14 matches-nothing"]),
        ("sync: {only: {tags: []}}", ["2:21 empty-list"]),
        ("sync: {only: {not: {}}}", ["2:20 empty-filter"]),
        ("sync: {only: {organized: true, not: {organized: true}}}", ["2:14 matches-nothing"]),
        ("sync: {only: {any: [{tag: a}]}}", ["2:22 unknown-key"]),
    ]

    @Test(arguments: snippets)
    func `each fault of a bad file is told at its place`(text: String, expected: [String]) {
        #expect(places(faults("version: 1\n" + text)).sorted() == expected.sorted())
    }

    @Test func `there are a hundred bad files and more`() { #expect(Self.snippets.count >= 100) }

    @Test(arguments: [
        ("", ["1:1 missing-key"]), ("# nothing", ["1:1 missing-key"]), ("timezone: UTC", ["1:1 missing-key"]),
        ("version: 2", ["1:10 version"]), ("version: 0", ["1:10 version"]), ("version: 1.0", ["1:10 wrong-type"]),
        ("version: \"1\"", ["1:10 wrong-type"]), ("version:", ["1:1 empty-value"]),
        ("- version: 1", ["1:1 wrong-type"]),
        ("version", ["1:1 wrong-type"]), ("version: -1", ["1:10 out-of-range"]),
    ])
    func `the version must be there and be 1`(text: String, expected: [String]) {
        #expect(places(faults(text)) == expected)
    }

    @Test(arguments: [
        ("version: 1\r\ntimezone: UTC\r\n", 0), ("\u{feff}version: 1\n", 0), ("--- # conf\nversion: 1\n...\n", 0),
        ("version: 1\r\ntimzone: UTC\r\n", 1),
    ])
    func `line ends of Windows, a byte order mark and document marks are allowed`(text: String, count: Int) {
        #expect(faults(text).count == count)
    }

    @Test func `bytes that are no text, and files that are no configuration, are refused at once`() {
        func code(_ bytes: [UInt8]) -> String? {
            do {
                _ = try load(bytes)
                return nil
            } catch { return error.faults.first?.code }
        }
        #expect(code([UInt8](repeating: 0x20, count: 10_000_000)) == "too-large")
        #expect(code(Array("version: 1\n# ".utf8) + [0xc3, 0x28]) == "encoding")
        #expect(code([0xff, 0xfe] + Array("v\0e\0".utf8)) == "encoding")
        #expect(code([0x7f] + Array("ELF\u{2}\u{1}\u{1}\0\0".utf8)) == "character")
    }

    @Test(arguments: [
        ("timezone: Berlin", "Europe/Berlin"), ("timezone: new york", "America/New_York"),
        ("timezone: Europe/Pariss", "Europe/Paris"), ("timezone: utc", "UTC"),
        ("timezone: EUROPE/berlin", "Europe/Berlin"), ("timezone: argentina/ushuaia", "America/Argentina/Ushuaia"),
        ("timezone: Europe/Berln7", "Europe/Berlin"), ("timezone: America/Port au Prince", "America/Port-au-Prince"),
        ("timezone: buenos aires", "America/Argentina/Buenos_Aires"), ("timezone: Asia/Tok", "Asia/Tokyo"),
        ("sync: {missing: Report}", "report"),
        ("sync: {fields: {title: \"{titel}\"}}", "{title}"), ("plxe: {}", "plex"), ("sync: {onyl: {}}", "only"),
    ])
    func `the nearest valid word is named`(text: String, word: String) throws {
        let fault = try #require(faults("version: 1\n" + text).first)
        #expect(fault.nearest == word)
        #expect(fault.message.hasSuffix("; did you mean '\(word)'?"))
    }

    @Test func `all faults are printed, each with its line`() {
        do {
            _ = try load("version: 1\ntimzone: UTC\nqueue: {rate: 5}\n")
            Issue.record("it has faults")
        } catch {
            #expect(
                error.description == """
                    conf/plexsync.yaml:2:1: unknown key 'timzone'; did you mean 'timezone'?
                        timzone: UTC
                        ^
                    conf/plexsync.yaml:3:15: 'queue.rate' takes a rate such as 10/s, 30/min or 100/h, not '5'
                        queue: {rate: 5}
                                      ^
                    """)
            #expect(ConfigurationFaults.exitCode == 78)
        }
    }
}
