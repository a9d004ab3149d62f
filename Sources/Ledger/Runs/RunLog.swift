public import Database
public import SyncModel

/// One reconciliation as it is kept.
public struct RunRecord: Hashable, Sendable {
    public enum Result: String, CaseIterable, Sendable {
        case running, ok, held, incomplete, failed, interrupted
    }

    public let id: Int
    /// `command schedule startup scan-complete plex-back plugin`
    public let trigger: String
    public let rule: String?
    public let startedAt: Instant
    public let finishedAt: Instant?
    public let result: Result
    /// The engine's account of it, as the JSON that it wrote.
    public let summary: [UInt8]
}

/// The history of reconciliations.
public enum RunLog {
    /// When the first run that is kept began: since then this state folder is in use.
    public static func firstStart(in transaction: ReadTransaction) throws -> Instant? {
        try transaction.first("SELECT startedAt FROM run ORDER BY startedAt LIMIT 1") { Instant(rawValue: try $0[0]) }
    }

    /// Notes that a run has begun.
    /// - Parameter owner: The name of an OS lock that its process holds until it ends, however it ends.
    public static func begin(
        trigger: String, rule: String?, owner: String, summary: [UInt8], now: Instant, in transaction: WriteTransaction
    ) throws -> Int {
        try transaction.run(
            "INSERT INTO run (cause, rule, startedAt, result, owner, summary) VALUES (?, ?, ?, 'running', ?, ?)",
            trigger, rule, now.rawValue, owner, summary)
        return transaction.lastInsertedRow
    }

    public static func finish(
        _ id: Int, _ result: RunRecord.Result, summary: [UInt8], now: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            "UPDATE run SET finishedAt = ?, result = ?, summary = ? WHERE id = ? AND result = 'running'", now.rawValue,
            result.rawValue, summary, id)
    }

    /// Runs whose process is gone without having said how they ended become `interrupted`.
    /// - Parameter isAlive: Whether somebody holds the lock of that name.
    public static func closeAbandoned(
        now: Instant, isAlive: (String) throws -> Bool, in transaction: WriteTransaction
    ) throws {
        let running = try transaction.map("SELECT id, owner FROM run WHERE result = 'running'") {
            (id: try $0[0] as Int, owner: try $0[1] as String)
        }
        for run in running where try !isAlive(run.owner) {
            try transaction.run(
                "UPDATE run SET finishedAt = ?, result = 'interrupted' WHERE id = ?", now.rawValue, run.id)
        }
    }

    public static func hasRunning(in transaction: ReadTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM run WHERE result = 'running' LIMIT 1") { try $0[0] as Int } != nil
    }

    /// The newest first.
    /// - Parameter rule: Only those of this rule; case does not matter.
    public static func list(
        limit: Int, rule: String? = nil, in transaction: ReadTransaction
    ) throws -> [RunRecord] {
        try transaction.map(
            """
            SELECT id, cause, rule, startedAt, finishedAt, result, summary FROM run
            WHERE ?1 IS NULL OR rule = ?1 COLLATE NOCASE ORDER BY id DESC LIMIT ?2
            """, rule, limit, row: decode)
    }

    /// The newest first of those that came to their end: not ones that still run, failed, or were interrupted.
    /// - Parameter rule: Only those of this rule; case does not matter.
    public static func listEnded(
        limit: Int, rule: String? = nil, in transaction: ReadTransaction
    ) throws -> [RunRecord] {
        try transaction.map(
            """
            SELECT id, cause, rule, startedAt, finishedAt, result, summary FROM run
            WHERE (?1 IS NULL OR rule = ?1 COLLATE NOCASE) AND result IN ('ok', 'held', 'incomplete')
            ORDER BY id DESC LIMIT ?2
            """, rule, limit, row: decode)
    }

    public static func find(_ id: Int, in transaction: ReadTransaction) throws -> RunRecord? {
        try transaction.first(
            "SELECT id, cause, rule, startedAt, finishedAt, result, summary FROM run WHERE id = ?", id, row: decode)
    }

    private static func decode(_ row: Row) throws -> RunRecord {
        guard let result = RunRecord.Result(rawValue: try row[5]) else { throw DamagedValue() }
        return RunRecord(
            id: try row[0], trigger: try row[1], rule: try row[2], startedAt: Instant(rawValue: try row[3]),
            finishedAt: (try row[4] as Int?).map(Instant.init(rawValue:)), result: result, summary: try row[6])
    }
}
