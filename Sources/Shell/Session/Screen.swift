public import Terminal

/// Where a session's text goes: one seam for tests, pseudo-terminals and the real thing.
public struct Screen: Sendable {
    /// Standard input, output and error, or what stands for them.
    public let input, output, error: Int32
    public var color: ColorChoice
    let isUTF8: Bool

    public init(input: Int32 = 0, output: Int32 = 1, error: Int32 = 2, color: ColorChoice = .auto) {
        (self.input, self.output, self.error, self.color) = (input, output, error, color)
        isUTF8 = TerminalInfo.current().isUTF8
    }

    /// Of the window of `output`, asked anew.
    public var size: (columns: Int, rows: Int) { TerminalInfo.windowSize(of: output) ?? (80, 24) }

    func look(_ target: LineOutput) -> Look { look(isTerminal: target.isTerminal) }
    var errorLook: Look { look(isTerminal: TerminalInfo.isTerminal(error)) }

    private func look(isTerminal: Bool) -> Look {
        let wants = TerminalInfo.current().wantsColor
        let hasColor = color == .always || color == .auto && isTerminal && wants
        return Look(width: isTerminal ? size.columns : nil, hasColor: hasColor, isUTF8: isUTF8 || !isTerminal)
    }

    /// A line for the person, or several; sentences are broken between words where there is a window. Where even that can't
    /// be written, nobody is there to tell.
    public func report(_ text: String) {
        var text = text
        if let width = errorLook.width {
            // What is indented is an excerpt with carets below it.
            let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            text = rows.map { $0.hasPrefix(" ") ? String($0) : String($0).wrapped(to: width) }.joined(separator: "\n")
        }
        do { try Terminal.write(text + "\n", to: error) } catch {}
    }
}
