import Database
import Foundation
import JSON
import Lab
import Queue
import TestSupport
import Testing

/// A made world of which all that can be delivered is delivered, and any number of workers on it, each a process.
final class Crew: Sendable {
    /// One worker.
    struct Worker: Sendable {
        let process: ChildProcess

        init(_ program: Program, _ words: [String]) throws {
            process = try program.start(words, isHeard: false)
        }

        /// - Returns: Whether it was still at work.
        func kill() -> Bool { signal(SIGKILL) }

        @discardableResult
        func signal(_ number: Int32) -> Bool { process.signal(number) }

        /// Waits for its end. - Returns: Its exit code.
        @discardableResult
        func end() async -> Int32 { await process.end() }
    }

    let bench: LabBench
    let store: Store
    /// Scenes whose edits reach an item, each with that item.
    let items: [Int: Int]

    init(_ world: World) async throws {
        bench = try LabBench(world)
        let first = try await bench.program.run("reconcile")
        #expect(first.code == 0, "\(first.errors)")
        _ = try await bench.program.run("queue", "drain")
        let all = bench.servers.stash.library.scenes.keys.sorted()
        _ = try await bench.program.run(["queue", "add"] + all.map(String.init))
        _ = try await bench.program.run("queue", "drain")
        store = try Store.open(at: bench.state + "/plexsync.db", schemas: [QueueSchema.schema])
        let inSync = try await store.read { try JobStore().jobs(JobFilter(states: [.done]), in: $0) }
            .filter { $0.note == nil || $0.note == "in_sync" }.compactMap { Int($0.key.dropFirst(6)) }
        items = Self.items(of: Set(inSync), in: bench)
        #expect(items.count > 20)
        try await store.write { transaction in
            _ = try JobStore().drop(JobFilter(), in: transaction)
            while try JobStore().prune(endedBefore: .max, in: transaction) > 0 {}
        }
        bench.servers.plex.resetRequests()
    }

    /// Found by their titles, which a scene that is in sync has in common with one item.
    private static func items(of scenes: Set<Int>, in bench: LabBench) -> [Int: Int] {
        let byTitle = Dictionary(grouping: bench.servers.plex.library.items, by: \.title)
        var items: [Int: Int] = [:]
        for (id, scene) in bench.servers.stash.library.scenes where scenes.contains(id) {
            if let own = byTitle[scene.title], own.count == 1 { items[id] = own[0].ratingKey }
        }
        return items
    }

    /// Gives scenes new titles in Stash, and queues them.
    func edit(_ count: Int, _ random: inout LabRandom) async throws {
        let scenes = items.keys.sorted().shuffled(using: &random).prefix(count)
        for id in scenes {
            let title = "Edited \(id) \(UInt64.random(in: 0 ... .max, using: &random))"
            bench.servers.stash.editScene(id) { $0.title = title }
        }
        let ending = try await bench.program.run(["queue", "add"] + scenes.map(String.init))
        #expect(ending.code == 0, "\(ending.errors)")
    }

    func start(_ words: [String] = ["queue", "drain"]) throws -> Worker { try Worker(bench.program, words) }

    /// Drains until nothing is left; what rests after a failure is made due.
    func finish() async throws {
        for _ in 1...10 {
            _ = try await bench.program.run("queue", "retry")
            let ending = try await bench.program.run("queue", "drain")
            #expect(ending.code == 0, "\(ending.errors)")
            if try await jobs([.ready, .running]).isEmpty { return }
        }
    }

    func jobs(_ states: Set<JobState> = Set(JobState.allCases)) async throws -> [Job] {
        try await store.read { try JobStore().jobs(JobFilter(states: states), in: $0) }
    }

    func attempts(of job: Job) async throws -> [Attempt] {
        try await store.read { try JobStore().attempts(of: job.id, in: $0) }
    }

    /// Scenes whose item does not say what Stash says.
    func differing() -> [String] {
        let titles = Dictionary(uniqueKeysWithValues: bench.servers.plex.library.items.map { ($0.ratingKey, $0.title) })
        let scenes = bench.servers.stash.library.scenes
        return items.sorted { $0.key < $1.key }.compactMap { scene, item in
            guard let wanted = scenes[scene]?.title, titles[item] != wanted else { return nil }
            return "scene \(scene): '\(wanted)' in Stash, '\(titles[item] ?? "nothing")' in Plex"
        }
    }

    /// What one more drain of everything writes.
    func editsOfAnotherDrain() async throws -> [PlexEdit] {
        bench.servers.plex.resetRequests()
        _ = try await bench.program.run(["queue", "add"] + items.keys.sorted().map(String.init))
        _ = try await bench.program.run("queue", "drain")
        return bench.servers.plex.edits
    }

    /// Waits for what another process does.
    func until(_ happened: () -> Bool) async throws {
        while !happened() { try await Task.sleep(for: .milliseconds(2)) }
    }
}
