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
    /// The program's commands and, for help and completion, those of the shell.
    static let tree = commandTree.adding(Interpreter.builtinSignatures)

    let wiring: Wiring
    let workspace: Workspace
    /// What was given on the process's command line: holds for every line.
    let defaults: Arguments<GlobalOptions>
    let terminal = TerminalInfo.current()
    private let isReadOnly: Bool
    private let wantsShell = Mutex(false)
    private let commandsRunning = Mutex(0)
    private let runsBatch = Mutex(false)

    init(wiring: Wiring, defaults: Arguments<GlobalOptions>, isReadOnly: Bool) {
        (self.wiring, self.defaults, self.isReadOnly) = (wiring, defaults, isReadOnly)
        workspace = Workspace(wiring)
    }

    var memory: Memory { workspace.memory }
    /// Whether a command such as `demo` asked for the prompt after it.
    var opensShell: Bool { wantsShell.withLock { $0 } }
    /// Whether lines come from `-c`, `-f` or a pipe. Then nobody watches, even at a terminal: no colour unless it is asked
    /// for, no pager, no progress, no questions.
    var isBatch: Bool {
        get { runsBatch.withLock { $0 } }
        set { runsBatch.withLock { $0 = newValue } }
    }
    /// Where `--color` is not given.
    var usualColor: ColorChoice { isBatch ? .never : .auto }
    var isAtWork: Bool { commandsRunning.withLock { $0 > 0 } }

    /// Takes down what was put up for it.
    func end() async {
        await workspace.endCompanion()
        await workspace.close()
    }

    /// A command given as arguments.
    func run(_ request: Request) async -> Int32 {
        await run(request, into: LineOutput(nil), preferences: ShellState(), from: nil)
    }

    /// Runs what `parse` understood and tells its exit code.
    ///
    /// - Parameter origin: Where a script's line stands; put before what is said of its failure.
    func run(
        _ request: Request, into output: LineOutput, preferences: ShellState, from origin: Origin?
    ) async -> Int32 {
        commandsRunning.withLock { $0 += 1 }
        defer { commandsRunning.withLock { $0 -= 1 } }
        let given = request.arguments(of: GlobalOptions())
        let color =
            given.color ?? preferences.given("color").flatMap(ColorChoice.init) ?? defaults.color
            ?? usualColor
        let voice = Voice(color: color, terminal, isBatch: isBatch)
        defer { voice.status.clear() }
        let choices = choices(given, preferences)
        let app = App(
            choices: choices, workspace: workspace, wiring: wiring,
            output: RedirectedOutput(
                output: output, color: color, pager: pager(preferences),
                status: voice.status),
            activity: voice.activity, tell: { voice.tell($0) }, ask: { await voice.ask($0) })
        let engines = await workspace.enginesMade
        do {
            try await Self.tree.run(request, in: app)
            if await workspace.enginesMade > engines { memory.change { $0.silent = [] } }
            return 0
        } catch OutputError.readerLeft {
            return 0
        } catch let end as CommandEnd where end == .opensShell {
            wantsShell.withLock { $0 = true }
            return 0
        } catch {
            note(error)
            let (code, message) = ExitCodes.ending(of: error, libraries: memory.configuredLibraries)
            if let message { voice.tell((origin.map { "\($0): " } ?? "") + message) }
            return code
        }
    }

    /// A server that gave no answer is shown in the prompt until a command had one.
    private func note(_ error: any Error) {
        switch error as? EngineError {
        case .stashProbe, .stashRead: memory.change { $0.silent.insert("stash") }
        case .plexProbe, .plexRead: memory.change { $0.silent.insert("plex") }
        default: break
        }
    }

    private func choices(_ given: Arguments<GlobalOptions>, _ preferences: ShellState) -> Choices {
        var choices = Choices(
            rules: given.rules ?? defaults.rules, state: given.state ?? defaults.state,
            format: given.format ?? preferences.given("format").flatMap(OutputFormat.init) ?? defaults.format
                ?? .table, yes: given.yes || defaults.yes, isReadOnly: isReadOnly)
        choices.apply(preferences)
        return choices
    }

    func pager(_ preferences: ShellState) -> Pager? {
        isBatch || preferences.value("pager") == "off" ? nil : Pager { ProcessInfo.processInfo.environment[$0] }
    }
}
