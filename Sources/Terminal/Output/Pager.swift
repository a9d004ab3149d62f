/// Shows long output a window at a time.
public struct Pager: Sendable, Hashable {
    /// For `/bin/sh -c`.
    public let command: String

    /// `$PAGER` where it is set, or `less`, which ends by itself if all fits (`-F`), keeps colours (`-R`) and leaves the
    /// text on the screen (`-X`).
    public init(environment: (String) -> String?) {
        let wanted = environment("PAGER") ?? ""
        command = wanted.allSatisfy { $0 == " " } ? "less -FRX" : wanted
    }

    /// Whether `text` has more rows than the window. Long lines count as often as they wrap.
    public static func isNeeded(for text: String, in terminal: TerminalInfo) -> Bool {
        var rows = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // Colours count as cells, so this may be too many by a few: then `less -F` decides.
            rows += max((line.utf8.count > terminal.columns ? line.terminalWidth - 1 : 0) / terminal.columns, 0) + 1
            if rows > terminal.rows { return true }
        }
        return false
    }

    /// Runs the pager on `text` until the person leaves it.
    ///
    /// - Returns: whether it was shown; a pager that is not installed shows nothing.
    public func show(_ text: String, output: Int32 = 1) async throws(OutputError) -> Bool {
        let child = try ChildPipe(command + " 2>/dev/null", output: output)
        do {
            try child.write(text)
        } catch .readerLeft {
            // The person has seen enough, or there is no such program: its status tells.
        } catch {
            _ = await child.finish()
            throw error
        }
        return await child.finish() != 127
    }
}
