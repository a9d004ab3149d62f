import Foundation
import Glibc
import JSON
import Lab
import TestSupport
import Testing

/// What is found is handed on while the rest is still being read, and who breaks it off finds all whole.
@Suite(.timeLimit(.minutes(3))) struct StreamTests {
    private let bench: LabBench

    init() throws { bench = try LabBench(World.make(seed: 9, scenes: 600)) }

    @Test func `the first line comes while full reads of Plex are held`() async throws {
        bench.servers.plex.faults = [PlexFault(.hang, on: .items, after: 1)]
        let process = try bench.program.start(["gaps", "--format", "jsonl"])
        let first = await Self.firstLine(of: process.output)
        #expect(process.isRunning)
        #expect(try JSONTree(parsing: Array(first.utf8))["scene"]?.text != nil, "\(first)")
        process.signal(SIGTERM)
        #expect(await process.end() == 128 + SIGTERM)
        bench.servers.plex.faults = []
        try await isWhole()
    }

    @Test func `a reconciliation that ^C breaks off leaves nothing by halves`() async throws {
        bench.servers.plex.faults = [PlexFault(.hang, on: .items, after: 2)]
        let terminal = try PseudoTerminal(bench.program)
        try await terminal.wait(for: "plexsync> ")
        terminal.type("reconcile\r")
        try await terminal.wait(for: "reading Stash")
        terminal.type("\u{3}")
        try await terminal.wait(for: "plexsync> ")
        bench.servers.plex.faults = []
        terminal.type("quit\r")
        #expect(await terminal.readToEnd() == 0)
        let queue = try await bench.program.run("queue", "list", "--format", "json").json()
        #expect(queue["jobs"]?.list.isEmpty ?? false)
        let runs = try await bench.program.run("runs", "list", "--format", "json").json()
        #expect(runs["runs"]?.list.allSatisfy { $0["result"]?.text == "interrupted" } ?? false)
        try await isWhole()
    }

    /// What is found now is what somebody finds who begins anew.
    private func isWhole() async throws {
        let here = try await bench.program.run("gaps", "--format", "json")
        let anew = try await Program(arguments: ["--rules", bench.rules, "--state", bench.folder + "/anew"])
            .run("gaps", "--format", "json")
        #expect(here.code == 0 && here.output == anew.output, "\(here.errors)")
    }

    private static func firstLine(of handle: FileHandle) async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                var data = Data()
                while !data.contains(10), case let more = handle.availableData, !more.isEmpty { data += more }
                done.resume(returning: String(decoding: data.prefix { $0 != 10 }, as: UTF8.self))
            }
        }
    }
}
