import Database
import Foundation
import Lab
import PlexAPI
import Queue
import SyncEngine
import SyncModel

/// A drain at steady state: every scene has a new title, and Plex gets it.
struct DrainBenchmark {
    let size: Int

    func run() async throws {
        let stage = try BenchmarkStage(scenes: size)
        defer { stage.end() }
        let engine = try stage.engine()
        try await queue(stage.servers.stash.library.scenes.keys.sorted(), engine)
        _ = try await engine.drain()
        let scenes = try await deliverable(engine)
        for id in scenes { stage.servers.stash.editScene(id) { $0.title = "Title \(id)" } }
        try await queue(scenes, engine)
        stage.servers.plex.resetRequests()
        var report = DrainReport()
        let time = try await seconds { report = try await engine.drain() }
        let titles = Set(stage.servers.plex.library.items.map(\.title))
        let arrived = scenes.count { titles.contains("Title \($0)") }
        let perJob = Double(stage.servers.plex.requestCount) / Double(scenes.count)
        row(
            "drain, a new title each", size: scenes.count, seconds: time,
            note: String(
                format: "%.0f jobs/s (goal 200), %.2f requests to Plex a job (goal 1.1), %d delivered, %d in Plex",
                Double(scenes.count) / time, perJob, report.delivered, arrived))
    }

    /// Scenes that are delivered or were in sync, so that an edit reaches their item.
    private func deliverable(_ engine: Engine) async throws -> [Int] {
        let all = try await engine.store.read { try JobStore().jobs(JobFilter(states: [.done]), in: $0) }
        return all.filter { $0.note == nil || $0.note == "in_sync" }.compactMap { Int($0.key.dropFirst(6)) }
    }

    private func queue(_ scenes: [Int], _ engine: Engine) async throws {
        let now = engine.now().rawValue
        let new = scenes.map { NewJob(key: "scene:\($0)", priority: .hook, why: ["hook"]) }
        _ = try await engine.store.write { try engine.jobs.enqueue(new, now: now, in: $0) }
    }
}
