import Database
import Foundation
import Queue

/// The queue on a disk, against what the disk and the `sqlite3` shell do with the same.
struct QueueBenchmark {
    let folder: String

    func run() async throws {
        try await one()
        try await many(100_000)
        try await claims(behind: 1_000_000)
    }

    private func store(_ name: String) throws -> Store {
        try Store.open(at: "\(folder)/\(name).db", schemas: [QueueSchema.schema])
    }

    private static let now = 1_800_000_000_000

    private func jobs(_ numbers: some Sequence<Int>) -> [NewJob] {
        numbers.map { NewJob(key: "scene:\($0)", priority: .rule, why: ["stale"]) }
    }

    // MARK: One, safe on the disk

    /// What a hook does, beside a loop that appends a page and has it synced: so fast is this disk.
    private func one(_ size: Int = 500) async throws {
        let store = try store("one")
        let file = open(folder + "/pages", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let page = [UInt8](repeating: 7, count: 4096)
        var ratios: [Double] = []
        var total = (ours: 0.0, disk: 0.0)
        for turn in 0..<5 {
            let ours = try await seconds {
                for number in 0..<size / 5 {
                    let job = jobs([turn * size + number])
                    _ = try await store.write { try JobStore().enqueue(job, now: Self.now, in: $0) }
                }
            }
            let disk = await seconds {
                for number in 0..<size / 5 {
                    pwrite(file, page, page.count, off_t((turn * size + number) * page.count))
                    fdatasync(file)
                }
            }
            ratios.append(ours / disk)
            total = (total.ours + ours, total.disk + disk)
        }
        row(
            "queue: enqueue one, durable", size: size, seconds: total.ours, ratio: ratios.sorted()[2],
            note: "goal 1.43 (0.7 of the disk's speed)")
        row("  pwrite and fdatasync of a page", size: size, seconds: total.disk)
    }

    // MARK: Many

    private func many(_ size: Int) async throws {
        var ratios: [Double] = []
        var best = (ours: Double.infinity, shell: Double.infinity)
        let new = jobs(1...size)
        for turn in 1...3 {
            let store = try store("many-\(turn)")
            let ours = try await seconds {
                _ = try await store.write { try JobStore(maxWaiting: .max).enqueue(new, now: Self.now, in: $0) }
            }
            let shell = try await seconds { try imported(size, turn) }
            ratios.append(ours / shell)
            best = (min(best.ours, ours), min(best.shell, shell))
        }
        row("queue: enqueue many", size: size, seconds: best.ours, ratio: ratios.sorted()[1], note: "goal 1.5")
        row("  sqlite3 importing the same rows", size: size, seconds: best.shell)
    }

    /// The same rows under the same indexes, by `.import`.
    private func imported(_ size: Int, _ turn: Int) throws {
        let (rows, script) = ("\(folder)/rows.csv", "\(folder)/import-\(turn).sql")
        if turn == 1 {
            var text = ""
            for number in 1...size { text += "\(number),scene:\(number),,ready,2,stale,\(Self.now),\(Self.now)\n" }
            try text.write(toFile: rows, atomically: false, encoding: .utf8)
        }
        try """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE job (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL,
            priority INTEGER NOT NULL, why TEXT NOT NULL, runAt INTEGER, createdAt INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX job_one_live_per_key ON job (key) WHERE state IN ('ready', 'running');
        CREATE INDEX job_due ON job (priority, runAt, id) WHERE state = 'ready';
        .mode csv
        .import \(rows) job
        """.write(toFile: script, atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = ["-batch", "\(folder)/import-\(turn).db", ".read \(script)"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }

    // MARK: Claiming

    /// What has ended must not be felt by what waits.
    private func claims(behind size: Int) async throws {
        let (empty, full) = (try store("empty"), try store("full"))
        try await full.write { transaction in
            try transaction.run(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
                INSERT INTO job (key, payload, state, priority, why, claims, runAt, createdAt, finishedAt)
                SELECT 'scene:' || n, x'', 'done', 2, 'stale', 1, ?2, ?2, ?2 FROM numbers
                """, size, Self.now)
            try transaction.run("UPDATE queueState SET done = ?", size)
        }
        try await full.checkpoint()
        var times: (empty: [Double], full: [Double]) = ([], [])
        for round in 0..<60 {
            times.empty.append(try await claim(from: empty, round))
            times.full.append(try await claim(from: full, round))
        }
        let (one, other) = (times.empty.sorted()[30], times.full.sorted()[30])
        row("queue: claim 50 behind ended rows", size: size, seconds: other, ratio: other / one, note: "goal 1.2")
        row("  claim 50 behind none", size: 0, seconds: one)
    }

    private func claim(from store: Store, _ round: Int) async throws -> Double {
        let new = jobs((round * 50..<round * 50 + 50).map { 5_000_000 + $0 })
        let queue = JobStore()
        _ = try await store.write { try queue.enqueue(new, now: Self.now, in: $0) }
        var given: [Job] = []
        let time = try await seconds {
            given = try await store.write {
                try queue.claim(upTo: 50, by: "w", now: Self.now, in: $0) { _ in true }
            }
        }
        let claimed = given
        precondition(claimed.count == 50)
        try await store.write { transaction in
            for job in claimed {
                _ = try queue.end(job.fence, Ending(.done()), now: Self.now, jitter: 0, in: transaction)
            }
        }
        return time
    }
}
