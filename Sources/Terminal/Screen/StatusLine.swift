import Synchronization

/// The one line below the output that is drawn again and again: progress. Nothing at all where it is switched off.
///
/// Whoever prints a line while it stands there does so through ``above(_:)``, or the two would mix.
public final class StatusLine: Sendable {
    private let isOn: Bool
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        var text = ""
        var drawnAt: ContinuousClock.Instant?
    }

    /// - Parameters:
    ///   - isOn: Whether it goes to a terminal.
    ///   - write: Writes to standard error, at once.
    public init(isOn: Bool, write: @escaping @Sendable (String) -> Void) { (self.isOn, self.write) = (isOn, write) }

    /// Draws `text`, one row that fits the window and holds no control characters, unless the last was drawn less than a
    /// tenth of a second before `now`.
    public func show(_ text: String, at now: ContinuousClock.Instant = .now) {
        guard isOn else { return }
        state.withLock { state in
            if let drawn = state.drawnAt, now - drawn < .milliseconds(100) { return }
            (state.text, state.drawnAt) = (text, now)
            write("\r\(text)\u{1B}[K")
        }
    }

    /// Takes the line away; the next ``show(_:at:)`` draws at once.
    public func clear() {
        guard isOn else { return }
        state.withLock { state in
            if !state.text.isEmpty { write("\r\u{1B}[K") }
            state = State()
        }
    }

    /// Runs `print` with the line out of the way, and draws it anew.
    public func above(_ print: () -> Void) {
        state.withLock { state in
            if isOn, !state.text.isEmpty { write("\r\u{1B}[K") }
            print()
            if isOn, !state.text.isEmpty { write(state.text) }
        }
    }
}
