import JSON
import Lab
import SyncModel
import Terminal
import TestSupport
import Testing
import Transport

@testable import Commands
@testable import SyncEngine

@Suite struct GapSummaryTests {
    let clips = Library(key: .init(rawValue: "3"), title: "Clips")
    let archive = Library(key: .init(rawValue: "4"), title: "Archive")
    var titles: LibraryTitles { LibraryTitles([clips, archive]) }

    func found(_ scene: Int, _ types: [GapType], in libraries: [Library], studio: String?) -> FoundGap {
        let gap = Gap(scene: .init(rawValue: scene), types: types, confidence: .definite)
        let scanned = ScannedScene(
            verdict: SceneVerdict(scene: gap.scene, outcome: .gap, gap: gap),
            subject: FilterSubject(
                studio: studio, performers: [], tags: [], paths: [], isOrganized: false, rating: nil),
            libraries: libraries, comparisons: [], match: .none)
        return FoundGap(gap: gap, scanned: scanned, libraries: [clips, archive])
    }

    var summary: GapSummary {
        var summary = GapSummary()
        summary.count(found(1, [.empty, .stale], in: [clips], studio: "Acme"))
        summary.count(found(2, [.stale], in: [clips, clips, archive], studio: "日本\u{1B}[31m"))
        summary.count(found(3, [.stale], in: [archive], studio: nil))
        summary.count(found(4, [.missing], in: [], studio: "Acme"))
        summary.count(found(5, [.stale], in: [clips], studio: "Acme"))
        return summary
    }

    @Test func `a scene counts once under each type and library, and under its studio`() {
        let rows = summary.rows(titles, limit: .max)
        #expect(rows.filter { $0.group == .type }.map(\.scenes) == [1, 4, 1])
        #expect(rows.filter { $0.group == .library }.map(\.name) == ["Clips", "Archive", nil])
        #expect(rows.filter { $0.group == .library }.map(\.scenes) == [3, 2, 1])
        #expect(rows.filter { $0.group == .studio }.map(\.name) == ["Acme", nil, "日本[31m"])
        #expect(rows.filter { $0.group == .studio }.map(\.scenes).reduce(0, +) == summary.scenes)
    }

    @Test(arguments: [80, 40, 20])
    func `bars fit the window, whatever the names hold`(width: Int) {
        let text = GapSummaryView.rendered(summary, titles, limit: .max, Look(width: width))
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.terminalWidth <= width }, "\(text)")
        #expect(!text.contains("\u{1B}"))
        #expect(lines.contains { $0.hasPrefix("  stale") && $0.hasSuffix("█") })
    }

    @Test func `a terminal without UTF-8 gets bars of ASCII`() {
        let text = GapSummaryView.rendered(summary, titles, limit: .max, Look(width: 40, isUTF8: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.contains("#"))
    }

    @Test func `what a limit leaves out is told`() {
        let text = GapSummaryView.rendered(summary, titles, limit: 1, Look(width: 80))
        #expect(text.contains("By studio\n  Acme"))
        #expect(text.contains("… and 2 more, --limit shows them\n"))
        #expect(!text.contains("Archive"))
    }

    @Test func `every format has the same numbers, of all gaps whatever the limit`() async throws {
        let bench = Bench(transport: CurlTransport())
        let servers = try LabServers(world: .demo())
        defer { servers.stop() }
        let rules = try servers.writeConfiguration(into: bench.folder.path)
        func run(_ options: String) async throws -> Bench.Ending {
            try await bench.run("gaps \(options) --rules \(rules)")
        }
        let listed = try await run("--format json").json()
        let json = try await run("--summary --format json -n 1").json()
        #expect(json["counts"] == listed["counts"] && json["gaps"] == nil)
        #expect(json["summary"]?["by_type"] == listed["counts"])
        #expect(json["summary"]?["scenes"]?.int == listed["gaps"]?.elements?.count)
        #expect(json["summary"]?["by_studio"]?.elements?.count == 1)
        let whole = try await run("--summary --format json").json()
        let studios = whole["summary"]?["by_studio"]?.elements ?? []
        #expect(studios.compactMap { $0["scenes"]?.int }.reduce(0, +) == listed["gaps"]?.elements?.count)
        let lines = try await run("--summary --format jsonl").lines
        let csv = try await run("--summary --format csv").lines
        let markdown = try await run("--summary --format markdown").lines
        let count = 3 + studios.count + (whole["summary"]?["by_library"]?.elements?.count ?? 0)
        #expect(lines.count == count && csv.count == count + 1 && markdown.count == count + 2)
        let stale = try #require(listed["counts"]?["stale"]?.int)
        #expect(lines.contains(#"{"by":"type","name":"stale","scenes":\#(stale)}"#))
        #expect(csv.contains("type,stale,\(stale)") && markdown.contains("| type | stale | \(stale) |"))
        #expect(try await run("--summary").output.contains("stale"))
    }
}
