import CTestRun
public import Foundation
import Glibc
import Synchronization

/// Another program, started for a test.
///
/// Foundation's `Process` learns of an end by a socket that every program inherits which is started at the same moment. One
/// of them that waits for us then keeps all the others "running" for ever. This one gives nothing away and waits by number.
public final class ChildProcess: Sendable {
    /// What the program reads.
    public enum Input {
        case nothing
        /// Written by the test through `ChildProcess/input`.
        case pipe
        /// A descriptor of ours, which stays ours.
        case descriptor(Int32)
    }

    /// Where goes what the program says.
    public enum Output {
        case nowhere
        /// Read by the test through `ChildProcess/output` or `ChildProcess/errors`.
        case pipe
        case descriptor(Int32)
    }

    /// It could not be started: the number of the system's error.
    public struct NotStarted: Error {
        public let program: String
        public let error: Int32
    }

    public let identifier: pid_t
    /// The null device where there is no pipe.
    public let input, output, errors: FileHandle
    private let ending = Mutex(Ending())

    private struct Ending {
        var code: Int32?
        var waiting: [@Sendable (Int32) -> Void] = []
    }

    /// - Parameters:
    ///   - program: A path.
    ///   - environment: Ours where it is nil.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, input: Input = .nothing,
        output: Output = .nowhere, errors: Output = .nowhere
    ) throws {
        let feed = try Ends(input)
        let (out, err) = (try Ends(output), try Ends(errors))
        defer { for ends in [feed, out, err] { ends.closeTheirs() } }
        let variables = environment ?? ProcessInfo.processInfo.environment
        identifier = try Self.spawn(
            program, arguments, variables.map { "\($0)=\($1)" }, streams: [feed.theirs, out.theirs, err.theirs])
        (self.input, self.output, self.errors) = (feed.handle, out.handle, err.handle)
        Thread.detachNewThread { self.reap() }
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { ending.withLock { $0.code == nil } }

    /// - Returns: Whether there was anybody to signal.
    @discardableResult public func signal(_ number: Int32) -> Bool { isRunning && kill(identifier, number) == 0 }

    /// Waits for its end. - Returns: Its exit code, or 128 and the signal that ended it.
    @discardableResult public func end() async -> Int32 {
        await withCheckedContinuation { done in whenEnded { done.resume(returning: $0) } }
    }

    /// The same for a test that is not asynchronous.
    @discardableResult public func waitForEnd() -> Int32 {
        let ended = DispatchSemaphore(value: 0)
        let code = Mutex<Int32>(0)
        whenEnded { number in
            code.withLock { $0 = number }
            ended.signal()
        }
        ended.wait()
        return code.withLock { $0 }
    }

    /// Calls `done` with the exit code once it has ended, on any thread.
    private func whenEnded(_ done: @escaping @Sendable (Int32) -> Void) {
        let code = ending.withLock { ending in
            if ending.code == nil { ending.waiting.append(done) }
            return ending.code
        }
        if let code { done(code) }
    }

    private func reap() {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        let code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
        let waiting = ending.withLock { ending in
            ending.code = code
            defer { ending.waiting = [] }
            return ending.waiting
        }
        for done in waiting { done(code) }
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String], streams: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        close_all_from(&actions, 3)
        // What a library of ours ignores or blocks is nothing to the program.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var identifier: pid_t = 0
        // A program that was just copied may be open for writing in a child that has not begun yet.
        let deadline = ContinuousClock.now + .seconds(30)
        var error: Int32
        repeat {
            error = posix_spawn(&identifier, program, &actions, &attributes, words, variables)
        } while error == ETXTBSY && ContinuousClock.now < deadline
        guard error == 0 else { throw NotStarted(program: program, error: error) }
        return identifier
    }
}

/// One stream of a child: the end that it gets and the end that stays with us.
private struct Ends {
    let theirs: Int32
    let handle: FileHandle
    private let isOurs: Bool

    init(_ input: ChildProcess.Input) throws {
        switch input {
        case .nothing: try self.init(nullFor: O_RDONLY)
        case .pipe:
            let (reading, writing) = try Self.pipe()
            self.init(theirs: reading, handle: FileHandle(fileDescriptor: writing, closeOnDealloc: true), isOurs: true)
        case .descriptor(let number): self.init(theirs: number, handle: .nullDevice, isOurs: false)
        }
    }

    init(_ output: ChildProcess.Output) throws {
        switch output {
        case .nowhere: try self.init(nullFor: O_WRONLY)
        case .pipe:
            let (reading, writing) = try Self.pipe()
            self.init(theirs: writing, handle: FileHandle(fileDescriptor: reading, closeOnDealloc: true), isOurs: true)
        case .descriptor(let number): self.init(theirs: number, handle: .nullDevice, isOurs: false)
        }
    }

    private init(theirs: Int32, handle: FileHandle, isOurs: Bool) {
        (self.theirs, self.handle, self.isOurs) = (theirs, handle, isOurs)
    }

    private init(nullFor mode: Int32) throws {
        let null = open("/dev/null", mode | O_CLOEXEC)
        guard null >= 0 else { throw ChildProcess.NotStarted(program: "/dev/null", error: errno) }
        self.init(theirs: null, handle: .nullDevice, isOurs: true)
    }

    func closeTheirs() { if isOurs { close(theirs) } }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe_closed_on_exec(&ends) == 0 else { throw ChildProcess.NotStarted(program: "a pipe", error: errno) }
        return (ends[0], ends[1])
    }
}

extension FileHandle {
    /// All that is still to be read, as text; on a thread of its own, which may block.
    public func text() async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                done.resume(returning: String(decoding: self.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}
