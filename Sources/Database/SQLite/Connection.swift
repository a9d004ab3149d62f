internal import CSQLite

/// One connection to the file. It is not Sendable: an actor owns it, and lends it to a transaction.
///
/// SQL is `StaticString`, so that no value can be spliced into it and the cache of prepared statements stays bounded.
public final class Connection {
    enum Access: Sendable {
        /// Reads and writes; every commit is fsynced.
        case durable
        /// Reads only. The file is opened for writing all the same, since a reader of a WAL keeps its marks beside it.
        case reading
        /// A file without a name, that goes with the connection: nothing in it needs to survive.
        case temporary
    }

    let handle: OpaquePointer
    private var idle: [UnsafePointer<UInt8>: Statement] = [:]

    /// Opens the file, creating it where it does not exist. Nothing is written before ``configure()``.
    init(path: String, access: Access, busyTimeout: Duration = .seconds(5)) throws {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(access == .temporary ? "" : path, &opened, flags, nil)
        guard let opened else { throw SQLiteError(code: Int(code), message: "out of memory", context: "open") }
        handle = opened
        self.access = access
        guard code == SQLITE_OK else { throw failure("open") }
        waitWhenBusy(atMost: busyTimeout)
        try restrict()
    }

    private let access: Access

    deinit {
        idle = [:]
        let code = sqlite3_close(handle)
        precondition(code == SQLITE_OK, "a statement outlives its connection")
    }

    // MARK: Statements

    /// Runs a statement to its end and answers how many rows it changed.
    @discardableResult
    public func run(_ sql: StaticString, _ values: any Bindable...) throws -> Int { try run(sql, binding: values) }

    func run(_ sql: StaticString, binding values: [any Bindable]) throws -> Int {
        try with(sql, values) { statement in
            while try statement.step() {}
            return Int(sqlite3_changes(handle))
        }
    }

    /// Visits each row of a query.
    func each(_ sql: StaticString, binding values: [any Bindable], row body: (Row) throws -> Void) throws {
        try with(sql, values) { statement in
            while try statement.step() { try body(statement.row) }
        }
    }

    /// Visits the first row; the statement runs to its end, since an `UPDATE … RETURNING` counts only then.
    func first(_ sql: StaticString, binding values: [any Bindable], row body: (Row) throws -> Void) throws {
        try with(sql, values) { statement in
            guard try statement.step() else { return }
            try body(statement.row)
            while try statement.step() {}
        }
    }

    /// The first row, made into a value.
    func first<Element>(
        _ sql: StaticString, _ values: any Bindable..., row make: (Row) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try first(sql, binding: values) { element = try make($0) }
        return element
    }

    /// Runs several statements without values, as in a schema.
    public func script(_ sql: StaticString) throws {
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else { throw failure("\(sql)") }
    }

    /// The row number given by the latest `INSERT`.
    public var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

    /// Takes the statement out of the cache while it runs, so that a nested use of the same SQL gets its own.
    private func with<Result>(
        _ sql: StaticString, _ values: [any Bindable], body: (Statement) throws -> Result
    ) throws -> Result {
        let statement = try idle.removeValue(forKey: sql.utf8Start) ?? Statement(sql, on: handle)
        defer {
            statement.reset()
            idle[sql.utf8Start] = statement
        }
        for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
        try statement.checkCount(Int32(values.count))
        return try body(statement)
    }

    func failure(_ context: String) -> SQLiteError { SQLiteError(handle, context) }
}

// MARK: Settings

extension Connection {
    /// How long a statement waits for another program's lock before it fails as busy.
    func waitWhenBusy(atMost limit: Duration) {
        sqlite3_busy_timeout(handle, Int32(clamping: Int(limit / .milliseconds(1))))
    }

    /// What touches no byte of the file: it must hold before the first statement.
    private func restrict() throws {
        for (option, value) in [
            // The last connection to close would checkpoint outside of the gate.
            (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1), (SQLITE_DBCONFIG_DEFENSIVE, 1),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1), (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0),
        ] {
            let code = csqlite_configure(handle, option, Int32(value))
            guard code == SQLITE_OK else {
                throw SQLiteError(code: Int(code), message: "not accepted", context: "database option \(option)")
            }
        }
    }

    /// Sets WAL and full syncing, and reads both back: SQLite answers a setting it cannot have with another one.
    ///
    /// Call it only on a file known to be ours: it turns a file of another journal mode into one with a WAL.
    func configure() throws {
        switch access {
        case .durable:
            try pragma("PRAGMA journal_mode = WAL", holds: "wal")
            try run("PRAGMA synchronous = FULL")
            try pragma("PRAGMA synchronous", holds: 2)
            try pragma("PRAGMA wal_autocheckpoint = 0", holds: 0)
        case .reading:
            try pragma("PRAGMA journal_mode", holds: "wal")
            try pragma("PRAGMA wal_autocheckpoint = 0", holds: 0)
            try run("PRAGMA query_only = ON")
        case .temporary:
            try run("PRAGMA synchronous = OFF")
        }
        // In KiB. Indexes by hash are touched all over: with SQLite's 2 MiB a large page of rows writes them many times.
        try run("PRAGMA cache_size = -16384")
        try pragma("PRAGMA foreign_keys", holds: 1)
        try pragma("PRAGMA trusted_schema", holds: 0)
    }

    private func pragma<Value: Column & Equatable>(_ sql: StaticString, holds expected: Value) throws {
        let found: Value? = try first(sql) { try $0[0] }
        guard found == expected else {
            let answer = found.map { "\($0)" } ?? "nothing"
            throw SQLiteError(
                code: Int(SQLITE_MISUSE), message: "answered \(answer), not \(expected)", context: "\(sql)")
        }
    }
}
