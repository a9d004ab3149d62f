internal import CArguments

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// How this program was started, and so how its sibling is.
struct Launch {
    /// The folder of this program.
    let folder: String
    /// What was given to it.
    let words: [String]

    /// - Parameters:
    ///   - called: The file of the program as it was called, by whatever loader.
    ///   - running: What the system says is running, where it says so; the loader, if that was told to start us.
    init(words: [String], called: String, running: String?) {
        self.words = words
        if let running, !Self.name(of: running).hasPrefix("ld-") {
            folder = Self.folder(of: running)
        } else {
            folder = Self.folder(of: called)
        }
    }

    /// This process. Nothing below `/proc` is needed, which a small container may not have.
    static let current = Launch(
        words: Array(CommandLine.arguments.dropFirst()), called: String(cString: plexsync_called_file()),
        running: realPath("/proc/self/exe"))

    /// The loader of the bundle and its options; empty where there is none.
    private var loader: [String] {
        #if arch(arm64)
            let name = "ld-linux-aarch64.so.1"
        #else
            let name = "ld-linux-x86-64.so.2"
        #endif
        let file = "\(folder)/lib/\(name)"
        return access(file, X_OK) == 0 ? [file, "--library-path", "\(folder)/lib"] : []
    }

    /// The command line that starts `plexsync`, through the same loader.
    func sibling(_ words: [String]) -> [String] { loader + ["\(folder)/plexsync"] + words }

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

    /// Whether `plexsync` can run: Swift's Dispatch looks after its threads there, and traps where it can't.
    static var hasProc: Bool { access("/proc/self/stat", R_OK) == 0 }

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
