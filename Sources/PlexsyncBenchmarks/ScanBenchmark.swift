import Database
import Foundation
import Lab
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncEngine
import SyncModel
import Synchronization
import Transport

/// A look at a whole library: the first one, one when nothing has changed, and one after a hundred edits; against the
/// same pages fetched and thrown away.
struct ScanBenchmark {
    let size: Int

    func run() async throws {
        let stage = try BenchmarkStage(scenes: size)
        defer { stage.end() }
        let servers = stage.servers
        let recorder = Recorder(CurlTransport())
        // Once before, on a state of its own: the servers make each row at its first sight, which is not what is measured.
        let rehearsal = try stage.engine(recorder, in: "rehearsal")
        _ = try await look(rehearsal, recorder)
        let pages = recorder.take()
        let fetch = try await seconds { try await fetchAgain(pages) }
        let engine = try stage.engine(recorder)
        let first = try await look(engine, recorder)
        row("scan, nothing known", size: size, seconds: first.seconds, ratio: first.seconds / fetch, note: first.note)
        row("  the same requests alone", size: size, seconds: fetch)
        let second = try await look(engine, recorder)
        row("scan, nothing changed", size: size, seconds: second.seconds, note: second.note)
        _ = recorder.take()
        for id in servers.world.stash.scenes.keys.sorted().prefix(100) {
            servers.stash.editScene(id) { $0.title += " again" }
        }
        let third = try await look(engine, recorder)
        row("scan, 100 scenes changed", size: size, seconds: third.seconds, note: third.note)
    }

    /// The first look where every answer takes `latency`: against the same requests of each server one after another, both
    /// servers side by side, as two `curl` would fetch them.
    func runSlow(latency: Duration = .milliseconds(200)) async throws {
        let stage = try BenchmarkStage(scenes: size)
        defer { stage.end() }
        let recorder = Recorder(CurlTransport())
        _ = try await look(try stage.engine(recorder, in: "rehearsal"), recorder)
        let pages = recorder.take()
        stage.servers.stash.fail(.latency(latency))
        stage.servers.plex.faults = [PlexFault(.latency(latency), on: .all)]
        let fetch = try await seconds {
            let ofStash = pages.filter { $0.url.hasPrefix(stage.servers.stash.url) }
            let ofPlex = pages.filter { $0.url.hasPrefix(stage.servers.plex.url) }
            async let one: Void = fetchAgain(ofStash, inFlight: 1)
            async let other: Void = fetchAgain(ofPlex, inFlight: 1)
            _ = try await (one, other)
        }
        let first = try await look(try stage.engine(recorder), recorder)
        row(
            "scan, servers take \(latency) each", size: size, seconds: first.seconds, ratio: first.seconds / fetch,
            note: first.note)
        row("  the same requests alone", size: size, seconds: fetch)
    }

    private func look(_ engine: Engine, _ recorder: Recorder) async throws -> (seconds: Double, note: String) {
        let (before, processor) = (recorder.count, processorSeconds())
        var gaps = 0
        let time = try await seconds { gaps = try await engine.findGaps(GapQuery()) { _ in }.tally.gaps }
        let used = String(format: "%.2f", processorSeconds() - processor)
        return (time, "\(recorder.count - before) requests, \(gaps) gaps, \(used) s of processor with the servers")
    }

    private func fetchAgain(_ requests: [HTTPRequest], inFlight most: Int = 4) async throws {
        let transport = CurlTransport()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, request) in requests.enumerated() {
                if index >= most { try await group.next() }
                group.addTask { _ = try await transport.send(request) }
            }
            try await group.waitForAll()
        }
    }
}

/// Remembers every request.
private final class Recorder: Transport {
    private let transport: CurlTransport
    private let requests = Mutex<[HTTPRequest]>([])

    init(_ transport: CurlTransport) { self.transport = transport }

    var count: Int { requests.withLock { $0.count } }

    func take() -> [HTTPRequest] { requests.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        requests.withLock { $0.append(request) }
        return try await transport.send(request)
    }
}
