import CommandSyntax
import Glibc
import Synchronization
import Terminal

@testable import Shell

/// A folder that goes with the test.
final class Folder: Sendable {
    let path: String
    private let opened = Mutex<[Int32]>([])

    init() {
        var name = Array("/tmp/shelltests-XXXXXX".utf8CString)
        path = mkdtemp(&name).map { String(cString: $0) } ?? "/nowhere"
    }

    deinit {
        for descriptor in opened.withLock({ $0 }) { close(descriptor) }
        remove(path)
    }

    /// To write and read, at the end of what is there; closed with the folder.
    func opened(_ name: String) -> Int32 {
        let descriptor = open(file(name), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        opened.withLock { $0.append(descriptor) }
        return descriptor
    }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws {
        let file = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        defer { close(file) }
        try Terminal.write(text, to: file)
    }

    func text(_ name: String) throws -> String? { try Shell.text(ofFile: file(name)) }

    private func remove(_ path: String) {
        guard let directory = opendir(path) else {
            unlink(path)
            return
        }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove(path + "/" + name) }
        }
        closedir(directory)
        rmdir(path)
    }
}

struct NoOptions: OptionGroup { static let title = "Options" }

/// What the commands of these tests may use.
struct App: Sendable {
    let output: LineOutput
    let ran: @Sendable (String) -> Void
    /// Opened by a command that waits, so that a test knows it runs.
    let started: @Sendable () -> Void
}

struct Say: Command {
    static let name = "say"
    static let summary = "Say words."
    let words = Operand<[String]>(each: "WORD", .text, least: 0, "The words.")

    func run(_ given: Arguments<Self>, in app: App) async throws {
        app.ran(given.words.joined(separator: " "))
        try app.output.write(given.words.joined(separator: " ") + "\n")
    }
}

struct Fail: Command {
    static let name = "fail"
    static let summary = "Fail with a code."
    let code = Operand("CODE", .count(), "The code.")

    struct Failure: Error { let code: Int32 }
    func run(_ given: Arguments<Self>, in app: App) async throws { throw Failure(code: Int32(given.code)) }
}

/// Ends only when it is cancelled.
struct Hang: Command {
    static let name = "hang"
    static let summary = "Wait until somebody cancels."

    func run(_ given: Arguments<Self>, in app: App) async throws {
        app.started()
        try await ContinuousClock().sleep(for: .seconds(3600))
    }
}

let commands = CommandTree<App>(
    "Commands of the tests.", shared: NoOptions(),
    commands: [CommandNode(Say()), CommandNode(Fail()), CommandNode(Hang())])

/// An interpreter over files, so that what it wrote can be read.
struct Bench: Sendable {
    let folder = Folder()
    let interpreter: Interpreter
    private let said: SaidLines
    let whenStarted: AsyncStream<Void>

    final class SaidLines: Sendable { let lines = Mutex<[String]>([]) }

    init(preferences: [Preference] = [], screen: Screen? = nil) {
        let said = SaidLines()
        let (started, starter) = AsyncStream<Void>.makeStream()
        let screen = screen ?? Screen(input: -1, output: folder.opened("out"), error: folder.opened("err"))
        let known = commands.adding(Interpreter.builtinSignatures)
        let evaluate: Interpreter.Evaluate = { line, output in
            do {
                let app = App(
                    output: output, ran: { text in said.lines.withLock { $0.append(text) } },
                    started: { starter.yield() })
                try await known.run(known.parse(line.line.words), in: app)
                return 0
            } catch let failure as Fail.Failure {
                return failure.code
            } catch let error as UsageError {
                screen.report(line.rendered(error))
                return 2
            } catch OutputError.readerLeft {
                return 0
            } catch is CancellationError {
                return 130
            } catch {
                screen.report("\(error)")
                return 1
            }
        }
        interpreter = Interpreter(
            commands: commands.signature, state: ShellState(preferences: preferences), screen: screen,
            names: { _ in ["Clips", "Café Clips"] },
            requests: { [("stash", 7), ("plex", 4 + 3 * said.lines.withLock { $0.count })] }, evaluate: evaluate)
        (self.said, whenStarted) = (said, started)
    }

    var ran: [String] { said.lines.withLock { $0 } }
    func output() throws -> String { try folder.text("out") ?? "" }
    func errors() throws -> String { try folder.text("err") ?? "" }

    func run(_ text: String) async -> Outcome { await interpreter.run(text) }
}
