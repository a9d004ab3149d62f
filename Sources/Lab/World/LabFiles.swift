import Glibc

/// A file that could not be written.
public struct LabFileError: Error, CustomStringConvertible {
    public var path: String
    public var reason: String
    public var description: String { "\(path) could not be written: \(reason)." }
    public var code: String { "lab-file" }
}

/// Writes a file that only its owner can read, since it may hold a secret; an existing one is replaced.
func writePrivateFile(_ path: String, _ text: String) throws(LabFileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LabFileError(path: path, reason: String(cString: strerror(errno))) }
    defer { close(file) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw LabFileError(path: path, reason: String(cString: strerror(errno))) }
        bytes = bytes.dropFirst(count)
    }
}
