import JSON
import SyncEngine

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Saved plans on disk: only for the person whose they are.
enum PlanFile {
    static func write(_ plan: SavedPlan, to path: String) throws {
        var writer = JSONWriter()
        plan.write(to: &writer)
        writer.newline()
        let bytes = writer.bytes
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw fault(path, "cannot be written") }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw fault(path, "cannot be kept from others") }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { put(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault(path, "cannot be written") }
            done += count
        }
    }

    static func read(_ path: String) throws -> SavedPlan {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw fault(path, "cannot be read") }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw CommandEnd.failed("\(path): it is no file.")
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= SavedPlan.largest {
            let count = take(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault(path, "cannot be read") }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        do { return try SavedPlan(parsing: bytes) } catch {
            throw CommandEnd.failed("\(path): \(error.description); it is no plan that can be applied.")
        }
    }

    private static func fault(_ path: String, _ what: String) -> CommandEnd {
        CommandEnd.failed("\(path) \(what): \(String(cString: strerror(errno))).")
    }
}

// The type's own methods hide these names.
private func put(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func take(_ file: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int { read(file, bytes, count) }
