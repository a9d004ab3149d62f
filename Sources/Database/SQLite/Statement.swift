internal import CSQLite

/// A prepared statement, reached through `Connection` only.
final class Statement {
    private let handle: OpaquePointer
    private let sql: StaticString

    init(_ sql: StaticString, on connection: OpaquePointer) throws {
        var prepared: OpaquePointer?
        var rest: UnsafePointer<CChar>?
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let code = sqlite3_prepare_v3(
            connection, text, Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &rest)
        guard code == SQLITE_OK, let prepared else { throw SQLiteError(connection, "\(sql)") }
        handle = prepared
        self.sql = sql
        guard rest.map({ $0 == text + sql.utf8CodeUnitCount }) ?? true else {
            throw SQLiteError(code: Int(SQLITE_MISUSE), message: "more than one statement", context: "\(sql)")
        }
    }

    deinit { sqlite3_finalize(handle) }

    var row: Row { Row(handle: handle, sql: sql) }

    func bind(_ value: any Bindable, at index: Int32) throws {
        guard value.bind(to: handle, at: index) == SQLITE_OK else { throw failure }
    }

    func checkCount(_ count: Int32) throws {
        let wanted = sqlite3_bind_parameter_count(handle)
        guard wanted == count else {
            throw SQLiteError(
                code: Int(SQLITE_RANGE), message: "\(count) values for \(wanted) parameters", context: "\(sql)")
        }
    }

    /// True on a row, false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw failure
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private var failure: SQLiteError { SQLiteError(sqlite3_db_handle(handle), "\(sql)") }
}

/// The current row of a query; it holds until the closure that received it returns.
public struct Row {
    @usableFromInline let handle: OpaquePointer
    fileprivate let sql: StaticString

    // Inlined, so that each column is read by code for its own type: millions are read of a large library.

    /// A column that must hold a value of the type asked for, counted from 0.
    /// - Throws: ``SQLiteError`` where it holds another type or NULL, or where there is no such column.
    @inlinable public subscript<Value: Column>(index: Int) -> Value {
        get throws {
            guard exists(index), let value = Value(column: Int32(index), of: handle) else {
                throw mismatch(index, "\(Value.self)")
            }
            return value
        }
    }

    /// A column that may be NULL.
    @inlinable public subscript<Value: Column>(index: Int) -> Value? {
        get throws {
            guard exists(index) else { throw mismatch(index, "\(Value.self)") }
            if isNull(index) { return nil }
            return try self[index] as Value
        }
    }

    @usableFromInline func exists(_ index: Int) -> Bool { index < sqlite3_data_count(handle) }
    @usableFromInline func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL
    }

    @usableFromInline func mismatch(_ index: Int, _ wanted: String) -> SQLiteError {
        let names = ["INTEGER", "REAL", "TEXT", "BLOB", "NULL"]
        let exists = index < sqlite3_data_count(handle)
        let found = exists ? names[Int(sqlite3_column_type(handle, Int32(index))) - 1] : "no such column"
        return SQLiteError(
            code: Int(SQLITE_MISMATCH), message: "column \(index): wanted \(wanted), found \(found)", context: "\(sql)")
    }
}
