import Glibc

/// How files looked at one moment: enough to tell that one was written, renamed over, made or removed. Folders among them
/// tell when a file appears in them.
struct FileStamps: Hashable, Sendable {
    private struct Stamp: Hashable, Sendable {
        let device, inode, size, seconds, nanoseconds: Int
    }

    /// `nil` for what is not there.
    private let stamps: [String: Stamp?]

    /// Looks at the files now: one `stat` each.
    init(of paths: [String]) {
        stamps = Dictionary(paths.map { ($0, Self.stamp(of: $0)) }) { one, _ in one }
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            device: Int(bitPattern: UInt(status.st_dev)), inode: Int(bitPattern: UInt(status.st_ino)),
            size: Int(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}
