import JSON
import SyncModel
import Testing
import Transport

@testable import StashAPI

@Suite struct ProbeTests {
    @Test(arguments: recordedReleases)
    func `the probe finds what a release offers in two requests`(release: StashRelease) async throws {
        let transport = StubTransport(release) { question in
            question.document.contains("systemStatus")
                ? .json("{\"data\":{\"systemStatus\":{\"status\":\"OK\",\"databaseSchema\":75}}}") : .asReleased
        }
        let probe = try await StashClient(transport).probe()
        #expect(probe.offers == release.offers)
        #expect(probe.release == release)
        #expect(probe.stashes == ["/data"])
        #expect(transport.all.count == 2)
    }

    @Test(arguments: [
        ("v0.30.1", 0, 30), ("v0.30.1-19-gcf3489e", 0, 30), ("v0.30.1-lab", 0, 30), ("0.24", 0, 24), ("v1.2-rc", 1, 2),
    ])
    func `versions are read as written`(text: String, major: Int, minor: Int) {
        #expect(StashRelease(version: text) == StashRelease(major: major, minor: minor))
    }

    @Test(arguments: ["", "develop", "v", "v0", "0.x", "-1.2"])
    func `what is no version has no release`(text: String) { #expect(StashRelease(version: text) == nil) }

    @Test func `the fingerprint knows release and offers only`() {
        let one = StashProbe(version: "v0.30.1", offers: [.groups, .filesFilter], serverTime: Instant(seconds: 5))
        let other = StashProbe(version: "v0.30.1-19-g1", offers: [.filesFilter, .groups], stashes: ["/x"])
        #expect(one.fingerprint == "0.30 files-filter,groups")
        #expect(one.fingerprint == other.fingerprint)
        #expect(StashProbe(version: nil, offers: []).fingerprint == "unknown ")
        #expect(one.clockSkew(localNow: Instant(seconds: 7)) == -2000)
    }

    @Test func `a refused query makes the next one ask for the schema again`() async throws {
        let transport = StubTransport(StashRelease(major: 0, minor: 25)) { question in
            question.document.contains("__type")
                ? .asReleased
                : HTTPReply(status: 422, body: Array("{\"errors\":[{\"message\":\"no\"}],\"data\":null}".utf8))
        }
        let client = StashClient(transport)
        for _ in 0..<2 {
            await #expect(throws: StashError.queryRefused(message: "no")) { try await client.entities() }
        }
        #expect(transport.all.map { $0.document.contains("__type") } == [true, false, true, false])
    }
}

@Suite struct HTTPDateTests {
    @Test func `a Date header is read and the request's time is never too late`() async throws {
        #expect(Instant(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == Instant(seconds: 784_111_777))
        for text in [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 31 Feb 2026 00:00:00 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        ] {
            #expect(Instant(httpDate: text) == nil)
        }
        let ticks = TickingClock(step: .milliseconds(1500))
        let transport = StubTransport { _ throws(HTTPError) in
            .json(
                "{\"data\":{\"findScenes\":{\"scenes\":[]}}}", headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        }
        let client = StashClient(
            url: "http://s", apiKey: nil, cookie: nil, transport: transport, retry: .never,
            limits: StashClient.defaultLimits, now: { Instant(seconds: 7) }, ticks: { ticks.next() })
        let page = try await client.scenePage(after: nil, limit: 1, selection: .init(parts: []))
        #expect(page.requestedAt == Instant(seconds: 784_111_777).advanced(milliseconds: -1501))
    }

    @Test func `without a Date header our own clock stands in`() async throws {
        let transport = StubTransport { _ throws(HTTPError) in .json("{\"data\":{\"findScenes\":{\"scenes\":[]}}}") }
        let client = StashClient(
            url: "http://s", apiKey: nil, cookie: nil, transport: transport, retry: .never,
            limits: StashClient.defaultLimits, now: { Instant(seconds: 7) }, ticks: { .now })
        let page = try await client.scenePage(after: nil, limit: 1, selection: .init(parts: []))
        #expect(page.requestedAt == Instant(seconds: 7))
    }
}
