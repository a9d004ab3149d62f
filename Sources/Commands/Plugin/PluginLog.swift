import Foundation
import Queue
import SyncEngine
import Synchronization
import Terminal

/// Stash's log protocol (`apis/stash.md` 8.3): a level between two control characters, then a line of text.
struct PluginLog: Activity {
    enum Level: Character, Sendable {
        case debug = "d"
        case info = "i"
        case warning = "w"
        case error = "e"
        case progress = "p"
    }

    /// Stash stops reading at a line of 64 KiB; what is longer than this is split.
    static let longest = 1000

    private let write: @Sendable (String) -> Void
    private let meter: PluginMeter

    init(_ meter: PluginMeter = PluginMeter(), write: @escaping @Sendable (String) -> Void) {
        (self.meter, self.write) = (meter, write)
    }

    /// The same, for work that consists of one stage.
    func only(_ stage: Step.Stage) -> PluginLog { PluginLog(PluginMeter(only: stage), write: write) }

    /// On standard error. Who has killed Stash hears nothing: then `orphaned` is called.
    static func onStandardError(orphaned: @escaping @Sendable () -> Void) -> PluginLog {
        PluginLog { text in
            do { try Terminal.write(text, to: STDERR_FILENO) } catch { orphaned() }
        }
    }

    func say(_ level: Level, _ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            for part in Self.parts(of: line) { write("\u{1}\(level.rawValue)\u{2}\(part)\n") }
        }
    }

    func warn(_ sentence: String) { say(.warning, sentence) }

    func progress(_ step: Step) {
        // The space keeps a short line longer than what Stash takes for one without level.
        if let fraction = meter.advance(to: step) { write("\u{1}p\u{2} \(fraction)\n") }
    }

    /// The task is done.
    /// - Parameter lines: Its summary, the headline first; told in the other order, since Stash shows the newest on top.
    func end(_ lines: [String]) {
        write("\u{1}p\u{2} 1.00\n")
        for line in lines.reversed() { say(.info, line) }
    }

    /// Pieces of at most ``longest`` characters, without control characters.
    static func parts(of line: Substring) -> [String] {
        let visible = String(line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
        var (parts, rest) = ([String](), visible[...])
        while rest.count > longest {
            parts.append(String(rest.prefix(longest)))
            rest = rest.dropFirst(longest)
        }
        return parts + [String(rest)]
    }
}

/// How far a task has come: `0...1`, never back, and told a hundred times at most.
final class PluginMeter: Sendable {
    private let only: Step.Stage?

    /// - Parameter only: The one stage that there is, where there is but one.
    init(only: Step.Stage? = nil) { self.only = only }

    /// Where each stage begins and ends when its parts take about as long as they use to.
    private func span(_ stage: Step.Stage) -> (from: Double, to: Double) {
        if let only { return stage == only ? (0, 1) : (0, 0) }
        return switch stage {
        case .listingPlex: (0, 0.25)
        case .readingStash: (0.25, 0.45)
        case .comparing: (0.45, 0.6)
        case .queueing: (0.6, 0.65)
        case .delivering: (0.65, 1)
        }
    }

    private let told = Mutex(0)

    /// - Returns: What is to be told, if anything new is: two digits after the point.
    func advance(to step: Step) -> String? {
        guard let total = step.total, total > 0 else { return nil }
        let (from, to) = span(step.stage)
        let share = min(max(Double(step.done) / Double(total), 0), 1)
        let percent = Int((from + (to - from) * share) * 100)
        let isNew = told.withLock { told in
            guard percent > told else { return false }
            told = percent
            return true
        }
        guard isNew else { return nil }
        return percent >= 100 ? "1.00" : "0.\(percent < 10 ? "0" : "")\(percent)"
    }
}
