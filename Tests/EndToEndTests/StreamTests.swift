import Foundation
import Lab
import TestSupport
import Testing

/// Lines that are shown while the rest is still to be read.
@Suite(.timeLimit(.minutes(5))) struct StreamTests {
    @Test func `the first gaps are shown though Plex never shows the last items`() async throws {
        let bench = try LabBench(World.make(seed: 5, scenes: 400))
        // One read of fifty items is answered, of eight at least.
        bench.servers.plex.faults = [PlexFault(.hang, on: .items, after: 1)]
        let process = try bench.program.start(["gaps", "--format", "jsonl"], isHeard: true)
        defer { process.signal(SIGKILL) }
        let shown = await process.output.firstLine()
        #expect(shown.hasPrefix(#"{"scene":""#))
        #expect(process.isRunning)
    }
}

extension FileHandle {
    /// `""` where none comes.
    fileprivate func firstLine() async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                var text = Data()
                while !text.contains(10), case let more = self.availableData, !more.isEmpty { text += more }
                let end = text.firstIndex(of: 10)
                done.resume(returning: end.map { String(decoding: text[..<$0], as: UTF8.self) } ?? "")
            }
        }
    }
}
