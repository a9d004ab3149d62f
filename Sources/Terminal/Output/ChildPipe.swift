import Glibc
import Synchronization

/// A command of the system's shell that reads what we write: the `| sort` of a line, or a pager.
///
/// It has our terminal, directory and environment; signals that we handle are as they were for it. The first one makes this
/// process ignore SIGPIPE for good: a reader that leaves is an error of `write`, not our end.
public final class ChildPipe: Sendable {
    private let command: String
    private let process: pid_t
    private let input: Mutex<Int32?>

    /// - Parameters:
    ///   - output: Where the command writes.
    /// - Throws: ``OutputError/cannotStart(command:errno:)``.
    public init(_ command: String, output: Int32 = 1) throws(OutputError) {
        signal(SIGPIPE, SIG_IGN)
        let started = Self.starting.withLock { _ in Self.start(command, output) }
        guard started.errno == 0 else { throw .cannotStart(command: command, errno: started.errno) }
        self.command = command
        process = started.child
        input = Mutex(started.input)
    }

    /// Swift does not see `pipe2`, so a child started between `pipe` and `fcntl` would hold the other's pipe open, and that
    /// one would wait for its end for ever.
    private static let starting = Mutex<Void>(())

    private static func start(_ command: String, _ output: Int32) -> (errno: Int32, child: pid_t, input: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (errno, 0, -1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (number, child) = spawn(command, input: ends[0], output: output)
        close(ends[0])
        if number != 0 { close(ends[1]) }
        return (number, child, ends[1])
    }

    private static func spawn(_ command: String, input: Int32, output: Int32) -> (errno: Int32, child: pid_t) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var (usual, none) = (sigset_t(), sigset_t())
        sigemptyset(&usual)
        sigemptyset(&none)
        for signal in [SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGHUP] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var child = pid_t()
        let words: [String] = ["sh", "-c", command]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        return (posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environ), child)
    }

    /// Blocks while the command does not read.
    ///
    /// - Throws: ``OutputError/readerLeft`` after the command has closed its input, or ``finish()``.
    public func write(_ text: String) throws(OutputError) {
        guard let descriptor = input.withLock({ $0 }) else { throw .readerLeft }
        try Terminal.write(text, to: descriptor, named: "'\(command)'")
    }

    /// Ends its input and waits for its end, on a thread of its own, since a person may be reading in a pager.
    ///
    /// - Returns: its exit status, or 128 and the signal that ended it. Call it once.
    public func finish() async -> Int32 {
        let descriptor = input.withLock { input in
            defer { input = nil }
            return input
        }
        if let descriptor { close(descriptor) }
        let process = process
        return await withCheckedContinuation { done in
            startThread { done.resume(returning: Self.wait(for: process)) }
        }
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            if errno != EINTR { return 0 }  // somebody else has waited for it
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
