import CommandSyntax
import Commands
import Configuration
import Foundation
import Shell
import SyncEngine
import Synchronization
import Terminal

/// Runs commands of the tree with the world around them; one for the life of the process.
final class Session: Sendable {
    private let wiring: Wiring
    let workspace: Workspace
    /// What was given on the process's command line: holds for every line.
    private let defaults: Arguments<GlobalOptions>
    private let terminal = TerminalInfo.current()
    private let wantsShell = Mutex(false)

    init(wiring: Wiring, workspace: Workspace, defaults: Arguments<GlobalOptions>) {
        (self.wiring, self.workspace, self.defaults) = (wiring, workspace, defaults)
    }

    /// Whether a command such as `demo` asked for the prompt after it.
    var opensShell: Bool { wantsShell.withLock { $0 } }

    /// A command given as arguments.
    func run(_ request: Request) async -> Int32 {
        await run(request, into: LineOutput(nil), preferences: ShellState())
    }

    /// Runs what `parse` understood and tells its exit code.
    func run(_ request: Request, into output: LineOutput, preferences: ShellState) async -> Int32 {
        let given = request.arguments(of: GlobalOptions())
        let color = given.color ?? defaults.color ?? .auto
        let status = StatusLine(isOn: terminal.isErrorTerminal) { text in
            do { try Terminal.write(text, to: STDERR_FILENO) } catch {}
        }
        let tell: @Sendable (String) -> Void = { line in
            status.clear()
            do { try Terminal.write(line + "\n", to: STDERR_FILENO) } catch {}
        }
        let look = terminal.errorLook(color)
        let app = App(
            choices: choices(given, preferences), workspace: workspace, wiring: wiring,
            output: RedirectedOutput(output: output, terminal: terminal, color: color, pager: pager(preferences)),
            activity: ActivityOnTerminal(status: status, look: look, tell: tell),
            tell: { tell(look.safe($0)) },
            ask: { [terminal] question in
                status.clear()
                return await Question.ask(question, terminal)
            })
        defer { status.clear() }
        do {
            try await commandTree.run(request, in: app)
            return 0
        } catch OutputError.readerLeft {
            return 0
        } catch let end as CommandEnd where end == .opensShell {
            wantsShell.withLock { $0 = true }
            return 0
        } catch {
            let (code, message) = ExitCodes.ending(of: error)
            if let message {
                tell(
                    message.split(separator: "\n", omittingEmptySubsequences: false).map { look.safe($0) }.joined(
                        separator: "\n"))
            }
            return code
        }
    }

    private func choices(_ given: Arguments<GlobalOptions>, _ preferences: ShellState) -> Choices {
        Choices(
            rules: given.rules ?? defaults.rules, state: given.state ?? defaults.state,
            format: given.format ?? defaults.format ?? OutputFormat(rawValue: preferences.value("format") ?? "")
                ?? .table, yes: given.yes || defaults.yes)
    }

    private func pager(_ preferences: ShellState) -> Pager? {
        preferences.value("pager") == "off" ? nil : Pager { ProcessInfo.processInfo.environment[$0] }
    }
}

extension Session {
    /// Runs lines: of `-c`, of `-f`, of the pipe, or typed at the prompt.
    func converse(_ launch: Arguments<LaunchOptions>, isDemo: Bool = false) async -> Int32 {
        let state = ShellState()
        let interpreter = Interpreter(commands: commandTree.signature, state: state) { [self] line, output in
            await evaluate(line, output, state)
        }
        let batch = Batch(interpreter, keepsGoing: launch.keepGoing)
        if !launch.lines.isEmpty {
            return await batch.run(Rows(launch.lines.joined(separator: "\n")), named: "-c").code
        }
        if let file = launch.script {
            guard let text = FileManager.default.contents(atPath: file) else {
                do {
                    try Terminal.write("plexsync: '\(file.safeForTerminal)' can't be read\n", to: STDERR_FILENO)
                } catch {}
                return 2
            }
            return await batch.run(Rows(String(decoding: text, as: UTF8.self)), named: file).code
        }
        guard terminal.isInputTerminal, terminal.isErrorTerminal || terminal.isOutputTerminal else {
            return await batch.run(Rows(reading: STDIN_FILENO), named: "stdin").code
        }
        return await prompt(interpreter, isDemo: isDemo)
    }

    private func prompt(_ interpreter: Interpreter, isDemo: Bool) async -> Int32 {
        let folder = await historyFolder()
        let session = ShellSession(
            interpreter, prompt: { isDemo ? "plexsync(demo)> " : "plexsync> " },
            historyFile: folder.map { $0 + "/history" })
        return await session.run()
    }

    /// The state folder, made if need be; `nil` where it can't be: then lines are kept until the end only.
    private func historyFolder() async -> String? {
        do {
            let folder = try await workspace.location(Choices(rules: defaults.rules, state: defaults.state)).stateFolder
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return folder
        } catch {
            return nil
        }
    }

    private func evaluate(_ line: ShellLine, _ output: LineOutput, _ state: ShellState) async -> Int32 {
        do {
            let request = try commandTree.parse(line.line.words)
            switch request.wish {
            case .help:
                try output.write(
                    HelpPage(of: request.command, in: commandTree.signature, program: "plexsync").rendered(width: 80))
                return 0
            case .topic(let topic):
                try output.write(topic.rendered())
                return 0
            case .run: return await run(request, into: output, preferences: state)
            case .nothing: return 0
            }
        } catch let error as UsageError {
            do { try Terminal.write(line.rendered(error) + "\n", to: STDERR_FILENO) } catch {}
            return UsageError.exitCode
        } catch {
            return 0  // nobody reads the help any more
        }
    }
}
