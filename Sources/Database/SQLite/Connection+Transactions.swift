internal import CSQLite

extension Connection {
    /// Whether a transaction is open. Some failures roll back on their own.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Gives up what the open transaction did, if SQLite has not done so already.
    func rollBack() throws {
        if isInTransaction { try run("ROLLBACK") }
    }

    /// What became of a checkpoint.
    enum CheckpointEnd: Sendable, Equatable {
        /// All of the WAL moved into the database, and the WAL is empty.
        case emptied
        /// A reader or another writer was in the way; what could be moved was.
        case held
    }

    /// Moves the WAL into the database and empties it, waiting for nobody.
    func checkpoint() throws -> CheckpointEnd {
        waitWhenBusy(atMost: .zero)  // else it would wait for long readers, with the gate in its hand
        defer { waitWhenBusy(atMost: .seconds(5)) }
        switch sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) & 0xff {
        case SQLITE_OK: return .emptied
        case SQLITE_BUSY, SQLITE_LOCKED: return .held
        default: throw failure("checkpoint")
        }
    }

    /// Copies the whole database, as of one instant, over what `target` holds. O(size of the file).
    func copy(into target: Connection) throws {
        guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.failure("copy")
        }
        let code = sqlite3_backup_step(backup, -1)
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else {
            throw SQLiteError(code: Int(code), message: String(cString: sqlite3_errstr(code)), context: "copy")
        }
    }
}
