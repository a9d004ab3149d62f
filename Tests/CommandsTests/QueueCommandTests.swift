import Database
import JSON
import Queue
import SyncModel
import TestSupport
import Testing

@testable import Commands

@Suite struct QueueCommandTests {
    let bench = Bench(answer: true)

    @Test func `scenes are queued by hand, each once`() async throws {
        let first = try await bench.run("queue add 12 15,15 --format json")
        #expect(first.code == 0)
        let jobs = try first.json()["jobs"]?.elements ?? []
        #expect(jobs.map { $0["scene"]?.string } == ["12", "15"])
        #expect(jobs.map { $0["priority"]?.string } == ["command", "command"])
        #expect(jobs.map { $0["why"]?.elements?.compactMap(\.string) } == [["manual"], ["manual"]])
        #expect(jobs.map { $0["id"]?.string } == ["1", "2"])
        #expect(try await bench.run("queue add 12 20").said == ["1 scene queued; 1 scene queued already."])
    }

    @Test func `a full queue says so and keeps what it has`() async throws {
        let rules = try bench.write("version: 1\nqueue: {max_waiting: 2}\n", to: "rules.yaml")
        let ending = try await bench.run("queue add 1 2 3 --rules \(rules)")
        #expect(ending.code == 1)
        #expect(
            ending.said == [
                "2 scenes queued.",
                "1 scene not queued: 2 jobs wait, which is all that 'queue.max_waiting' allows.",
            ])
    }

    @Test func `a listing in json is what the contract says`() async throws {
        _ = try await bench.run("queue add 12")
        #expect(
            try await bench.run("queue list --format json").output
                == #"{"jobs":[{"id":"1","scene":"12","state":"ready","priority":"command","why":["manual"],"attempt":0,"#
                + #""run_at":"2025-12-29T09:20:00Z","created_at":"2025-12-29T09:20:00Z"}]}"# + "\n")
    }

    @Test(arguments: ["table", "json", "jsonl", "csv", "markdown"])
    func `every format has data on the output alone`(format: String) async throws {
        _ = try await bench.run("queue add 12 13")
        let ending = try await bench.run("queue list --format \(format)")
        #expect(ending.said == [])
        #expect(ending.lines.count == ["json": 1, "jsonl": 2, "table": 3, "csv": 3, "markdown": 4][format])
    }

    @Test func `an entity is shown as one`() async throws {
        try await bench.store.write { transaction in
            _ = try JobStore().enqueue(NewJob(key: "tag:5", priority: .hook), now: 0, in: transaction)
        }
        let job = try await bench.run("queue list --format json").json()["jobs"]?[0]
        #expect(job?["entity"]?.string == "tag:5")
        #expect(job?["scene"] == nil)
    }

    @Test func `dropping asks with a count and a sample`() async throws {
        _ = try await bench.run("queue add 1 2 3 4 5 6 7")
        let ending = try await bench.run("queue drop 1,2,3,4,5,6,7")
        #expect(
            bench.questions == ["Drop 7 jobs (scene 1, scene 2, scene 3, scene 4, scene 5, and 2 more)?"])
        #expect(ending.said == ["Dropped 7 jobs."])
        #expect(try await bench.run("queue list").said == ["No such jobs."])
    }

    @Test func `a job that is not there, or runs, is named while the others go`() async throws {
        _ = try await bench.run("queue add 1 2")
        let worker = try WorkerLeases(folder: bench.folder("state/workers")).take()
        try await bench.store.write { transaction in
            _ = try JobStore().claim(
                keys: ["scene:1"], by: worker.name, now: Bench.now.rawValue, in: transaction, isAlive: { _ in true })
        }
        let ending = try await bench.run("queue drop 1 2 9 --yes")
        worker.end()
        #expect(ending.code == 1)
        #expect(
            ending.said == [
                "Dropped 1 job.",
                "There is no job 9; 'queue list --state all' shows which there are.\nJob 1 does not wait (running).",
            ])
    }

    @Test func `a job whose worker has died waits, for every command`() async throws {
        _ = try await bench.run("queue add 1 2")
        try await bench.store.write { transaction in
            _ = try JobStore().claim(
                upTo: 2, by: "dead", now: Bench.now.rawValue, in: transaction, isAlive: { _ in true })
        }
        let status = try await bench.run("status --format json").json()
        #expect(status["queue"]?["ready"] == .int(2) && status["queue"]?["running"] == .int(0))
        #expect(try await bench.run("queue drop 1 --yes").said == ["Dropped 1 job."])
    }

    @Test func `off a terminal nothing goes without yes`() async throws {
        let bench = Bench(answer: nil)
        _ = try await bench.run("queue add 1")
        let refused = try await bench.run("queue clear")
        #expect(refused.code == 2)
        #expect(refused.said.last?.hasSuffix("give --yes.") == true)
        #expect(try await bench.run("queue list --format jsonl").lines.count == 1)
        #expect(try await bench.run("queue clear --yes --format json").output == "{\"changed\":1}\n")
        #expect(try await bench.run("queue clear").said == ["No job waits."])
    }

    @Test func `no is an answer`() async throws {
        let bench = Bench(answer: false)
        _ = try await bench.run("queue add 1")
        let ending = try await bench.run("queue clear")
        #expect(ending.code == 1)
        #expect(ending.said == ["Nothing was changed."])
        #expect(try await bench.run("queue list --format jsonl").lines.count == 1)
    }

    @Test func `a pause is ended once`() async throws {
        #expect(try await bench.run("queue pause").said == ["Paused."])
        #expect(try await bench.run("queue pause").said == ["The queue was paused already."])
        #expect(try await bench.run("status --format json").json()["queue"]?["paused"]?.bool == true)
        #expect(try await bench.run("queue resume").said == ["Resumed; 0 jobs waiting."])
        #expect(try await bench.run("queue resume").said == ["The queue was not paused."])
    }

    @Test func `a job that rests is made due and keeps its tries`() async throws {
        _ = try await bench.run("queue add 1 2")
        try await fail("scene:1", Ending(.tryAgain(), error: "Plex failed.", code: "plex-busy"))
        #expect(try await job(1)?.runAt ?? 0 > Bench.now.rawValue)
        #expect(try await bench.run("queue retry").said == ["1 job due now."])
        #expect(try await job(1)?.runAt == Bench.now.rawValue)
        #expect(try await job(1)?.attempts == 1)
        #expect(try await bench.run("queue retry").said == ["No job rests."])
    }

    @Test func `held jobs are released, and only these`() async throws {
        _ = try await bench.run("queue add 1 2")
        let claimed = try await claim("scene:1")
        try await bench.store.write { transaction in
            _ = try JobStore().hold(claimed.fence, why: "too much", now: Bench.now.rawValue, in: transaction)
        }
        let refused = try await bench.run("queue retry 1")
        #expect(refused.said == ["Job 1 is held; 'queue release' lets it through."])
        let ending = try await bench.run("queue release 1 2")
        #expect(ending.code == 1)
        #expect(ending.said == ["Released 1 job.", "Job 2 is not held."])
        #expect(bench.questions == ["Let 1 job empty fields in Plex (scene 1)?"])
        #expect(try await bench.run("queue release").said == ["No job is held."])
    }

    @Test func `one job is shown with its tries`() async throws {
        _ = try await bench.run("queue add 1")
        try await fail("scene:1", Ending(.tryAgain(), error: "Plex failed.", code: "plex-busy"))
        let json = try await bench.run("queue show 1 --format json").json()
        #expect(json["attempts"]?.elements?.compactMap { $0["error"]?.string } == ["Plex failed."])
        #expect(json["attempts"]?[0]?["verdict"]?.string == "try_again")
        let table = try await bench.run("queue show 1").output
        #expect(table.contains("try 1         2025-12-29T09:20:00Z  try_again: Plex failed.\n"))
        #expect(try await bench.run("queue show 7").code == 1)
    }

    // MARK: A worker's part

    func job(_ id: Int) async throws -> Job? {
        try await bench.store.read { try JobStore().job(Job.ID(rawValue: id), in: $0) }
    }

    func claim(_ key: String) async throws -> Job {
        let jobs = try await bench.store.write { transaction in
            try JobStore().claim(
                keys: [key], by: "w", now: Bench.now.rawValue, in: transaction, isAlive: { _ in true })
        }
        return try #require(jobs.first)
    }

    func fail(_ key: String, _ ending: Ending) async throws {
        let fence = try await claim(key).fence
        try await bench.store.write { transaction in
            _ = try JobStore().end(fence, ending, now: Bench.now.rawValue, jitter: 1, in: transaction)
        }
    }
}
