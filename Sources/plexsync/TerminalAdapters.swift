import Commands
import Foundation
import Shell
import SyncEngine
import Synchronization
import Terminal

/// A command's output: standard output, or where the line sends it.
struct RedirectedOutput: CommandOutput {
    let output: LineOutput
    let color: ColorChoice
    let pager: Pager?
    /// Progress, which must be out of the way before data is written to the same screen.
    let status: StatusLine

    var isTerminal: Bool { output.isTerminal }

    /// Asked anew each time: a window may change its size.
    var look: Look { isTerminal ? TerminalInfo.current().look(color) : Look(hasColor: color == .always) }

    func write(_ text: String) throws {
        status.clear()
        try output.write(text)
    }

    func show(_ text: String) async throws {
        status.clear()
        try await output.show(text, with: pager)
    }
}

/// What is said to the person beside the data: on standard error, progress in a line of its own.
struct Voice: Sendable {
    let status: StatusLine
    let activity: ActivityOnTerminal
    private let look: Look
    private let terminal: TerminalInfo
    private let isBatch: Bool
    private let say: @Sendable (String) -> Void

    init(color: ColorChoice, _ terminal: TerminalInfo, isBatch: Bool) {
        // Where standard error is closed nobody is there to be told.
        let write: @Sendable (String) -> Void = { text in
            do { try Terminal.write(text, to: STDERR_FILENO) } catch {}
        }
        let status = StatusLine(isOn: terminal.isErrorTerminal && !isBatch, write: write)
        let say: @Sendable (String) -> Void = { line in status.above { write(line + "\n") } }
        (self.status, self.terminal, self.isBatch, self.say) = (status, terminal, isBatch, say)
        look = terminal.errorLook(color)
        activity = ActivityOnTerminal(status: status, look: look, tell: say)
    }

    /// One sentence, or several lines; strangers' control characters are shown, not sent.
    func tell(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { look.told($0) }
        say(lines.joined(separator: "\n"))
    }

    func ask(_ question: String) async -> Bool? {
        status.clear()
        return isBatch ? nil : await Question.ask(question, terminal, look)
    }
}

/// Progress as a line that redraws itself, and warnings above it.
final class ActivityOnTerminal: Activity {
    private let status: StatusLine
    private let look: Look
    private let tell: @Sendable (String) -> Void
    private let started = Mutex<[Step.Stage: ContinuousClock.Instant]>([:])

    init(status: StatusLine, look: Look, tell: @escaping @Sendable (String) -> Void) {
        (self.status, self.look, self.tell) = (status, look, tell)
    }

    func progress(_ step: Step) {
        let now = ContinuousClock.now
        let start = started.withLock { table in
            if let start = table[step.stage] { return start }
            table[step.stage] = now
            return now
        }
        let progress = Progress(
            step.label, unit: step.unit, done: step.done, total: step.total, elapsed: start.duration(to: now))
        status.show(progress.rendered(look), at: now)
    }

    func warn(_ sentence: String) { tell(look.told("Warning: " + sentence)) }
}

extension Look {
    /// A line of prose: harmless, and broken between words where there is a window.
    func told(_ line: some StringProtocol) -> String {
        let line = safe(line)
        return width.map { line.wrapped(to: $0) } ?? line
    }
}

extension Step {
    var label: String {
        switch stage {
        case .listingPlex: "listing \(subject)"
        case .readingStash: "reading Stash"
        case .comparing: "comparing"
        case .queueing: "queueing"
        case .delivering: "delivering"
        case .waiting: "waiting for \(subject), which does not answer"
        }
    }

    var unit: String {
        switch stage {
        case .listingPlex: "items"
        case .readingStash, .comparing, .queueing, .delivering: "scenes"
        case .waiting: "s"
        }
    }
}
