import Foundation
import Synchronization
import TestSupport
import Testing

/// The program in a window of tmux: what a person sees there, whatever was sent to draw it.
///
/// tmux is driven by its control mode: it tells when the window has changed, so that waiting is no polling.
final class TmuxWindow: Sendable {
    struct NeverShown: Error, CustomStringConvertible {
        let what: String
        let screen: [String]
        var description: String { "\(what) was never shown; the screen:\n" + screen.joined(separator: "\n") }
    }

    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)

    private let socket = "plexsync-\(UInt32.random(in: 0 ... .max))"
    /// Where the socket lies, which tmux leaves behind.
    private let socketFolder = TemporaryFolder()
    private let client: ChildProcess
    private let lines: AsyncStream<String>
    private let line: AsyncStream<String>.Continuation
    /// Whether the window has changed since it was looked at.
    private let hasChanged = Mutex(false)

    /// - Parameters:
    ///   - locale: The program's `LC_ALL`; tmux itself speaks UTF-8.
    ///   - variables: More of the program's environment.
    ///   - folder: Where it runs.
    init(
        _ program: Program, _ words: String..., columns: Int, rows: Int = 30, locale: String = "C.UTF-8",
        variables: [String: String], folder: String = "/"
    ) throws {
        let environment = [
            "PATH": "/usr/bin:/bin", "TERM": "screen", "LC_ALL": locale, "SWIFT_BACKTRACE": "enable=no",
        ].merging(variables) { $1 }.map { "\($0)=\($1)" }
        // The exit code is shown where the program stood.
        let around = #"trap : INT; "$0" "$@"; echo "[left $?]"; exec cat"#
        let (lines, line) = AsyncStream<String>.makeStream()
        (self.lines, self.line) = (lines, line)
        let server = try Self.tmux(
            socket, in: socketFolder,
            ["set", "-g", "history-limit", "5000", ";", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                + ["-c", folder, "/usr/bin/env", "-i"] + environment + ["/bin/sh", "-c", around, Program.path]
                + words + program.arguments + [";", "set", "-g", "window-size", "manual"])
        try #require(server.waitForEnd() == 0)
        client = try Self.tmux(socket, in: socketFolder, ["-C", "attach"])
        let handle = client.output
        Thread.detachNewThread {
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 10) {
                    line.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[(end + 1)...])
                }
            }
            line.finish()
        }
    }

    deinit {
        // What runs in the window hangs up with it.
        do { try Self.tmux(socket, in: socketFolder, ["kill-server"]).waitForEnd() } catch {
            print("left running: tmux -L \(socket)")
        }
    }

    private static let path = "/usr/bin/tmux"
    /// Far longer than any machine needs, so that what never comes is told with what stood there instead.
    private static let patience = Duration.seconds(90)
    private static let alarm = "%alarm"

    private static func tmux(_ socket: String, in folder: TemporaryFolder, _ words: [String]) throws -> ChildProcess {
        try ChildProcess(
            path, ["-L", socket, "-f", "/dev/null"] + words,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "screen", "TMUX_TMPDIR": folder.path],
            input: .pipe, output: .pipe)
    }

    /// Gives tmux an order and takes its answer.
    private func order(_ text: String) async throws -> [String] {
        try client.input.write(contentsOf: Data((text + "\n").utf8))
        var answer: [String]?
        for await line in lines {
            let isOurs = line.hasSuffix(" 1")  // the attaching itself is answered too, with a 0
            if line.hasPrefix("%begin "), isOurs {
                answer = []
            } else if line.hasPrefix("%end ") || line.hasPrefix("%error "), isOurs {
                return answer ?? []
            } else if Self.tellsOfChange(line) {
                hasChanged.withLock { $0 = true }
            } else {
                answer?.append(line)
            }
        }
        throw NeverShown(what: "an answer to '\(text)'", screen: [])
    }

    /// Presses keys: their bytes, as a terminal sends them.
    func type(_ keys: String) async throws {
        let bytes = keys.utf8.map { String($0, radix: 16) }.joined(separator: " ")
        _ = try await order("send-keys -H \(bytes)")
    }

    /// The rows of the window, and those that have gone out at its top if `past` is wanted; without the empty ones below.
    func rows(past: Bool = true) async throws -> [String] {
        var rows = try await order("capture-pane -p" + (past ? " -S -" : ""))
        while rows.last?.isEmpty ?? false { rows.removeLast() }
        return rows
    }

    /// Where the cursor stands, from 0.
    func cursor() async throws -> (column: Int, row: Int) {
        let answer = try await order("display-message -p '#{cursor_x} #{cursor_y}'").first ?? ""
        let parts = answer.split(separator: " ").compactMap { Int($0) }
        try #require(parts.count == 2)
        return (parts[0], parts[1])
    }

    func resize(columns: Int, rows: Int = 30) async throws {
        _ = try await order("resize-window -x \(columns) -y \(rows)")
    }

    func forgetPast() async throws { _ = try await order("clear-history") }

    /// Waits until the screen is as wanted, for as long as ``patience``. - Returns: it.
    @discardableResult
    func wait(for what: String, past: Bool = true, until isThere: ([String]) -> Bool) async throws -> [String] {
        let deadline = ContinuousClock.now + Self.patience
        let alarm = Task { [line] in
            try await Task.sleep(until: deadline)
            line.yield(Self.alarm)
        }
        defer { alarm.cancel() }
        while true {
            hasChanged.withLock { $0 = false }
            let rows = try await rows(past: past)
            if isThere(rows) { return rows }
            guard ContinuousClock.now < deadline else { throw NeverShown(what: what, screen: rows) }
            if hasChanged.withLock({ $0 }) { continue }
            guard await lines.contains(where: { $0 == Self.alarm || Self.tellsOfChange($0) }) else {
                throw NeverShown(what: what, screen: rows)  // tmux has gone
            }
        }
    }

    private static func tellsOfChange(_ line: String) -> Bool {
        line.hasPrefix("%output ") || line.hasPrefix("%layout-change ")
    }
}
