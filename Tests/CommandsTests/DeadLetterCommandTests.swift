import Database
import JSON
import Queue
import SyncModel
import Testing

@testable import Commands

@Suite struct DeadLetterCommandTests {
    let bench = Bench(answer: true)

    /// Jobs 1 to 3: a scene and a tag that died of one error an hour ago, a scene that died of another 40 days ago.
    init() async throws {
        let hour = Bench.now.rawValue - 3_600_000
        try await kill("scene:1", "plex-not-found", at: hour)
        try await kill("tag:5", "plex-not-found", at: hour)
        try await kill("scene:2", "stash-fault", at: Bench.now.rawValue - 40 * 86_400_000)
    }

    func kill(_ key: String, _ code: String, at instant: Int) async throws {
        try await bench.store.write { transaction in
            let store = JobStore()
            _ = try store.enqueue(NewJob(key: key, priority: .rule, why: ["stale"]), now: instant, in: transaction)
            let jobs = try store.claim(
                keys: [key], by: "w", now: instant, in: transaction, isAlive: { _ in true })
            let ending = Ending(.giveUp, error: "It will never work.", code: code)
            for job in jobs { _ = try store.end(job.fence, ending, now: instant, jitter: 1, in: transaction) }
        }
    }

    func dead(_ options: String = "") async throws -> [String] {
        let jobs = try await bench.run("dead list \(options) --format json").json()["jobs"]?.elements ?? []
        return jobs.compactMap { $0["id"]?.string }
    }

    @Test func `a listing has every try`() async throws {
        let job = try await bench.run("dead list --format json").json()["jobs"]?[0]
        #expect(job?["state"]?.string == "dead")
        #expect(job?["attempts"]?[0]?["verdict"]?.string == "give_up")
        #expect(job?["attempts"]?[0]?["error"]?.string == "It will never work.")
        #expect(job?["attempts"]?[0]?["at"]?.string == "2025-12-29T08:20:00Z")
    }

    @Test func `a table says when each died, of what, and after how many tries`() async throws {
        let table = try await bench.run("dead list").lines
        #expect(table[0].split(separator: " ") == ["Job", "About", "Died", "Why", "Tries", "Error"])
        #expect(table[1].contains("scene 1") && table[1].contains("1 h ago"))
        #expect(table[1].hasSuffix("1  It will never work."))
    }

    @Test(arguments: [
        ("", ["1", "2", "3"]), ("--code plex-not-found", ["1", "2"]), ("--kind scene", ["1", "3"]),
        ("--kind scene --code plex-not-found", ["1"]), ("-n 2", ["1", "2"]), ("--code nothing", []),
    ])
    func `letters are picked by error and kind`(options: String, ids: [String]) async throws {
        #expect(try await dead(options) == ids)
    }

    @Test func `some come back, and are due`() async throws {
        #expect(try await bench.run("dead retry --code plex-not-found").said == ["Brought back 2 dead letters."])
        #expect(try await dead() == ["3"])
        #expect(try await bench.run("queue list --format jsonl").lines.count == 2)
    }

    @Test func `a number that names no dead letter is told`() async throws {
        let ending = try await bench.run("dead retry 3 9")
        #expect(ending.code == 1)
        #expect(
            ending.said == [
                "Brought back 1 dead letter.", "There is no dead letter 9; 'dead list' shows which there are.",
            ])
    }

    @Test func `one whose scene waits already stays`() async throws {
        _ = try await bench.run("queue add 1")
        let ending = try await bench.run("dead retry")
        #expect(ending.said == ["Brought back 2 dead letters; 1 other has a later job that waits or runs."])
        #expect(try await bench.run("queue retry 1").said.last?.hasPrefix("Job 1 can't come back") == true)
    }

    @Test func `dropping needs to know which`() async throws {
        #expect(try await bench.run("dead drop --yes").code == 2)
        #expect(try await dead().count == 3)
        #expect(try await bench.run("dead drop 1 --kind tag --yes").code == 1)
        #expect(try await bench.run("dead drop 1 3").said == ["Removed 2 dead letters."])
        #expect(bench.questions == ["Remove 2 dead letters (scene 1, scene 2)?"])
        #expect(try await dead() == ["2"])
    }

    @Test(arguments: [("", ["1", "2"]), ("--older-than 30m", []), ("--older-than 60d", ["1", "2", "3"])])
    func `old ones are purged`(options: String, left: [String]) async throws {
        #expect(try await bench.run("dead purge \(options)").code == 0)
        #expect(try await dead() == left)
    }
}
