internal import CSQLite

/// The SQLite that is linked, as in `3.40.1`.
public var sqliteVersion: String { String(cString: sqlite3_libversion()) }
