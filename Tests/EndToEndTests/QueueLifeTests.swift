import Database
import Foundation
import JSON
import Lab
import Queue
import TestSupport
import Testing

/// The queue's promises as a person meets them: through the program, over real servers.
@Suite struct QueueLifeTests {
    private func members(_ tree: JSONTree) -> Set<String> {
        guard case .object(let members) = tree else { return [] }
        return Set(members.map(\.0))
    }

    @Test
    func `dead letters keep their tries, are found by kind and error, and go by retry, drop, purge or a later success`()
        async throws
    {
        let crew = try await Crew(World.make(seed: 21, scenes: 120))
        let program = crew.bench.program
        var random = LabRandom(seed: 4)
        try await crew.edit(4, &random)
        crew.bench.servers.plex.faults = [PlexFault(.status(400), on: .writes)]
        let failed = try await program.run("queue", "drain")
        #expect(failed.code == 1 && failed.errors.contains("4 jobs gave up"))
        let letters = try await program.run("dead", "list", "--format", "json").json()["jobs"]?.list ?? []
        #expect(letters.count == 4)
        for letter in letters {
            #expect(
                members(letter) == [
                    "id", "scene", "state", "priority", "why", "attempt", "run_at", "created_at", "finished_at",
                    "error",
                    "attempts",
                ])
            #expect(letter["state"]?.text == "dead")
            let tries = letter["attempts"]?.list ?? []
            #expect(tries.count == 1 && members(tries[0]) == ["at", "error", "verdict"])
            #expect(tries[0]["verdict"]?.text == "give_up" && tries[0]["error"]?.text?.contains("400") == true)
        }
        func count(_ words: String...) async throws -> Int? {
            try await program.run(["dead", "list", "--format", "json"] + words).json()["jobs"]?.list.count
        }
        #expect(try await count("--code", "plex-bad-request", "--kind", "scene") == 4)
        #expect(try await count("--kind", "tag") == 0)
        #expect(try await count("--code", "plex-busy") == 0)
        let ids = letters.compactMap { $0["id"]?.text }
        let scenes = letters.compactMap { $0["scene"]?.text }
        // Dropping asks, and off a terminal nobody answers.
        #expect(try await program.run("dead", "drop", ids[0]).code == 2)
        #expect(try await count() == 4)
        #expect(try await program.run("dead", "drop", ids[0], "--yes").code == 0)
        // One comes back; one is overtaken by a later job of its scene, whose success closes it; one is purged.
        #expect(try await program.run("dead", "retry", ids[1]).code == 0)
        #expect(try await program.run("queue", "add", scenes[2]).code == 0)
        #expect(try await count() == 2, "the new job has not ended yet")
        crew.bench.servers.plex.faults = []
        let drained = try await program.run("queue", "drain", "--format", "json")
        #expect(drained.code == 0)
        #expect(try drained.json()["delivered"]?.number == 2)
        #expect(try await count() == 1)
        #expect(try await program.run("dead", "purge").code == 0)
        #expect(try await count() == 1, "it is younger than thirty days")
        _ = try await crew.store.write {
            try $0.run("UPDATE job SET finishedAt = finishedAt - ? WHERE state = 'dead'", 31 * 86_400_000)
        }
        #expect(try await program.run("dead", "purge").code == 2)
        #expect(try await program.run("dead", "purge", "--yes").code == 0)
        #expect(try await count() == 0)
        // What was dropped and purged is a gap still, and found anew.
        #expect(try await program.run("reconcile").code == 0)
        let waiting = try await program.run("queue", "list", "--format", "json").json()["jobs"]?.list ?? []
        #expect(Set(waiting.compactMap { $0["scene"]?.text }).intersection(scenes) == [scenes[0], scenes[3]])
    }

    @Test func `a full queue takes no more from a reconciliation, which says how many were left; hooks get in`()
        async throws
    {
        let bench = try LabBench(World.make(seed: 22, scenes: 200), adding: "queue: {max_waiting: 7}\n")
        let run = try await bench.program.run("reconcile", "--format", "json").json()
        #expect(run["queued"]?["scenes"]?.number == 7)
        let left = run["not_queued"]?["by_reason"]?["queue_full"]?.number ?? 0
        #expect(left > 0)
        let refused = try await bench.program.run("queue", "add", "99999")
        #expect(refused.code == 1 && refused.errors.contains("max_waiting"))
        let store = try Store.open(at: bench.state + "/plexsync.db", schemas: [QueueSchema.schema])
        let result = try await store.write {
            try JobStore(maxWaiting: 7).enqueue(
                NewJob(key: "scene:99999", priority: .hook, why: ["hook"]), now: 0, in: $0)
        }
        #expect(result != .full)
        // With room again the rest gets in.
        #expect(try await bench.program.run("queue", "clear", "--yes").code == 0)
        let next = try await bench.program.run("reconcile", "--format", "json").json()
        #expect(next["queued"]?["scenes"]?.number == 7)
    }

    @Test func `hooks go before commands before rules, though they came last`() async throws {
        let crew = try await Crew(World.make(seed: 23, scenes: 400))
        let scenes = Array(crew.items.keys.sorted().prefix(150))  // three batches
        #expect(scenes.count == 150)
        for id in scenes { crew.bench.servers.stash.editScene(id) { $0.title = "New \(id)" } }
        let groups: [(priority: Queue.Priority, scenes: ArraySlice<Int>)] = [
            (.rule, scenes[0..<50]), (.command, scenes[50..<100]), (.hook, scenes[100...]),
        ]
        for (step, group) in groups.enumerated() {
            _ = try await crew.store.write { transaction in
                try JobStore().enqueue(
                    group.scenes.map { NewJob(key: "scene:\($0)", priority: group.priority, why: ["x"]) }, now: step,
                    in: transaction)
            }
        }
        #expect(try await crew.bench.program.run("queue", "drain").code == 0)
        let written = crew.bench.servers.plex.edits.compactMap { $0.values["title"]?.dropFirst(4) }.compactMap {
            Int($0)
        }
        #expect(written.count == scenes.count)
        for (place, group) in groups.reversed().enumerated() {
            #expect(Set(written.dropFirst(place * 50).prefix(group.scenes.count)) == Set(group.scenes))
        }
    }

    @Test func `a scene edited while its job runs is delivered once more`() async throws {
        let crew = try await Crew(World.make(seed: 24, scenes: 120))
        let (scene, item) = try #require(crew.items.min { $0.key < $1.key })
        let servers = crew.bench.servers
        servers.stash.editScene(scene) { $0.title = "First" }
        _ = try await crew.bench.program.run("queue", "add", "\(scene)")
        servers.plex.faults = [PlexFault(.latency(.seconds(2)), on: .writes, times: 1)]
        let worker = try crew.start()
        try await crew.until { !servers.plex.edits.isEmpty }
        servers.stash.editScene(scene) { $0.title = "Second" }
        let added = try await crew.bench.program.run("queue", "add", "\(scene)")
        #expect(added.errors.contains("will run once more"))
        #expect(await worker.end() == 0)
        #expect(servers.plex.edits.compactMap { $0.values["title"] } == ["First", "Second"])
        #expect(servers.plex.library.items.first { $0.ratingKey == item }?.title == "Second")
        let jobs = try await crew.jobs()
        #expect(jobs.count == 1 && jobs[0].state == .done && jobs[0].claims == 2)
    }

    @Test func `a drain that stays delivers what comes, also after a pause, and ends when asked to`() async throws {
        let crew = try await Crew(World.make(seed: 25, scenes: 120))
        let scenes = crew.items.keys.sorted()
        let servers = crew.bench.servers
        let worker = try crew.start(["queue", "drain", "--wait"])
        for (round, words) in [["queue", "pause"], []].enumerated() {
            servers.stash.editScene(scenes[round]) { $0.title = "Round \(round)" }
            if !words.isEmpty { #expect(try await crew.bench.program.run(words).code == 0) }
            #expect(try await crew.bench.program.run("queue", "add", "\(scenes[round])").code == 0)
            if !words.isEmpty {
                let other = try await crew.bench.program.run("queue", "drain")
                #expect(other.code == 1 && servers.plex.edits.isEmpty, "nothing is handed out in a pause")
                #expect(try await crew.bench.program.run("queue", "resume").code == 0)
            }
            try await crew.until { servers.plex.edits.count == round + 1 }
        }
        #expect(worker.signal(SIGTERM))
        let code = await worker.end()
        #expect(code == 130 || code == 143, "\(code)")
        #expect(crew.differing() == [])
    }
}
