import CommandSyntax
import Commands
import Foundation
import Shell
import SyncEngine
import Terminal

/// One call of the program.
struct Launch {
    let line: String
    let words: [Word]
    private let wiring = LiveWiring.make()
    private let terminal = TerminalInfo.current()

    init(line: String, words: [Word]) { (self.line, self.words) = (line, words) }

    func run() async -> Int32 {
        do {
            let request = try Session.tree.parse(words)
            let launch = request.arguments(of: LaunchOptions())
            if let page = page(launch) { return say(page) }
            if let line = launch.complete { return say(await answer(to: line, request.arguments(of: GlobalOptions()))) }
            switch request.wish {
            case .help:
                return say(
                    HelpPage(of: request.command, in: Session.tree.signature, program: "plexsync")
                        .rendered(width: min(terminal.columns, 100)))
            case .topic(let topic): return say(topic.rendered(width: min(terminal.columns, 100)))
            case .run, .nothing: return await work(request, launch)
            }
        } catch {
            tell(error.rendered(under: line, show: { String($0).safeForTerminal }, width: \.terminalWidth))
            return UsageError.exitCode
        }
    }

    /// What the program tells of itself, in place of a command.
    private func page(_ launch: Arguments<LaunchOptions>) -> String? {
        if launch.version { return Versions.text }
        if let shell = launch.completion { return shell.rendered(for: "plexsync") }
        guard launch.man else { return nil }
        return ManPage(
            "plexsync", Session.tree.signature, version: LiveWiring.version, date: Versions.released,
            exitCodes: ExitCodes.all
        ).rendered()
    }

    /// What another shell may offer at the end of a line: names as the files hold them that the line itself names, or
    /// those that were given beside it.
    private func answer(to line: String, _ beside: Arguments<GlobalOptions>) async -> String {
        let own = commandTree.given(to: GlobalOptions(), by: words(of: line))
        let workspace = Workspace(wiring)
        await workspace.recall(Choices(rules: own.rules ?? beside.rules, state: own.state ?? beside.state))
        let names: @Sendable (NameSort) -> [String] = { [memory = workspace.memory] in memory.names($0) }
        let vocabulary = Vocabulary(commands: commandTree.signature, names: names)
        await workspace.close()
        return CompletionScript.answer(to: line, with: vocabulary) + "\n"
    }

    /// The words of a line after the program's name, as far as it can be read: it may end in the middle.
    private func words(of line: String) -> [Word] {
        do {
            guard case .line(let line) = try lex(String(line.drop { $0 != " " })) else { return [] }
            return line.words
        } catch {
            return []
        }
    }

    private func work(_ request: Request, _ launch: Arguments<LaunchOptions>) async -> Int32 {
        let session = Session(
            wiring: wiring, defaults: request.arguments(of: GlobalOptions()), isReadOnly: launch.readOnly)
        let code = await work(request, launch, session)
        await session.end()
        return code
    }

    private func work(_ request: Request, _ launch: Arguments<LaunchOptions>, _ session: Session) async -> Int32 {
        if request.wish == .nothing { return await session.converse(launch) }
        if !launch.lines.isEmpty || launch.script != nil {
            tell(
                "-c and -f bring their own commands: '\(request.command.path.joined(separator: " "))' can't stand beside"
            )
            return UsageError.exitCode
        }
        let code = await interruptible { await session.run(request) }
        return code == 0 && session.opensShell ? await session.converse(launch) : code
    }

    private func say(_ text: String) -> Int32 {
        do { try Terminal.write(text, to: STDOUT_FILENO) } catch OutputError.readerLeft { return 0 } catch { return 1 }
        return 0
    }

    private func tell(_ text: String) {
        // Where standard error is closed nobody is there to be told.
        do { try Terminal.write("plexsync: \(text)\n", to: STDERR_FILENO) } catch {}
    }
}
