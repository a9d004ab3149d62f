internal import CSQLite

/// A failed SQLite call, as SQLite tells it. What a person should read instead is a ``StoreError``.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code, as in `SQLITE_CONSTRAINT_UNIQUE` (2067).
    public let code: Int
    /// SQLite's own words. They name tables and columns, never the bound values.
    public let message: String
    /// The statement or step that failed, without its values.
    public let context: String

    public var description: String { "\(message) (SQLite \(code)) in: \(context)" }

    /// A CHECK, a unique index or a foreign key refused the row.
    public var isConstraint: Bool { primary == SQLITE_CONSTRAINT }

    /// The code without what extends it.
    var primary: Int32 { Int32(truncatingIfNeeded: code & 0xff) }

    /// The disk or the file system failed a read, a write or a sync.
    var isInputOutput: Bool { primary == SQLITE_IOERR }
}

extension SQLiteError {
    init(_ handle: OpaquePointer?, _ context: String) {
        self.init(
            code: Int(sqlite3_extended_errcode(handle)), message: String(cString: sqlite3_errmsg(handle)),
            context: context)
    }
}
