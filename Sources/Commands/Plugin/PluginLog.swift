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
    /// What settings are called.
    let words = PluginWords()

    init(_ meter: PluginMeter = PluginMeter(), write: @escaping @Sendable (String) -> Void) {
        (self.meter, self.write) = (meter, write)
    }

    /// The task's own work begins; until then no progress is told.
    func begin(_ plan: WorkAhead.Plan) { meter.begin(plan) }

    /// A scene with a gap was found, which may have to be delivered.
    func found() { meter.found() }

    /// On standard error. Who has killed Stash hears nothing: then `orphaned` is called.
    static func onStandardError(orphaned: @escaping @Sendable () -> Void) -> PluginLog {
        PluginLog { text in
            do { try Terminal.write(text, to: STDERR_FILENO) } catch { orphaned() }
        }
    }

    func say(_ level: Level, _ text: String) {
        for line in words.told(text).split(whereSeparator: \.isNewline) {
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
        for line in PluginLines.fitting(lines.map(words.told)).reversed() { say(.info, line) }
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
    private struct State {
        /// `nil` until the task itself begins: what is done before it is no part of it.
        var work: WorkAhead?
        var told = 0
    }

    private let state = Mutex(State())

    func begin(_ plan: WorkAhead.Plan) { state.withLock { $0.work = WorkAhead(plan) } }

    /// A scene with a gap was found.
    func found() { state.withLock { $0.work?.found += 1 } }

    /// - Returns: What is to be told, if anything new is: two digits after the point.
    func advance(to step: Step) -> String? {
        state.withLock { state in
            state.work?.see(step)
            // The end is told when the task has ended.
            let percent = min(99, Int((state.work?.share ?? 0) * 100))
            guard percent > state.told else { return nil }
            state.told = percent
            return "0.\(percent < 10 ? "0" : "")\(percent)"
        }
    }
}
