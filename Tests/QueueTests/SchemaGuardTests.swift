import Database
import Queue
import Testing

/// A bug in a worker, or a hand in the file, must not be able to leave a job between two states.
@Suite struct SchemaGuardTests {
    private func refused(_ sql: StaticString) async throws -> Bool {
        let driver = try StoreDriver()
        _ = try await driver.enqueue([.rule("ready"), .rule("held")], now: 0)
        _ = try await driver.enqueue(["running", "done", "dead"].map { .hook($0) }, now: 0)
        for job in try await driver.claim(3, now: 0) {
            if job.key == "done" { _ = try await driver.end(job, .done(), now: 1) }
            if job.key == "dead" { _ = try await driver.end(job, .giveUp, now: 1) }
        }
        do {
            let changed = try await driver.store.write { try $0.run(sql) }
            #expect(changed > 0, "the statement meets no row, so it shows nothing")
            return false
        } catch let error as SQLiteError {
            return error.isConstraint
        }
    }

    /// StaticString is the only kind of SQL there is; this makes it fit for an argument.
    struct Change: Sendable, CustomTestStringConvertible, ExpressibleByStringLiteral {
        let sql: StaticString
        init(stringLiteral value: StaticString) { sql = value }
        var testDescription: String { "\(sql)" }
    }

    @Test(
        arguments: [
            "UPDATE job SET state = 'done', finishedAt = 1 WHERE key = 'ready'",
            "UPDATE job SET state = 'dead', finishedAt = 1 WHERE key = 'ready'",
            "UPDATE job SET state = 'running' WHERE key = 'ready'",
            "UPDATE job SET state = 'lost' WHERE key = 'ready'",
            "UPDATE job SET finishedAt = 1 WHERE key = 'ready'",
            "UPDATE job SET again = 1 WHERE key = 'ready'",
            "UPDATE job SET runAt = NULL WHERE key = 'ready'",
            "UPDATE job SET note = 'x' WHERE key = 'ready'",
            "UPDATE job SET mark = x'00' WHERE key = 'ready'",
            "UPDATE job SET priority = 3 WHERE key = 'ready'",
            "UPDATE job SET key = 'running' WHERE key = 'ready'",
            "UPDATE job SET key = '' WHERE key = 'ready'",
            "UPDATE job SET payload = zeroblob(65537) WHERE key = 'ready'",
            "UPDATE job SET hold = 'perhaps' WHERE key = 'ready'",
            "UPDATE job SET failures = -1 WHERE key = 'ready'",
            "UPDATE job SET owner = NULL WHERE key = 'running'",
            "UPDATE job SET leaseUntil = NULL WHERE key = 'running'",
            "UPDATE job SET state = 'done' WHERE key = 'running'",
            "UPDATE job SET state = 'ready', finishedAt = NULL WHERE key = 'done'",
            "UPDATE job SET state = 'dead' WHERE key = 'done'",
            "UPDATE job SET closedBy = 1 WHERE key = 'done'",
            "UPDATE job SET state = 'done' WHERE key = 'dead'",
            "INSERT INTO job (key, payload, state, priority, why, runAt, createdAt) VALUES ('x', x'', 'running', 0, '', 0, 0)",
            "INSERT INTO outage (server, startedAt, endedAt, cause) VALUES ('plex', 5, 4, '')",
            "INSERT INTO breaker (server, state, misses, openings, recent) VALUES ('plex', 'open', 0, 1, '')",
            "INSERT INTO queueState (id, done, clock, latestGone) VALUES (2, 0, 0, 0)",
        ] as [Change])
    func `the tables refuse`(change: Change) async throws {
        let isRefused = try await refused(change.sql)
        #expect(isRefused)
    }
}
