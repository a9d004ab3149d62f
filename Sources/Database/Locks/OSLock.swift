internal import Synchronization

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// An exclusive lock on a named file, kept by the operating system for as long as its holder lives.
///
/// The system frees it when the holder ends, however it ends, so nothing stale is left behind and no process number is
/// compared (in containers those mean nothing). A program started by the holder does not inherit it. Two locks on one
/// file exclude each other within one process too. The file is empty unless its holder writes, and stays when the lock is
/// gone.
///
/// - SeeAlso: `flock(2)`
public final class OSLock: Sendable {
    /// The file that is locked.
    public let path: String
    /// -1 once released.
    private let descriptor: Atomic<Int32>

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = Atomic(descriptor)
    }

    deinit { release() }

    /// Takes the lock if nobody has it, creating the file (mode 0600) where there is none.
    /// - Returns: Nil when somebody else has it.
    /// - Throws: ``StoreError`` where the file can't be opened or the file system knows no locks.
    public static func take(at path: String) throws -> OSLock? {
        while true {
            let file = try LockFile.open(path)
            do {
                guard try LockFile.tryLock(file, path: path) else {
                    close(file)
                    return nil
                }
            } catch {
                close(file)
                throw error
            }
            if LockFile.isLinked(file) { return OSLock(path: path, descriptor: file) }
            close(file)  // removed by its former holder in between: a lock on it would exclude nobody
        }
    }

    /// Waits for the lock, looking again every 50 ms; a cancelled task stops waiting at once.
    ///
    /// By a clock that libfaketime leaves alone when it is told to: a deadline by the other would never come.
    /// - Returns: Nil when it was not free within `limit`.
    /// - Throws: ``StoreError``, or `CancellationError`.
    public static func take(
        at path: String, within limit: Duration, clock: some Clock<Duration> = SuspendingClock()
    ) async throws -> OSLock? {
        let start = clock.now
        while true {
            if let lock = try take(at: path) { return lock }
            guard start.duration(to: clock.now) < limit else { return nil }
            try await clock.sleep(for: .milliseconds(50))
        }
    }

    /// Whether anybody, this process included, holds the lock on that file just now.
    ///
    /// It looks by taking the lock shared for a few microseconds, so a first ``take(at:)`` in that very moment may
    /// find it held: who must have the lock waits a little. No file is created.
    public static func isHeld(at path: String) throws -> Bool {
        guard let file = try LockFile.openExisting(path) else { return false }
        defer { close(file) }
        while flock(file, LOCK_SH | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return true }
            guard errno == EINTR else { throw StoreError.failed(path: path, reason: LockFile.reason(errno)) }
        }
        return false
    }

    /// Writes into the locked file, over what it says, who holds the lock or why: for others to read. Nothing is synced.
    public func write(_ text: String) throws {
        let file = descriptor.load(ordering: .acquiring)
        let bytes = Array(text.utf8)
        guard ftruncate(file, 0) == 0, pwrite(file, bytes, bytes.count, 0) == bytes.count else {
            throw StoreError.cannotOpen(path: path, errno: errno)
        }
    }

    /// What the lock's file says, up to 256 bytes of it; nil where there is no file.
    public static func text(at path: String) throws -> String? {
        guard let file = try LockFile.openExisting(path) else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count >= 0 else { throw StoreError.failed(path: path, reason: LockFile.reason(errno)) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Takes the lock's file away from whoever holds the lock: the next ``take(at:)`` makes a new one. Only where the holder
    /// is known to hang, and is kept by other means from doing harm when it wakes.
    public static func forget(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw StoreError.failed(path: path, reason: LockFile.reason(errno))
        }
    }

    /// Lets the lock go. Dropping the last reference does the same.
    public func release() {
        let file = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
        if file >= 0 { close(file) }
    }

    /// Lets the lock go and removes its file: only for a name that nobody will ever lock again.
    public func releaseAndRemove() {
        // Once released the name may be another's already.
        guard descriptor.load(ordering: .acquiring) >= 0 else { return }
        unlink(path)
        release()
    }
}

/// What both kinds of lock do to a file.
enum LockFile {
    static func open(_ path: String) throws -> Int32 {
        let file = openRetrying(path, O_RDWR | O_CREAT | O_CLOEXEC)
        guard file >= 0 else { throw StoreError.cannotOpen(path: path, errno: errno) }
        return file
    }

    /// Nil where there is no such file.
    static func openExisting(_ path: String) throws -> Int32? {
        let file = openRetrying(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard file >= 0 else { throw StoreError.cannotOpen(path: path, errno: errno) }
        return file
    }

    private static func openRetrying(_ path: String, _ flags: Int32) -> Int32 {
        while true {
            #if canImport(Musl)
                let file = Musl.open(path, flags, 0o600)
            #else
                let file = Glibc.open(path, flags, 0o600)
            #endif
            if file >= 0 || errno != EINTR { return file }
        }
    }

    /// False when somebody else has it.
    static func tryLock(_ file: Int32, path: String) throws -> Bool {
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw StoreError.failed(path: path, reason: reason(errno)) }
        }
        return true
    }

    /// Whether the file still has a name.
    static func isLinked(_ file: Int32) -> Bool {
        var status = stat()
        return fstat(file, &status) == 0 && status.st_nlink > 0
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
