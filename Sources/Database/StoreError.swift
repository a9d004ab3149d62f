internal import CSQLite

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Why the store can't do what was asked.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A later release has changed the file; it was left as it is.
    case newerSchema(path: String, tenant: String, found: Int, known: Int)
    /// A database of another program.
    case notOurs(path: String)
    case notWritable(path: String, reason: String)
    case damaged(path: String, reason: String)
    /// Nothing of the transaction is in the file.
    case diskFull(path: String)
    /// Another program kept the file locked.
    case busy(path: String, seconds: Int)
    /// The system failed in a commit: what it wrote may or may not be there.
    case outcomeUnknown(path: String, reason: String)
    /// Refused, since an earlier commit or checkpoint of this store failed.
    case closed(path: String)
    /// Any other failure of the system; nothing of the transaction is in the file.
    case failed(path: String, reason: String)

    /// For a person: what failed, with which value, and what happens or helps next.
    public var description: String {
        switch self {
        case .newerSchema(let path, let tenant, let found, let known):
            "The state in \(path) is from a newer plexsync (\(tenant) \(found), this one knows \(known)); "
                + "it was left untouched. Use that release, or another --state."
        case .notOurs(let path): "\(path) is a database of another program; give another --state."
        case .notWritable(let path, let reason):
            "\(path) cannot be written (\(reason)); give this user the right to it, or another --state."
        case .damaged(let path, let reason):
            "\(path) is damaged (\(reason)); move it away to start anew, or put a copy of it back."
        case .diskFull(let path):
            "There is no room left to write \(path); nothing was changed. Free some and try again."
        case .busy(let path, let seconds):
            "\(path) was locked by another program for \(seconds) s; end that program if it hangs, and try again."
        case .outcomeUnknown(let path, let reason):
            "The disk failed while \(path) was written (\(reason)); the last change may or may not be there. "
                + "Look at the disk, then run the command again."
        case .closed(let path): "\(path) was closed after the disk had failed; start the program again."
        case .failed(let path, let reason): "\(path) could not be used: \(reason)."
        }
    }

    /// A fixed word without values, to group by.
    public var code: String {
        switch self {
        case .newerSchema: "newer-schema"
        case .notOurs: "not-our-database"
        case .notWritable: "not-writable"
        case .damaged: "damaged"
        case .diskFull: "disk-full"
        case .busy: "busy"
        case .outcomeUnknown: "outcome-unknown"
        case .closed: "store-closed"
        case .failed: "store-failed"
        }
    }
}

extension StoreError {
    static func cannotOpen(path: String, errno code: Int32) -> StoreError {
        let reason = String(cString: strerror(code))
        return switch code {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EACCES, EPERM, EROFS, ENOTDIR, EISDIR, ENOENT, ELOOP: .notWritable(path: path, reason: reason)
        default: .failed(path: path, reason: reason)
        }
    }

    /// What an error of SQLite means for the file. A constraint or a mistake in SQL is none of the file's: nil.
    init?(_ error: SQLiteError, path: String) {
        switch error.primary {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path, seconds: 5)
        case SQLITE_FULL: self = .diskFull(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path, reason: error.message)
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH:
            self = .notWritable(path: path, reason: error.message)
        case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_PROTOCOL, SQLITE_NOLFS:
            self = .failed(path: path, reason: error.message)
        default: return nil
        }
    }

    /// Runs `body`; what SQLite says about the file comes out as a ``StoreError``, everything else unchanged.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as SQLiteError {
            throw StoreError(error, path: path) ?? error
        }
    }
}
