import Foundation
import StashAPI

/// Standard input, whole; a task's is small, and `plexsync-plugin` takes the hooks, which may not be.
enum PluginReading {
    private static let most = 16 << 20
    private static let seconds = 2

    /// Becomes `plexsync-plugin`, which does hooks; returns where it does not lie beside us.
    static func becomeHookProgram() {
        guard let command = PluginProgram.current.sibling("plexsync-plugin", ["hook"]) else { return }
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        execv(command[0], &words)
        for word in words { free(word) }
    }

    /// - Parameter isOptional: Nothing, or nothing within two seconds, is an answer too.
    /// - Returns: What was handed over, and the bytes of it.
    static func input(isOptional: Bool) throws(PluginFault) -> (PluginInput, document: [UInt8])? {
        if isOptional, isatty(STDIN_FILENO) == 1 { return nil }
        guard let bytes = try whole() else {
            if isOptional { return nil }
            throw .notInput("it did not end within \(seconds) s")
        }
        if bytes.allSatisfy({ $0 <= 0x20 }) {
            if isOptional { return nil }
            throw .noInput
        }
        guard bytes.count <= most else { throw .notInput("it is longer than \(most) bytes") }
        do { return (try PluginInput(parsing: bytes), bytes) } catch { throw .notInput("\(error)") }
    }

    /// - Returns: `nil` where it did not end in time.
    private static func whole() throws(PluginFault) -> [UInt8]? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 64 << 10))
        while bytes.count <= most {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            var one = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if poll(&one, 1, Int32(left / .milliseconds(1)) + 1) < 1 { continue }
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw .notInput(String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return bytes
    }
}
