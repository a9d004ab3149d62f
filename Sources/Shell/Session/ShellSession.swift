import CommandSyntax
import Glibc
import Synchronization
import Terminal

/// The prompt: reads lines from a terminal and runs them, until `^D` or `quit`.
///
/// The line editor has a thread of its own; commands run as tasks meanwhile, and `^C` cancels them.
public struct ShellSession: Sendable {
    private let interpreter: Interpreter
    private let prompt: @Sendable () -> String
    private let history: History
    private let news: AsyncStream<String>?
    /// These two are seams for tests.
    var signals = Signals.ofProcess
    var surroundings = LineEditor.Surroundings()

    /// - Parameters:
    ///   - prompt: Asked before each line, on the prompt's thread: from memory, at once. `plexsync[12q !plex]> `.
    ///   - historyFile: `nil` to keep lines until the end of the session only.
    ///   - rcFile: Lines to begin with; aliases of the prompt are kept in it.
    ///   - isSecret: Whether a line holds a secret and must not be kept.
    ///   - news: Lines from background work, shown above the prompt.
    public init(
        _ interpreter: Interpreter, prompt: @escaping @Sendable () -> String, historyFile: String? = nil,
        rcFile: String? = nil, isSecret: @escaping @Sendable (String) -> Bool = { _ in false },
        news: AsyncStream<String>? = nil
    ) {
        history = History(file: historyFile, isSecret: isSecret)
        var interpreter = interpreter
        (interpreter.history, interpreter.rcFile) = (history, rcFile)
        (self.interpreter, self.prompt, self.news) = (interpreter, prompt, news)
    }

    /// - Returns: 0 after `^D`, what `quit` was given, or 128 and the signal that ended the process. 1 where the terminal
    ///   can't be used. Cancelling it ends the session after the running command, which is cancelled too.
    public func run() async -> Int32 {
        guard let mailbox = Mailbox() else {
            interpreter.screen.report("the prompt can't be shown: no descriptors are left")
            return 1
        }
        do { try history.load() } catch { interpreter.screen.report(error.description) }
        await interpreter.runRCFile()
        let postman = Task { [news] in
            guard let news else { return }
            for await line in news { mailbox.post(news: line) }
        }
        defer { postman.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                startThread { done.resume(returning: live(with: mailbox)) }
            }
        } onCancel: {
            mailbox.post { $0.isLeaving = true }
        }
    }

    /// The whole session, on its thread.
    private func live(with mailbox: Mailbox) -> Int32 {
        let vocabulary = interpreter.vocabulary
        let editor = LineEditor(interpreter.screen, bell: mailbox.bell, surroundings) { text, cursor in
            var completion = CommandSyntax.complete(text, cursor: cursor, with: vocabulary)
            completion.offerFiles()
            return completion
        }
        guard let editor else {
            interpreter.screen.report("the prompt can't be shown: the line editor did not start")
            return 1
        }
        let before = signals.listen(ringing: mailbox.rope)
        defer { signals.restore(before) }
        return PromptLoop(interpreter, history, editor, mailbox, signals, prompt).run()
    }
}

/// Reads, runs, shows what came meanwhile. On the prompt's thread.
private final class PromptLoop {
    private let interpreter: Interpreter
    private let history: History
    private let editor: LineEditor
    private let mailbox: Mailbox
    private let signals: Signals
    private let prompt: () -> String
    private var screen: Screen { interpreter.screen }

    init(
        _ interpreter: Interpreter, _ history: History, _ editor: LineEditor, _ mailbox: Mailbox, _ signals: Signals,
        _ prompt: @escaping () -> String
    ) {
        (self.interpreter, self.history, self.editor, self.mailbox) = (interpreter, history, editor, mailbox)
        (self.signals, self.prompt) = (signals, prompt)
    }

    func run() -> Int32 {
        editor.remember(history.lines)
        editor.onBell = { [unowned self] editor in answerBell(editor) }
        while true {
            switch readLine() {
            case .line(let text):
                keep(text)
                if case .left(let code) = waitFor(text) { return code }
            case .interrupted: break
            case .end:
                screen.report("")
                return signals.endingSignal.map { 128 + $0 } ?? 0
            }
            if let signal = signals.endingSignal { return 128 + signal }
            if mailbox.isLeaving { return 0 }
        }
    }

    /// A line of one row or several; `^D` in the middle ends it as it is, for its fault to be told.
    private func readLine() -> LineEditor.Entry {
        var lines = LogicalLines()
        editor.before = ""
        var prompt = screen.errorLook.safe(prompt())
        let more = String(repeating: " ", count: max(prompt.terminalWidth - 5, 0)) + "...> "
        while true {
            let entry = editor.read(prompt, look: screen.errorLook)
            guard case .line(let row) = entry else {
                guard entry == .end, !editor.before.isEmpty, let line = lines.end() else { return entry }
                screen.report("")
                return .line(line.text)
            }
            if let line = lines.take(row) { return .line(line.text) }
            editor.before += row + "\n"
            prompt = more
        }
    }

    private func keep(_ text: String) {
        do {
            let wasKept = try history.add(text)
            if wasKept { editor.remember(history.lines) }
        } catch {
            screen.report(error.description)
        }
    }

    /// Runs the line as a task and waits; `^C` cancels it.
    private func waitFor(_ text: String) -> Outcome {
        let (interpreter, mailbox) = (interpreter, mailbox)
        let task = Task {
            let outcome = await interpreter.run(text)
            mailbox.post { $0.outcome = outcome }
        }
        var interrupts = 0
        var waiting: [String] = []
        while true {
            var bell = pollfd(fd: mailbox.bell, events: Int16(POLLIN), revents: 0)
            _ = poll(&bell, 1, -1)
            let mail = mailbox.empty()
            waiting += lines(of: mail)
            if signals.takeInterrupt() {
                interrupts += 1
                screen.report("")  // the terminal has written ^C
                if interrupts == 2 { screen.report("the command is ending; it finishes what may not be cut in half") }
                task.cancel()
            }
            if mail.isLeaving || signals.endingSignal != nil { task.cancel() }
            guard let outcome = mail.outcome else { continue }
            for line in waiting { screen.report(line) }
            return outcome
        }
    }

    private func lines(of mail: Mailbox.Mail) -> [String] {
        let look = screen.errorLook
        return mail.news.map { look.safe($0) } + (mail.lost > 0 ? ["\(look.ellipsis) and \(mail.lost) lines more"] : [])
    }

    /// - Returns: whether the line that is being typed shall end.
    private func answerBell(_ editor: LineEditor) -> Bool {
        let mail = mailbox.empty()
        let lines = lines(of: mail)
        if signals.takeResize() { editor.redraw() }
        if !lines.isEmpty { editor.printAbove(lines) }
        if signals.takeInterrupt() {
            editor.giveUp()
            return true
        }
        return mail.isLeaving || signals.endingSignal != nil
    }
}
