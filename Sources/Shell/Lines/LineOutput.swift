public import CommandSyntax
import Glibc
import Synchronization
public import Terminal

/// Where the data of one line goes: standard output, a file (`> out`), or a command (`| sort`).
///
/// Nothing is opened or emptied before the first text, or a good end: a line that was refused leaves the file as it was.
public final class LineOutput: Sendable {
    private let redirection: Line.Redirection?
    private let descriptor: Int32
    private let state: Mutex<State>

    private enum State {
        case closed
        case file(Int32)
        case pipe(ChildPipe)
        case ended
    }

    /// - Parameter descriptor: Standard output of the session.
    public init(_ redirection: Line.Redirection?, output descriptor: Int32 = 1) {
        (self.redirection, self.descriptor) = (redirection, descriptor)
        state = Mutex(.closed)
    }

    /// Whether a person sees it: then it may be coloured, cut to the window and shown in a pager.
    public var isTerminal: Bool { redirection == nil && isatty(descriptor) == 1 }

    /// Opens file or command, where that should fail before a long search and not after it. ``write(_:)`` does so too.
    public func open() throws(OutputError) {
        _ = try target()
    }

    /// Writes all of `text`, waiting for a slow reader.
    ///
    /// - Throws: ``OutputError/readerLeft`` once nobody reads: stop, quietly.
    public func write(_ text: String) throws(OutputError) {
        switch try target() {
        case .file(let file): try Terminal.write(text, to: file, named: name)
        case .pipe(let pipe): try pipe.write(text)
        case .closed: try Terminal.write(text, to: descriptor)
        case .ended: throw .readerLeft
        }
    }

    /// Writes all of `text`; to a person whose window it does not fit, a window at a time.
    ///
    /// - Parameter pager: `nil` to write it in any case.
    public func show(_ text: String, with pager: Pager?) async throws(OutputError) {
        var window = TerminalInfo()
        if let size = TerminalInfo.windowSize(of: descriptor) { (window.columns, window.rows) = size }
        guard isTerminal, let pager, Pager.isNeeded(for: text, in: window) else { return try write(text) }
        if try await !pager.show(text, output: descriptor) { try write(text) }
    }

    /// Ends it, and waits for a command to end. A line that failed and wrote nothing leaves a file as it was.
    ///
    /// - Throws: what could not be written; never ``OutputError/readerLeft``.
    public func finish(after code: Int32) async throws(OutputError) {
        if code == 0 { try open() }
        let last = state.withLock { state in
            defer { state = .ended }
            return state
        }
        switch last {
        case .pipe(let pipe): _ = await pipe.finish()
        case .file(let file):
            if close(file) != 0 { throw .cannotWrite(target: name, errno: errno) }
        case .closed, .ended: break
        }
    }

    private var name: String {
        switch redirection {
        case .write(let path), .append(let path): "'\(path)'"
        case .pipe(let command): "'\(command)'"
        case nil: "the output"
        }
    }

    private func target() throws(OutputError) -> State {
        let opened = state.withLock { state -> Result<State, OutputError> in
            guard case .closed = state, let redirection else { return .success(state) }
            do throws(OutputError) {
                state = try Self.opened(redirection, descriptor)
                return .success(state)
            } catch {
                return .failure(error)
            }
        }
        return try opened.get()
    }

    private static func opened(_ redirection: Line.Redirection, _ output: Int32) throws(OutputError) -> State {
        switch redirection {
        case .write(let path): .file(try file(path, O_TRUNC))
        case .append(let path): .file(try file(path, O_APPEND))
        case .pipe(let command): .pipe(try ChildPipe(command, output: output))
        }
    }

    private static func file(_ path: String, _ flag: Int32) throws(OutputError) -> Int32 {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flag, 0o666)
        if file < 0 { throw .cannotOpen(path: path, errno: errno) }
        return file
    }
}
