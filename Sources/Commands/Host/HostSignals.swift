import Dispatch
import Glibc
import Synchronization

/// Hears SIGTERM and SIGHUP for a host; what the program did with them before is restored afterwards. Process-wide, as
/// signals are: one host in the foreground at a time.
///
/// A handler may do almost nothing, so it writes the signal's number into a pipe. A second SIGTERM ends the process there
/// and then.
final class HostSignals {
    private static let rope = Atomic<Int32>(-1)
    private static let terminations = Atomic<Int>(0)
    private static let heard = [SIGTERM, SIGHUP]

    private let ends: [Int32]
    private let before: [sigaction]
    private let source: any DispatchSourceRead

    /// - Returns: `nil` where the system has no descriptors left.
    init?(stop: @escaping @Sendable () async -> Void, reload: @escaping @Sendable () async -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.ends = ends
        let bell = ends[0]
        source = DispatchSource.makeReadSource(fileDescriptor: bell, queue: .global())
        source.setEventHandler {
            for number in Self.numbers(in: bell) {
                Task { if number == SIGTERM { await stop() } else { await reload() } }
            }
        }
        source.resume()
        Self.terminations.store(0, ordering: .sequentiallyConsistent)
        Self.rope.store(ends[1], ordering: .sequentiallyConsistent)
        before = Self.heard.map { number in
            var (action, old) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = { HostSignals.take($0) }
            action.sa_flags = SA_RESTART
            sigaction(number, &action, &old)
            return old
        }
    }

    func end() {
        for (number, action) in zip(Self.heard, before) {
            var action = action
            sigaction(number, &action, nil)
        }
        Self.rope.store(-1, ordering: .sequentiallyConsistent)
        let ends = ends
        source.setCancelHandler { for end in ends { close(end) } }
        source.cancel()
    }

    /// Runs on whatever thread the signal met.
    private static func take(_ number: Int32) {
        let kept = errno
        if number == SIGTERM, terminations.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + SIGTERM) }
        var byte = UInt8(truncatingIfNeeded: number)
        let descriptor = rope.load(ordering: .relaxed)
        if descriptor >= 0 { _ = write(descriptor, &byte, 1) }
        errno = kept
    }

    private static func numbers(in bell: Int32) -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(bell, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map(Int32.init)
    }
}
