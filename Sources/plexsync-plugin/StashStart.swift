#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Which start of Stash this is: the boot, the process and when it began. What we start learns it from its environment.
enum StashStart {
    private static let variable = "PLEXSYNC_STASH_START"

    /// Puts it into the environment; where the system does not tell, nothing.
    static func note() {
        let stash = getppid()
        guard let boot = text("/proc/sys/kernel/random/boot_id"), let status = text("/proc/\(stash)/stat"),
            let name = status.lastIndex(of: ")")
        else { return }
        // Fields after the name, which may hold blanks: the 20th of them is when the process began.
        let fields = status[name...].split(separator: " ")
        guard fields.count > 20 else { return }
        setenv(variable, "\(boot.prefix { $0 != "\n" })/\(stash)/\(fields[20])", 1)
    }

    private static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
