import Glibc
import Terminal

/// A file that could not be read or kept.
enum FileError: Error, Hashable, CustomStringConvertible {
    case cannotRead(path: String, errno: Int32)
    case tooLong(path: String, most: Int)
    case cannotKeep(path: String, errno: Int32)

    var description: String {
        switch self {
        case .cannotRead(let path, let number): "'\(path.safeForTerminal)' can't be read: \(Self.reason(number))"
        case .tooLong(let path, let most): "'\(path.safeForTerminal)' is longer than \(most >> 10) KiB; split it"
        case .cannotKeep(let path, let number):
            "'\(path.safeForTerminal)' can't be written: \(Self.reason(number)); lines are not kept"
        }
    }

    var code: String {
        switch self {
        case .cannotRead: "file-not-read"
        case .tooLong: "file-too-long"
        case .cannotKeep: "file-not-kept"
        }
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

/// The whole text of a small file; bytes that are no UTF-8 become U+FFFD. Blocks.
///
/// - Returns: `nil` where there is no such file.
func text(ofFile path: String, most: Int = 1 << 20) throws(FileError) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    if file < 0, errno == ENOENT { return nil }
    guard file >= 0 else { throw .cannotRead(path: path, errno: errno) }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
        let count = read(file, &buffer, buffer.count)
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw .cannotRead(path: path, errno: errno) }
        bytes += buffer[..<count]
        if bytes.count > most { throw .tooLong(path: path, most: most) }
    }
}

/// Replaces a file as a whole: whoever reads meanwhile sees the old text or the new. Mode 0600. Blocks.
func replaceFile(_ path: String, with text: String) throws(FileError) {
    let next = path + ".new"
    do {
        let file = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileError.cannotKeep(path: path, errno: errno) }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw FileError.cannotKeep(path: path, errno: errno) }
        try Terminal.write(text, to: file, named: path)
    } catch let error as FileError {
        throw error
    } catch OutputError.cannotWrite(_, let number) {
        throw .cannotKeep(path: path, errno: number)
    } catch {
        throw .cannotKeep(path: path, errno: EIO)
    }
    guard rename(next, path) == 0 else { throw .cannotKeep(path: path, errno: errno) }
}

/// Adds `text` at the end of a file, in one call, so that two shells don't mix their lines. Mode 0600. Blocks.
func append(_ text: String, toFile path: String) throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw .cannotKeep(path: path, errno: errno) }
    defer { close(file) }
    guard fchmod(file, 0o600) == 0 else { throw .cannotKeep(path: path, errno: errno) }
    do {
        try Terminal.write(text, to: file, named: path)
    } catch {
        throw .cannotKeep(path: path, errno: EIO)
    }
}
