import Database
import Ledger
import Queue
import SyncEngine
import SyncModel
import TestSupport
import Testing
import Transport
import WebServer

@testable import StatusPage

@Suite struct StatusServerTests {
    private let folder = TemporaryFolder()
    private let now = Instant(seconds: 1_772_000_000)

    /// A state with two runs over all scenes, one over a day, and an outage.
    private func store() async throws -> Store {
        let store = try Store.open(at: folder("plexsync.db"), schemas: [QueueSchema.schema, LedgerSchema.schema])
        let now = now
        try await store.write { transaction in
            for (index, found) in [(0, 4), (1, 2)] {
                let id = try RunLog.begin(
                    trigger: "schedule", rule: "<night>", owner: "x", summary: [],
                    now: now.advanced(seconds: -7200 + index * 3600), in: transaction)
                try RunLog.finish(
                    id, .ok, summary: try Self.summary(kind: "all", stale: found), now: now, in: transaction)
            }
            let id = try RunLog.begin(
                trigger: "command", rule: nil, owner: "x", summary: [], now: now, in: transaction)
            try RunLog.finish(id, .failed, summary: Array("{}".utf8), now: now, in: transaction)
            for _ in 1...5 {
                try JobStore().record(
                    .missed(), to: "plex", cause: "Plex <is> gone.", now: now.rawValue - 60_000, in: transaction)
            }
        }
        return store
    }

    private static func summary(kind: String, stale: Int) throws -> [UInt8] {
        let text = """
            {"scope":{"kind":"\(kind)"},"scanned":10,"outcomes":{},"found":{"stale":\(stale)},"queued":{},
             "queued_scenes":\(stale),"not_queued":{},"emptied":0,"troubles":[]}
            """
        return try RunSummary(decoding: Array(text.utf8)).encoded
    }

    private func routes(trouble: String? = nil) async throws -> StatusRoutes {
        let (store, now) = (try await store(), now)
        return StatusRoutes(
            source: StatusServer.Source(
                snapshot: {
                    var snapshot = try await store.read { try StatusSnapshot(in: $0, now: now) }
                    snapshot.next = [("<night>", now.advanced(seconds: 60))]
                    snapshot.version = "1.2"
                    snapshot.news = [(now, "Rule <b> starts.")]
                    snapshot.requests = [("plex", 7)]
                    return snapshot
                }, trouble: { trouble }),
            names: HostNames(listeningOn: "127.0.0.1", machine: "box"))
    }

    private func text(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func `the page shows queue, servers, next and last runs, and the trend`() async throws {
        let page = text(try await routes().answer(Request(target: "/")))
        for part in [
            "<b>0</b> waiting", "&lt;night&gt;", "2026-02-25 06:14:20 UTC", "Plex &lt;is&gt; gone.", "60 s",
            "Rule &lt;b&gt; starts.", "<polyline class=\"stale\" points=\"48,",
            "stale from 4 to 2", "<td class=\"warn\">failed</td>",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(!page.contains("<night>") && !page.contains("<script") && !page.contains("style=\""))
    }

    @Test func `metrics are as Prometheus reads them`() async throws {
        let response = try await routes().answer(Request(target: "/metrics"))
        let lines = text(response).split(separator: "\n").map(String.init)
        for line in [
            "plexsync_info{version=\"1.2\"} 1", "plexsync_queue_jobs{state=\"ready\"} 0",
            "plexsync_breaker_open{server=\"plex\"} 1", "plexsync_breaker_open{server=\"stash\"} 0",
            "plexsync_outage_seconds_last_day{server=\"plex\"} 60", "plexsync_gaps{type=\"stale\"} 2",
            "plexsync_rule_last_run_ok{rule=\"<night>\"} 1", "plexsync_requests_total{server=\"plex\"} 7",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let read = try Exposition(text(response))
        #expect(read.samples.contains { $0.labels == ["rule": "<night>"] && $0.value == 1 })
        #expect(response.headers.contains { $0.name == "Content-Type" && $0.value.contains("version=0.0.4") })
    }

    @Test func `a rule's name can't break out of a label`() async throws {
        let name = "a\"} 1\nplexsync_gaps{type=\"\\"
        let (store, now) = (try await store(), now)
        var snapshot = try await store.read { try StatusSnapshot(in: $0, now: now) }
        snapshot.next = [(name, now)]
        let read = try Exposition(Metrics(snapshot).text)
        #expect(read.samples.contains { $0.labels == ["rule": name] })
    }

    @Test func `health is the host's, not the servers'`() async throws {
        let well = try await routes().answer(Request(target: "/healthz"))
        #expect(well.status == 200 && text(well) == "ok\n")
        let ill = try await routes(trouble: "It hangs.").answer(Request(target: "/healthz"))
        #expect(ill.status == 503 && text(ill) == "It hangs.\n")
    }

    @Test(arguments: [
        ("POST", "/", "127.0.0.1:1", 405), ("DELETE", "/metrics", "127.0.0.1", 405),
        ("GET", "/nothing", "localhost", 404),
        ("GET", "/", "evil.example", 421), ("GET", "/", "127.0.0.1.evil.example", 421),
        ("HEAD", "/", "LOCALHOST:9", 200),
        ("GET", "/style.css", "127.0.0.1:9", 200), ("GET", "/../etc/passwd", "127.0.0.1", 404),
    ])
    func `only what is meant for it is answered`(method: String, target: String, host: String, status: Int) async throws
    {
        let request = Request(method: method, target: target, headers: [("Host", host)])
        #expect(try await routes().answer(request).status == status)
    }

    @Test func `a state that can't be read is said, not shown`() async {
        struct Broken: Error, CustomStringConvertible { let description = "no disk" }
        let routes = StatusRoutes(
            source: StatusServer.Source(snapshot: { throw Broken() }), names: HostNames(listeningOn: "127.0.0.1"))
        let response = await routes.answer(Request(target: "/"))
        #expect(response.status == 503 && text(response).contains("no disk"))
    }

    @Test func `it is served over HTTP, and nothing may be embedded, run or kept`() async throws {
        let source = try await routes().source
        let server = try StatusServer(source, address: "localhost", port: 0)
        defer { server.stop() }
        let reply = try await CurlTransport(CurlTransport.Options()).send(
            HTTPRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(reply.status == 200 && String(decoding: reply.body, as: UTF8.self).contains("<h1>plexsync</h1>"))
        #expect(reply.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(reply.headers["Cache-Control"] == "no-store")
    }
}

@Suite struct GapChartTests {
    /// A run a day, with so many stale scenes.
    private func chart(_ counts: [Int]) -> GapChart {
        GapChart(
            points: counts.enumerated().map { index, count in
                GapChart.Point(at: Instant(seconds: index * 86_400), counts: [.stale: count])
            })
    }

    @Test func `without a run there is nothing to draw, and one is a dot`() {
        #expect(chart([]).svg.isEmpty)
        #expect(chart([1]).svg.contains("<circle class=\"stale\" cx=\"48\" cy=\"12\" r=\"3\"/>"))
    }

    @Test func `a line goes from edge to edge, higher for more`() {
        #expect(chart([0, 5, 10]).svg.contains("<polyline class=\"stale\" points=\"48,192 378,102 708,12\"/>"))
        #expect(chart([0, 0]).svg.contains("<polyline class=\"stale\" points=\"48,192 708,192\"/>"))
    }

    @Test(arguments: [
        (0, 1), (1, 1), (2, 2), (3, 5), (7, 10), (10, 10), (11, 20), (4999, 5000), (1_000_000, 1_000_000),
    ])
    func `the scale ends at a round number`(most: Int, ceiling: Int) { #expect(chart([0, most]).ceiling == ceiling) }

    @Test func `who does not see it is told its ends`() {
        #expect(
            chart([3, 2]).svg.contains("Gaps over 2 runs: empty from 0 to 0, stale from 3 to 2, missing from 0 to 0"))
        #expect(chart([3]).svg.contains("Gaps over 1 run: empty"))
    }
}
