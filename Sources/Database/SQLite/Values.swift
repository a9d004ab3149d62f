internal import CSQLite

/// A value that can stand for a `?` in a statement.
public protocol Bindable {
    /// Answers SQLite's result code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

/// A value that can be read from a column.
public protocol Column {
    /// Nil where the column holds another type.
    init?(column: Int32, of statement: OpaquePointer)
}

extension Int: Bindable, Column {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, Int64(self))
    }

    public init?(column: Int32, of statement: OpaquePointer) {
        guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else { return nil }
        self = Int(sqlite3_column_int64(statement, column))
    }
}

/// Stored as 0 or 1; any other number is a mismatch.
extension Bool: Bindable, Column {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int(statement, index, self ? 1 : 0)
    }

    public init?(column: Int32, of statement: OpaquePointer) {
        guard let value = Int(column: column, of: statement), value == 0 || value == 1 else { return nil }
        self = value == 1
    }
}

extension Double: Bindable, Column {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_double(statement, index, self)
    }

    public init?(column: Int32, of statement: OpaquePointer) {
        let type = sqlite3_column_type(statement, column)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { return nil }
        self = sqlite3_column_double(statement, column)
    }
}

/// Compared by SQLite byte for byte; what is not UTF-8 reads as U+FFFD.
extension String: Bindable, Column {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                csqlite_bind_text(statement, index, $0.baseAddress, UInt64($0.count))
            }
        }
    }

    public init?(column: Int32, of statement: OpaquePointer) {
        guard sqlite3_column_type(statement, column) == SQLITE_TEXT,
            let text = sqlite3_column_text(statement, column)
        else { return nil }
        let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8]: Bindable, Column {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { csqlite_bind_blob(statement, index, $0.baseAddress, UInt64($0.count)) }
    }

    public init?(column: Int32, of statement: OpaquePointer) {
        guard sqlite3_column_type(statement, column) == SQLITE_BLOB else { return nil }
        let start = sqlite3_column_blob(statement, column)
        self.init(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}

/// Nil is NULL.
extension Optional: Bindable where Wrapped: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
    }
}
