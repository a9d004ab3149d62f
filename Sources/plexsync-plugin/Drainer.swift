#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The process that works off the queue after a hook: at most one for a state folder, and nobody waits for it.
///
/// The lock is taken here and handed over as an open descriptor, so that of two hundred hooks one starts one process. The
/// system frees it when that process ends.
struct Drainer {
    let folder: String
    let launch: Launch
    /// `server_connection` as Stash wrote it.
    let server: [UInt8]?

    /// The descriptor that carries the lock in the new process.
    private static let lockDescriptor: Int32 = 3

    /// Starts it if nobody drains. That it can't be started is no fault of the hook: its job is safe, and the next hook
    /// or task takes it along.
    func startUnlessRunning() {
        let command = launch.sibling(["plugin", "drainer"])
        guard access(launch.folder + "/plexsync", X_OK) == 0 else { return }
        guard Launch.hasProc else {
            return LogLine.say(.warning, "No worker can be started without /proc; the job waits.")
        }
        let lock = open(folder + "/drainer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { return }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { return }
        guard let feed = feed() else { return }
        defer { close(feed) }
        if let code = spawn(command, lock: lock, feed: feed) {
            LogLine.say(.warning, "No worker could be started (\(String(cString: strerror(code)))); the job waits.")
        }
    }

    /// A pipe that holds the worker's whole input, so that nobody has to write on.
    private func feed() -> Int32? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[1]) }
        let head = Array(#"{"args":{"mode":"drainer"}"#.utf8)
        let input = head + (server.map { Array(#","server_connection":"#.utf8) + $0 } ?? []) + [UInt8(ascii: "}")]
        guard input.withUnsafeBytes({ write(ends[1], $0.baseAddress, $0.count) }) == input.count else {
            close(ends[0])
            return nil
        }
        return ends[0]
    }

    /// Starts it in a session of its own, with nothing of ours open but its input and the lock.
    /// - Returns: The system's reason where it can't be started.
    private func spawn(_ command: [String], lock: Int32, feed: Int32) -> Int32? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Neither may be in the way of the other: both are above 3 once they are copied there.
        let high = (fcntl(lock, F_DUPFD_CLOEXEC, 10), fcntl(feed, F_DUPFD_CLOEXEC, 10))
        defer { for file in [high.0, high.1] where file >= 0 { close(file) } }
        guard high.0 >= 0, high.1 >= 0 else { return errno }
        posix_spawn_file_actions_adddup2(&actions, high.1, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, high.0, Self.lockDescriptor)
        Self.keepToOurselves()
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        let variables = ["PLEXSYNC_STATE=\(folder)"] + Self.environment.filter { !$0.hasPrefix("PLEXSYNC_STATE=") }
        var process: pid_t = 0
        let code = withArguments(command) { words in
            withArguments(variables) { posix_spawn(&process, command[0], &actions, &attributes, words, $0) }
        }
        return code == 0 ? nil : code
    }

    /// `POSIX_SPAWN_SETSID` of glibc and musl, whose headers show it to GNU programs only.
    private static let newSession: Int16 = 0x80

    /// Nothing that we have open, or were given, is open in a program that we start, but what is copied there.
    private static func keepToOurselves() {
        for file in Int32(3)..<1024 { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    }

    private static var environment: [String] {
        var (all, next) = ([String](), environ)
        while let entry = next.pointee {
            all.append(String(cString: entry))
            next += 1
        }
        return all
    }
}
