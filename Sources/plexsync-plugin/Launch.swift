#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// How this program was started, and so how its sibling is.
struct Launch {
    /// The loader of the bundle and its options, where we were started through it.
    let loader: [String]
    /// The folder of this program.
    let folder: String
    /// What was given to it.
    let words: [String]

    /// - Parameter arguments: All of the process's, from the loader on where there is one.
    init(arguments: [String], executable: String?) {
        let start = Self.programIndex(arguments)
        loader = Array(arguments[..<start])
        words = Array(arguments.dropFirst(start + 1))
        let program = start > 0 && start < arguments.count ? arguments[start] : executable ?? arguments.first ?? ""
        folder = Self.folder(of: program)
    }

    /// The system's own record of the command line is asked, for a loader hides itself from the program's.
    static let current = Launch(
        arguments: Self.commandLine ?? CommandLine.arguments, executable: Self.realPath("/proc/self/exe"))

    private static var commandLine: [String]? {
        let file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while all.count < 1 << 20 {
            let count = piece.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            all += piece[..<count]
        }
        // Each word ends in a zero.
        let words = all.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        return words.isEmpty ? nil : words.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The command line that starts `plexsync`, through the same loader.
    func sibling(_ words: [String]) -> [String] { loader + ["\(folder)/plexsync"] + words }

    private static func programIndex(_ arguments: [String]) -> Int {
        guard let first = arguments.first, name(of: first).hasPrefix("ld-") else { return 0 }
        var index = 1
        while index < arguments.count, arguments[index].hasPrefix("--") {
            let takesValue = ["--library-path", "--inhibit-rpath", "--audit", "--preload", "--argv0"]
            index += takesValue.contains(arguments[index]) ? 2 : 1
        }
        return min(index, arguments.count)
    }

    private static func name(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    }

    private static func folder(of path: String) -> String {
        let whole = realPath(path) ?? path
        guard let slash = whole.lastIndex(of: "/") else { return "." }
        return slash == whole.startIndex ? "/" : String(whole[..<slash])
    }

    static func realPath(_ path: String) -> String? {
        guard let name = realpath(path, nil) else { return nil }
        defer { free(name) }
        return String(cString: name)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Runs `body` with the words as C wants them: an array that ends in nil.
func withArguments<Result>(
    _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("an array that ends in nil is not empty") }
        return body(base)
    }
}
