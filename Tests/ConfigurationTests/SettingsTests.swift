import Configuration
import Rules
import SyncModel
import Testing

@Suite struct SettingsTests {
    @Test func `version alone is a whole file, and everything else has its default`() throws {
        let settings = try load("version: 1\n")
        #expect(settings.timezone == .utc)
        #expect(settings.stash == nil && settings.plex == nil && settings.rules.isEmpty)
        #expect(settings.paths.isEmpty && settings.include.isEmpty && settings.warnings.isEmpty)
        #expect(settings.sync == SyncSettings())
        #expect(settings.sync.fields == FieldSettings())
        #expect((settings.queue.maxWaiting, settings.queue.rate) == (20_000, nil))
        #expect((settings.blastGuard.fields, settings.blastGuard.percent) == (50, 10))
        #expect(settings.host.listen == nil)
    }

    @Test func `every section is read`() throws {
        let settings = try load(
            """
            version: 1
            timezone: Europe/Berlin
            include: rules/*.yaml
            stash: {url: "http://localhost:9999/", api_key: "${env:KEY}", tls: {ca_file: ca.pem}}
            plex:
              url: https://plex.lan/base
              token: ${file:token}
              libraries: [Clips, 3]
            paths:
              - {stash: /data/, plex: 'D:\\Media'}
            sync:
              plex_edits: overwrite
              missing: report
              fields: {rating: true, studio: false, title_sort: "{studio} {title}"}
              only: {organized: true, rating: ">= 60", tags: [a, 2024], not: {studio: "Acme*"}}
            queue: {max_waiting: 5, rate: 30/min}
            guard: {fields: 7, percent: 0}
            host: {listen: "[::1]:9480"}
            rules:
              - {name: a, when: daily}
            """, files: ["conf/token": "from-file\n"])
        #expect(settings.timezone.identifier == "Europe/Berlin")
        #expect(settings.include == ["rules/*.yaml"])
        #expect(settings.stash?.url.text == "http://localhost:9999")
        #expect(settings.stash?.apiKey?.reveal() == "k3y")
        #expect(settings.stash?.tls.caFile == "conf/ca.pem")
        #expect(settings.plex?.url.port == 443)
        #expect(settings.plex?.url.path == "/base")
        #expect(settings.plex?.token.reveal() == "from-file")
        #expect(settings.plex?.libraries == ["Clips", "3"])
        #expect(settings.paths == [PathMapping(stash: "/data/", plex: "D:\\Media")])
        #expect(settings.sync.plexEdits == .overwrite && settings.sync.missing == .report)
        #expect(settings.sync.fields[.rating] == .scene && settings.sync.fields[.studio] == .off)
        #expect(settings.sync.fields[.titleSort] == .template(try FieldTemplate("{studio} {title}")))
        #expect(settings.sync.only.isOrganized == true)
        #expect(settings.sync.only.rating == RatingCondition(.atLeast, 60))
        #expect(settings.sync.only.tags == [Glob("a"), Glob("2024")])
        #expect(settings.sync.only.not.first?.studios == [Glob("Acme*")])
        #expect(settings.queue.maxWaiting == 5 && settings.queue.rate == Rate(count: 30, seconds: 60))
        #expect(settings.blastGuard.fields == 7 && settings.blastGuard.percent == 0)
        #expect(settings.host.listen == ListenAddress(host: "::1", port: 9480))
        #expect(settings.host.listen?.isLoopback == true)
        #expect(settings.rules.map(\.name) == ["a"])
    }

    @Test func `the fingerprint follows fields, mappings and libraries, and nothing else`() throws {
        let base = "version: 1\nplex: {url: \"http://h\", token: \"${env:TOKEN}\", libraries: [b, a]}\n"
        let print = try load(base).fingerprint
        #expect(try load(base.replacing("[b, a]", with: "[a, b]")).fingerprint == print)
        #expect(try load(base + "queue: {rate: 5/s}").fingerprint == print)
        #expect(try load(base.replacing("[b, a]", with: "[a]")).fingerprint != print)
        #expect(try load(base + "sync: {fields: {tags: false}}").fingerprint != print)
        #expect(try load(base + "sync: {fields: {title: \"{code} {title}\"}}").fingerprint != print)
        #expect(try load(base + "paths: [{stash: /a, plex: /b}]").fingerprint != print)
    }

    @Test func `what is odd but allowed is a warning`() throws {
        let settings = try load(
            """
            version: 1
            paths:
              - {stash: /data, plex: /media}
              - {stash: /data2, plex: /media/sub}
            sync: {fields: {content_rating: true}}
            """)
        #expect(places(settings.warnings) == ["4:5 mapping-ambiguous", "5:33 idle-field"])
        #expect(settings.paths.count == 2)
    }
}
