import Foundation
import Lab
import TestSupport
import Testing

/// The status page in a real browser. `.ci/browser` switches it on.
@Suite(
    .serialized, .timeLimit(.minutes(15)),
    .enabled(if: ProcessInfo.processInfo.environment["PLEXSYNC_BROWSER"] != nil))
struct BrowserTests {
    /// What Chromium makes of a page: the document after it was laid out, and what it complains about.
    private func browse(_ url: String, _ more: String..., in folder: String) async throws -> (
        document: String, complaints: [String]
    ) {
        let browser = ProcessInfo.processInfo.environment["PLEXSYNC_BROWSER"] ?? ""
        let words =
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(folder)/browser", "--enable-logging=stderr", "--window-size=900,1400",
                "--virtual-time-budget=3000",
            ] + more + [url]
        let process = try ChildProcess(browser, words, output: .pipe, errors: .pipe)
        async let document = process.output.text()
        async let errors = process.errors.text()
        let (shown, told) = (await document, await errors)
        await process.end()
        return (shown, told.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init))
    }

    @Test func `the page shows queue, servers, runs and chart, and runs nothing of a stranger's`() async throws {
        let port = HostPage.freePort()
        let rules =
            "host: {listen: \"127.0.0.1:\(port)\"}\nrules:\n  - {name: look, when: startup, scope: all, do: report}\n"
        let bench = try LabBench(World.make(seed: 24, scenes: 60), adding: rules)
        let host = try HostProcess(bench.program)
        try await host.wait(for: "Rule 'look' ended")
        // The refusal names what a stranger wrote, and stands among the news.
        let hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
        _ = try bench.servers.writeConfiguration(
            into: bench.folder, adding: rules + "  - {name: '\(hostile.replacing("'", with: "''"))'}\n")
        try await host.wait(for: "the old one stays")
        let url = "http://127.0.0.1:\(port)/"
        let (document, complaints) = try await browse(url, "--dump-dom", in: bench.folder)
        #expect(complaints == [])
        #expect(document.contains("<title>plexsync: 0 waiting</title>"))
        #expect(document.contains("<td>startup look</td>") && document.contains("<polyline class=\"stale\""))
        #expect(document.contains("&lt;img src=x") && !document.contains("<img") && !document.contains("<script"))
        #expect(document.contains("<td class=\"good\">answers</td>"))
        let picture = bench.folder + "/page.png"
        _ = try await browse(url, "--screenshot=\(picture)", in: bench.folder)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: picture))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) && bytes.count > 20_000)
        if let kept = ProcessInfo.processInfo.environment["PLEXSYNC_PICTURE"] {
            try bytes.write(to: URL(fileURLWithPath: kept))
        }
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
    }

    @Test func `Prometheus' own checker finds nothing wrong with the metrics`() async throws {
        let checker = try #require(ProcessInfo.processInfo.environment["PLEXSYNC_PROMTOOL"])
        let port = HostPage.freePort()
        let bench = try LabBench(
            World.make(seed: 24, scenes: 30),
            adding: """
                host: {listen: "127.0.0.1:\(port)"}
                rules: [{name: look, when: startup, do: report}, {name: night, when: daily}]

                """)
        let host = try HostProcess(bench.program)
        try await host.wait(for: "Rule 'look' ended")
        let text = try await HostPage(port: port).get("/metrics").text
        let process = try ChildProcess(checker, ["check", "metrics"], input: .pipe, output: .pipe, errors: .pipe)
        try process.input.write(contentsOf: Data(text.utf8))
        try process.input.close()
        async let told = process.output.text()
        let findings = await process.errors.text() + told
        #expect(await process.end() == 0, "\(findings)")
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
    }

    @Test func `under a name that somebody pointed here the page does not answer`() async throws {
        let port = HostPage.freePort()
        let bench = try LabBench(
            World.make(seed: 24, scenes: 10), adding: "host: {listen: \"127.0.0.1:\(port)\"}\nrules: []\n")
        let host = try HostProcess(bench.program)
        try await host.wait(for: "status page")
        let (document, _) = try await browse(
            "http://evil.example:\(port)/", "--host-resolver-rules=MAP evil.example 127.0.0.1", "--dump-dom",
            in: bench.folder)
        #expect(document.contains("This address is not served here.") && !document.contains("waiting"))
        host.signal(SIGTERM)
        #expect(await host.end() == 0)
    }
}
