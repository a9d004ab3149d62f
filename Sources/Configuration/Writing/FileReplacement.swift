import Glibc

/// Puts new bytes in the place of a file's, all at once: a reader sees the old file or the new one, also after a power
/// failure.
struct FileReplacement {
    /// The file itself, behind every link that leads to it.
    let path: String
    /// What it held when the change was made up.
    let old: [UInt8]
    let new: [UInt8]

    /// Why the file was left as it was, as the rest of a sentence.
    struct Failure: Error {
        let reason: String
        /// Whether the new bytes are in place, and only the disk did not say that it has them.
        var isInPlace = false
    }

    /// Writes a second file beside the first, with its owner and mode, brings it to the disk, and renames it into place.
    ///
    /// - Throws: Where the file changed meanwhile, too; the second file is then gone again.
    func run() throws(Failure) {
        let folder = folder(of: path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        // Hidden, so that no pattern of `include:` takes it for a file of rules.
        var template = Array("\(folder)/.\(name).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(reason: Self.reason(errno)) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
        do throws(Failure) {
            defer { close(descriptor) }
            try fill(descriptor)
            try compare()
            guard rename(temporary, path) == 0 else { throw Failure(reason: Self.reason(errno)) }
        } catch {
            unlink(temporary)
            throw error
        }
        try Self.flush(folder: folder)
    }

    /// A file that is not there yet, and its folder; only the user may read it.
    static func create(_ path: String, holding bytes: [UInt8]) throws(Failure) {
        let folder = folder(of: path)
        let parts = folder.split(separator: "/")
        for count in parts.indices {
            let part = (folder.hasPrefix("/") ? "/" : "") + parts[...count].joined(separator: "/")
            guard mkdir(part, 0o700) == 0 || errno == EEXIST else { throw Failure(reason: reason(errno)) }
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: reason(errno)) }
        do throws(Failure) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
        } catch {
            unlink(path)
            throw error
        }
        try flush(folder: folder)
    }

    private func fill(_ descriptor: Int32) throws(Failure) {
        var status = stat()
        var own = stat()
        guard stat(path, &status) == 0, fstat(descriptor, &own) == 0 else { throw Failure(reason: Self.reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "it is no regular file") }
        if status.st_uid != own.st_uid || status.st_gid != own.st_gid {
            guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
                throw Failure(reason: "its owner and group could not be kept (\(Self.reason(errno)))")
            }
        }
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw Failure(reason: Self.reason(errno)) }
        try Self.write(new, to: descriptor)
    }

    private func compare() throws(Failure) {
        do {
            if try FileReader.system.read(path, limit: max(old.count, 1)).bytes == old { return }
        } catch { throw Failure(reason: error.reason) }
        throw Failure(reason: "it was changed by somebody else meanwhile; try again")
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Failure(reason: reason(errno))
            }
        }
        guard fsync(descriptor) == 0 else { throw Failure(reason: reason(errno)) }
    }

    /// Makes a rename last.
    private static func flush(folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: reason(errno), isInPlace: true) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(reason: reason(errno), isInPlace: true) }
    }

    private static func reason(_ number: Int32) -> String {
        switch number {
        case EACCES, EPERM: "permission denied in its folder"
        case EROFS: "its file system is read-only"
        case ENOSPC, EDQUOT: "the disk is full"
        default: String(cString: strerror(number))
        }
    }
}
