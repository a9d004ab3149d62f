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
            let request = try commandTree.parse(words)
            let session = Session(
                wiring: wiring, workspace: Workspace(wiring), defaults: request.arguments(of: GlobalOptions()))
            let launch = request.arguments(of: LaunchOptions())
            if launch.version { return say(Versions.text) }
            switch request.wish {
            case .help:
                return say(
                    HelpPage(of: request.command, in: commandTree.signature, program: "plexsync")
                        .rendered(width: min(terminal.columns, 100)))
            case .topic(let topic): return say(topic.rendered(width: min(terminal.columns, 100)))
            case .run:
                let code = await session.run(request)
                return session.opensShell ? await session.converse(launch, isDemo: true) : code
            case .nothing: return await session.converse(launch)
            }
        } catch {
            tell(error.rendered(under: line, show: { String($0).safeForTerminal }, width: \.terminalWidth))
            return UsageError.exitCode
        }
    }

    private func say(_ text: String) -> Int32 {
        do { try Terminal.write(text, to: STDOUT_FILENO) } catch { return 1 }
        return 0
    }

    private func tell(_ text: String) {
        // Where standard error is closed nobody is there to be told.
        do { try Terminal.write("plexsync: \(text)\n", to: STDERR_FILENO) } catch {}
    }
}
