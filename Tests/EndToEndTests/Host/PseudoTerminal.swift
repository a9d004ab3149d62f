import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// The program at a terminal that is none: we are its keyboard and its screen.
final class PseudoTerminal: Sendable {
    struct NeverShown: Error { let wanted, shown: String }

    private let end: Int32
    private let shown = Mutex("")
    private let all = Mutex("")
    private let process: ChildProcess

    convenience init(_ program: Program, _ words: String..., columns: UInt16 = 120) throws {
        try self.init(program, words, columns: columns)
    }

    init(_ program: Program, _ words: [String], columns: UInt16 = 120) throws {
        end = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (number, zero) = (UInt32(0), Int32(0))
        // TIOCSPTLCK and TIOCGPTN: what unlockpt and ptsname do.
        try #require(end >= 0 && ioctl(end, 0x4004_5431, &zero) == 0 && ioctl(end, 0x8004_5430, &number) == 0)
        let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(terminal >= 0)
        var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        let variables = [
            "PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "SWIFT_BACKTRACE": "enable=no", "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        ].merging(program.environment) { $1 }
        defer { close(terminal) }
        process = try ChildProcess(
            Program.path, words + program.arguments, environment: variables, input: .descriptor(terminal),
            output: .descriptor(terminal), errors: .descriptor(terminal))
    }

    deinit {
        process.signal(SIGKILL)
        close(end)
    }

    func type(_ keys: String) {
        _ = keys.utf8.withContiguousStorageIfAvailable { write(end, $0.baseAddress, $0.count) }
    }

    /// Everything that was ever shown.
    var text: String { all.withLock { $0 } }

    /// Waits until `wanted` is shown after what was waited for before, and forgets all up to it.
    func wait(for wanted: String) async throws {
        while true {
            let isThere = shown.withLock { shown -> Bool in
                guard let range = shown.range(of: wanted, options: .literal) else { return false }
                shown.removeSubrange(..<range.upperBound)
                return true
            }
            if isThere { return }
            guard let more = await more() else { throw NeverShown(wanted: wanted, shown: shown.withLock { $0 }) }
            shown.withLock { $0 += more }
            all.withLock { $0 += more }
        }
    }

    func exitCode() async -> Int32 { await process.end() }

    /// Takes all that is still shown until the program has ended. - Returns: its exit code.
    func readToEnd() async -> Int32 {
        let (end, process) = (end, process)
        let rest = await withCheckedContinuation { (done: CheckedContinuation<Data, Never>) in
            Thread.detachNewThread {
                var (data, buffer) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
                while true {
                    let isOver = !process.isRunning  // asked before: what it wrote is there by then
                    var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
                    let isReady = poll(&waiting, 1, isOver ? 0 : 100) > 0
                    let count = isReady && waiting.revents & Int16(POLLIN) != 0 ? read(end, &buffer, buffer.count) : 0
                    if count > 0 { data += buffer[..<count] }
                    if count <= 0, isOver { return done.resume(returning: data) }
                }
            }
        }
        all.withLock { $0 += String(decoding: rest, as: UTF8.self) }
        return await process.end()
    }

    private func more() async -> String? {
        let end = end
        return await withCheckedContinuation { done in
            Thread.detachNewThread {
                var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = poll(&waiting, 1, 120_000) > 0 ? read(end, &buffer, buffer.count) : 0
                done.resume(returning: count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil)
            }
        }
    }
}
