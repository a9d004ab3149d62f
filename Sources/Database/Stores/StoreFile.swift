internal import Synchronization

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// When the writer of a store moves the WAL into the database.
public enum Checkpointing: Sendable {
    /// After a commit that leaves the WAL above this many bytes.
    case above(bytes: Int)
    /// Never: for a hook, which must be gone in milliseconds.
    case never

    /// Above 8 MB.
    public static let normal = Checkpointing.above(bytes: 8 << 20)
}

/// Where a store's file is, and whether the disk has failed it. All connections of one store share it.
final class StoreFile: Sendable {
    let path: String
    private let failed = Atomic(false)

    init(path: String) { self.path = path }

    /// After a failed sync the system may take pages for written that are not. So nobody goes on with the file.
    func refuseFromNowOn() { failed.store(true, ordering: .releasing) }

    func checkUsable() throws {
        if failed.load(ordering: .acquiring) { throw StoreError.closed(path: path) }
    }

    /// Bytes in the WAL beside the file; 0 where there is none.
    var walBytes: Int {
        var status = stat()
        return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }

    /// Makes the folder (0700) and an empty file (0600) where there is none; SQLite gives its own files the same mode.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where the file was emptied: SQLite would drop its WAL, and with it all
    ///   that was committed lately, without a word. Of a new file the WAL is written last.
    func create() throws {
        let hadLog = walBytes > 0
        var status = stat()
        guard stat(path, &status) != 0 else {
            if hadLog, status.st_size == 0, status.st_mode & S_IFMT == S_IFREG {
                throw StoreError.damaged(path: path, reason: "it is empty, though the log beside it is not")
            }
            return
        }
        try Self.makeFolder(of: path)
        close(try LockFile.open(path))
    }

    private static func makeFolder(of path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        guard access(folder, F_OK) != 0 else { return }
        try makeFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw StoreError.cannotOpen(path: folder, errno: errno)
        }
    }
}
