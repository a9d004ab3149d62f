import Database
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// Runs the plugin as a real Stash does: the program of the manifest in a process of its own, one document on a pipe that
/// is then closed, standard output read to its end, log lines taken apart by their bytes, and no signal but SIGKILL.
struct StashDriver: Sendable {
    /// One line of the log as Stash understands it.
    struct LogEntry: Equatable {
        let level: Character
        let text: String
    }

    struct Ending {
        /// `nil` where it was killed.
        let code: Int32?
        let output: String
        let log: [LogEntry]
        /// From its start until Stash goes on.
        let seconds: Double
        /// The most memory it had at once until the last byte of its input.
        let kilobytes: Int
    }

    /// The plugin's folder.
    let folder: TemporaryFolder
    let program: String
    /// Keeps the copy that it runs.
    private let home: HookProgram?
    /// Of Stash.
    let port: Int
    /// Of the user's session.
    var cookie = "none"

    /// The built program, with `plexsync` beside it.
    init(port: Int, in folder: TemporaryFolder = TemporaryFolder()) {
        (program, home, self.port, self.folder) = (HookProgram.path(of: "plexsync-plugin"), nil, port, folder)
    }

    /// A copy that has no `plexsync` beside it, so that a hook starts no worker.
    init(alone home: HookProgram) {
        (program, self.home, port) = (home.folder("plexsync-plugin"), home, 9999)
        folder = TemporaryFolder()
    }

    /// The document of a hook, in Stash's own order of keys.
    func hook(_ type: String, _ id: Int, input: String = "null") -> String {
        #"{"server_connection":\#(connection),"args":{"hookContext":{"id":\#(id),"type":"\#(type)","input":\#(input)}}}"#
    }

    func task(_ arguments: String) -> String { #"{"server_connection":\#(connection),"args":{\#(arguments)}}"# }

    /// As recorded, but for the port, the folder and the cookie.
    var connection: String {
        #"{"Scheme":"http","Host":"0.0.0.0","Port":\#(port),"SessionCookie":{"Name":"session","Value":"\#(cookie)","#
            + #""Quoted":false,"Path":"","Domain":"","Expires":"0001-01-01T00:00:00Z","RawExpires":"","MaxAge":0,"#
            + #""Secure":false,"HttpOnly":false,"SameSite":0,"Partitioned":false,"Raw":"","Unparsed":null},"#
            + #""Dir":"/config","PluginDir":"\#(folder.path)"}"#
    }

    /// - Parameter killedAfter: Nanoseconds after its start at which it is killed.
    func run(_ words: [String], _ document: String, killedAfter: Int? = nil, measuresMemory: Bool = false) throws
        -> Ending
    {
        let start = ContinuousClock.now
        let child = try StashChild(program, words)
        var kilobytes = 0
        if measuresMemory {
            kilobytes = child.feedMeasuring(Array(document.utf8))
        } else {
            child.feed(Array(document.utf8))
        }
        if let killedAfter { child.kill(after: killedAfter) }
        let (output, errors) = child.read()
        let status = child.reap()
        let time = start.duration(to: .now)
        return Ending(
            code: status & 0x7F == 0 ? (status >> 8) & 0xFF : nil, output: String(decoding: output, as: UTF8.self),
            log: Self.entries(errors), seconds: time / .seconds(1), kilobytes: kilobytes)
    }

    /// Each line is `0x01 level 0x02 text`; one of less than four bytes, or with an unknown level, has none: then it has
    /// the manifest's `errLog`.
    static func entries(_ bytes: [UInt8]) -> [LogEntry] {
        bytes.split(separator: 0x0A).map { line in
            let line = Array(line)
            if line.count >= 4, line[0] == 1, line[2] == 2, "tdiwep".utf8.contains(line[1]) {
                return LogEntry(
                    level: Character(Unicode.Scalar(line[1])), text: String(decoding: line[3...], as: UTF8.self))
            }
            return LogEntry(level: "?", text: String(decoding: line, as: UTF8.self))
        }
    }

    // MARK: Afterwards

    /// Returns when no worker is left, which a hook may have started: it holds a lock as long as it lives.
    func awaitDrainer(_ limit: Duration = .seconds(120)) async throws {
        let lock = try await OSLock.take(at: folder("drainer.lock"), within: limit)
        #expect(lock != nil, "a worker did not end")
        lock?.release()
    }

    /// Processes that work in this folder.
    var processes: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
                guard Int(name) != nil, let all = FileManager.default.contents(atPath: "/proc/\(name)/environ") else {
                    return false
                }
                return all.range(of: Data("PLEXSYNC_STATE=\(folder.path)".utf8)) != nil
            }
        }
    }
}

/// A child of Stash with its three pipes.
struct StashChild {
    private let process: pid_t
    private let input, output, errors: Int32

    /// One child at a time is made, lest it inherit the pipes of another one.
    private static let making = Mutex(())

    init(_ program: String, _ words: [String]) throws {
        self = try Self.making.withLock { _ in try StashChild(making: program, words) }
    }

    private init(making program: String, _ words: [String]) throws {
        func pipes() throws -> (read: Int32, write: Int32) {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
        let (inside, out, err) = (try pipes(), try pipes(), try pipes())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inside.read, 0)
        posix_spawn_file_actions_adddup2(&actions, out.write, 1)
        posix_spawn_file_actions_adddup2(&actions, err.write, 2)
        var arguments = Self.pointers([program] + words)
        var variables = Self.pointers(["SWIFT_BACKTRACE=enable=no", "HOME=/nonexistent"])
        defer { for word in arguments + variables { free(word) } }
        var started: pid_t = 0
        // A program that was just copied may be open for writing in a child that has not begun yet.
        let deadline = ContinuousClock.now + .seconds(30)
        var code: Int32
        repeat {
            code = posix_spawn(&started, program, &actions, nil, &arguments, &variables)
        } while code == ETXTBSY && ContinuousClock.now < deadline
        for end in [inside.read, out.write, err.write] { close(end) }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        (process, input, output, errors) = (started, inside.write, out.read, err.read)
    }

    private static func pointers(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) } + [nil]
    }

    /// Writes it all, then closes; a child that leaves early breaks the pipe.
    func feed(_ bytes: [UInt8]) {
        let input = input
        if bytes.count <= 32 << 10 {
            Self.write(bytes, to: input)
        } else {
            Thread.detachNewThread { Self.write(bytes, to: input) }
        }
    }

    private static func write(_ bytes: [UInt8], to input: Int32, closes: Bool = true) {
        signal(SIGPIPE, SIG_IGN)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(input, $0.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if count <= 0 { break }
            done += count
        }
        if closes { close(input) }
    }

    /// Kills it; where it has ended by then, nothing happens, since it was not reaped yet.
    func kill(after nanoseconds: Int) {
        var wait = timeval(tv_sec: 0, tv_usec: nanoseconds / 1000)
        select(0, nil, nil, nil, &wait)
        Glibc.kill(process, SIGKILL)
    }

    /// Both streams to their ends: as long as anybody holds one of them, Stash waits.
    func read() -> (output: [UInt8], errors: [UInt8]) {
        var bytes: [Int32: [UInt8]] = [output: [], errors: []]
        var open: Set<Int32> = [output, errors]
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while !open.isEmpty {
            var files = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&files, nfds_t(files.count), -1) > 0 else { continue }
            for file in files where file.revents != 0 {
                let count = Glibc.read(file.fd, &piece, piece.count)
                if count > 0 { bytes[file.fd]?.append(contentsOf: piece[..<count]) } else { open.remove(file.fd) }
            }
        }
        close(output)
        close(errors)
        return (bytes[output] ?? [], bytes[errors] ?? [])
    }

    func reap() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Feeds all but the last byte, looks at the child when it has taken these, and feeds the rest. What `wait4` tells would
    /// be ours as well: a child is counted from before its program begins.
    /// - Returns: Kilobytes.
    func feedMeasuring(_ bytes: [UInt8]) -> Int {
        Self.write(Array(bytes.dropLast()), to: input, closes: false)
        var left: Int32 = 1
        while left > 0, ioctl(input, UInt(FIONREAD), &left) == 0 { sched_yield() }
        let status = FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        Self.write(Array(bytes.suffix(1)), to: input)
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? .max
    }
}
