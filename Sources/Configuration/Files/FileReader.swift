import Glibc

/// Reads small files whole. A value, so that tests can name files that are nowhere.
public struct FileReader: Sendable {
    public struct Contents: Hashable, Sendable {
        /// One byte more than asked for, if the file is larger.
        public var bytes: [UInt8]
        public var isWritableByOthers: Bool
        public init(_ bytes: [UInt8], isWritableByOthers: Bool = false) {
            (self.bytes, self.isWritableByOthers) = (bytes, isWritableByOthers)
        }
    }

    /// Why a file could not be read, as the rest of a sentence: `no such file`.
    public struct Failure: Error, Hashable, Sendable {
        public let reason: String
        public init(_ reason: String) { self.reason = reason }
    }

    private let reading: @Sendable (_ path: String, _ limit: Int) throws(Failure) -> Contents
    private let listing: @Sendable (_ folder: String) throws(Failure) -> [String]
    private let naming: @Sendable (_ path: String) -> String

    /// - Parameters:
    ///   - read: Reads a file, of which at most `limit` bytes and one more are wanted.
    ///   - list: Names what lies in a folder.
    ///   - name: One name for each file, by whatever path it is reached.
    public init(
        _ read: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> Contents,
        list: @escaping @Sendable (_ folder: String) throws(Failure) -> [String] = { _ in [] },
        name: @escaping @Sendable (_ path: String) -> String = { $0 }
    ) {
        (reading, listing, naming) = (read, list, name)
    }

    /// The file at `path`, of which at most `limit` bytes and one more are read.
    public func read(_ path: String, limit: Int) throws(Failure) -> Contents { try reading(path, limit) }

    /// The names in a folder, in no order.
    public func list(_ folder: String) throws(Failure) -> [String] { try listing(folder) }

    /// What tells this file from every other: two paths to one file have the same.
    public func name(of path: String) -> String { naming(path) }

    /// The same, with these bytes in the place of one file's own.
    func putting(_ bytes: [UInt8], inPlaceOf path: String) -> FileReader {
        let replaced = name(of: path)
        return FileReader(
            { [self] path, limit throws(Failure) in
                guard name(of: path) == replaced else { return try read(path, limit: limit) }
                // One that is not there yet is nobody's to write.
                let isWritableByOthers: Bool
                do { isWritableByOthers = try read(path, limit: 0).isWritableByOthers } catch {
                    isWritableByOthers = false
                }
                return Contents(Array(bytes.prefix(limit + 1)), isWritableByOthers: isWritableByOthers)
            }, list: listing, name: naming)
    }

    /// Files of the system: regular ones, and pipes as `<(…)` of a shell makes them.
    public static let system = FileReader(readSystemFile, list: listSystemFolder, name: realName)

    @Sendable private static func readSystemFile(_ path: String, _ limit: Int) throws(Failure) -> Contents {
        // Without O_NONBLOCK the open itself would wait for ever on a pipe that nobody writes to.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(reason(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFIFO: _ = fcntl(descriptor, F_SETFL, 0)
        case S_IFDIR: throw Failure("it is a folder")
        default: throw Failure("it is no regular file")
        }
        let isPipe = status.st_mode & S_IFMT == S_IFIFO
        return Contents(
            try readAll(descriptor, limit: limit), isWritableByOthers: !isPipe && status.st_mode & S_IWOTH != 0)
    }

    @Sendable private static func listSystemFolder(_ folder: String) throws(Failure) -> [String] {
        guard let handle = opendir(folder) else { throw Failure(reason(errno)) }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    @Sendable private static func realName(_ path: String) -> String {
        guard let name = realpath(path, nil) else { return path }
        defer { free(name) }
        return String(cString: name)
    }

    private static func readAll(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count == 0 { break }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw Failure(reason(errno))
            }
        }
        return bytes
    }

    private static func reason(_ number: Int32) -> String {
        switch number {
        case ENOENT, ENOTDIR: "there is no such file"
        case EACCES, EPERM: "permission denied"
        case ELOOP: "its links go round in a circle"
        case ENAMETOOLONG: "its name is too long"
        default: String(cString: strerror(number))
        }
    }
}

/// The folder of a file, as paths in the file are relative to it.
func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// `path` itself if it is absolute, else below `folder`.
func resolved(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
}
