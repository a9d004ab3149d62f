import Commands
import Foundation
import Shell
import SyncEngine
import Synchronization
import Terminal

/// A command's output: standard output, or where the line sends it.
struct RedirectedOutput: CommandOutput {
    let output: LineOutput
    let terminal: TerminalInfo
    let color: ColorChoice
    let pager: Pager?

    var isTerminal: Bool { output.isTerminal }

    var look: Look {
        guard isTerminal else { return Look(hasColor: color == .always) }
        return terminal.look(color)
    }

    func write(_ text: String) throws { try output.write(text) }
    func show(_ text: String) async throws { try output.write(text + "\n") }
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

    func warn(_ sentence: String) { tell(look.safe("Warning: " + sentence)) }
}

extension Step {
    var label: String {
        switch stage {
        case .listingPlex: "listing \(subject)"
        case .readingStash: "reading Stash"
        case .comparing: "comparing"
        case .queueing: "queueing"
        }
    }

    var unit: String { stage == .listingPlex ? "items" : "scenes" }
}

/// A question to the person at the terminal.
enum Question {
    /// `nil` where nobody is there.
    static func ask(_ question: String, _ terminal: TerminalInfo) async -> Bool? {
        guard terminal.isInputTerminal, terminal.isErrorTerminal else { return nil }
        do { try Terminal.write(question.safeForTerminal + " [y/N] ", to: STDERR_FILENO) } catch { return nil }
        let answer = await Rows(reading: STDIN_FILENO).next() ?? ""
        return ["y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace })
    }
}
