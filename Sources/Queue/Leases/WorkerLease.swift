internal import Database

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A worker's sign of life: a lock with a name of its own. When the worker ends, however it ends, the system frees it, and
/// its jobs are free at once.
public final class WorkerLease: Sendable {
    /// What the worker's jobs carry as their ``Job/owner``.
    public let name: String
    private let lock: OSLock

    fileprivate init(name: String, lock: OSLock) {
        self.name = name
        self.lock = lock
    }

    deinit { lock.releaseAndRemove() }

    /// Ends it at once: the worker takes no more jobs. Twice is as once.
    public func end() { lock.releaseAndRemove() }
}

/// The folder in which all workers of one store hold their locks.
public struct WorkerLeases: Sendable {
    private let folder: String

    /// - Parameter folder: Made (0700) where it is missing.
    public init(folder: String) { self.folder = folder }

    /// Takes a lease under a new name, and removes what dead workers have left.
    /// - Throws: ``StoreError`` where the folder or the file can't be made.
    public func take() throws -> WorkerLease {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw StoreError.notWritable(path: folder, reason: String(cString: strerror(errno)))
        }
        try sweep()
        while true {
            let number = UInt64.random(in: .min ... .max)
            let name = String(number, radix: 16)
            if let lock = try OSLock.take(at: path(name)) { return WorkerLease(name: name, lock: lock) }
        }
    }

    /// Whether a worker of that name lives.
    public func isHeld(_ name: String) throws -> Bool {
        // A name comes from the store: none but ours may become part of a path.
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isHexDigit) else { return false }
        return try OSLock.isHeld(at: path(name))
    }

    private static let ending = ".worker"

    private func path(_ name: String) -> String { "\(folder)/\(name)\(Self.ending)" }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Removes the files of workers that were killed. Who holds the lock while it removes the file can't take a living one's.
    private func sweep() throws {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard file.hasSuffix(Self.ending) else { continue }
            try OSLock.take(at: folder + "/" + file)?.releaseAndRemove()
        }
    }
}
