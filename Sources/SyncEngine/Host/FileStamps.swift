import Glibc
import Synchronization

/// How files looked at one moment: enough to tell that one was written, renamed over, made, removed
/// or given other rights. Folders among them
/// tell when a file appears in them.
struct FileStamps: Hashable, Sendable {
    private struct Stamp: Hashable, Sendable {
        let device, inode, size, seconds, nanoseconds: Int
        /// A file that was refused for who may write or read it is well again without a change of what it holds.
        let mode, owner, group: UInt32
    }

    /// `nil` for what is not there.
    private var stamps: [String: Stamp?] = [:]

    init() {}

    /// Looks at the files now: one `stat` each.
    init(of paths: [String]) {
        for path in paths { stamps[path] = .some(Self.stamp(of: path)) }
    }

    /// The same files as they look now.
    var renewed: FileStamps { FileStamps(of: Array(stamps.keys)) }

    /// Adds a file as it looks now, unless it is there already: what was seen first is what was read.
    mutating func note(_ path: String) {
        if stamps[path] == nil { stamps[path] = .some(Self.stamp(of: path)) }
    }

    /// Adds those of `others` that are not here.
    mutating func formUnion(_ others: FileStamps) { stamps.merge(others.stamps) { mine, _ in mine } }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            device: Int(bitPattern: UInt(status.st_dev)), inode: Int(bitPattern: UInt(status.st_ino)),
            size: Int(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
            mode: status.st_mode, owner: status.st_uid, group: status.st_gid)
    }
}

/// Takes note of the files and folders that one reading of the configuration looks at, each before it is read: a change
/// that comes in the middle of a reading is seen afterwards.
public final class FilesNoted: Sendable {
    private let noted = Mutex(FileStamps())
    private let contents = Mutex<[String: Int]>([:])

    public init() {}

    /// To be called before the file is read, or the folder listed.
    public func note(_ path: String) { noted.withLock { $0.note(path) } }

    /// To be called with what the file held, or the folder listed; nothing where it could not be read.
    public func note(_ path: String, holding bytes: some Sequence<UInt8>) {
        var hasher = Hasher()
        for byte in bytes { hasher.combine(byte) }
        let digest = hasher.finalize()
        contents.withLock { $0[path] = digest }
    }

    var stamps: FileStamps { noted.withLock { $0 } }

    /// Whether both readings read the same.
    func isSame(as other: FilesNoted) -> Bool {
        let mine = contents.withLock { $0 }
        return !mine.isEmpty && mine == other.contents.withLock { $0 }
    }
}
