import CommandSyntax

/// Joins the rows of a script to lines: a `\` at the end and an open quote take the next row too. A value: rows come in
/// as somebody reads them.
public struct LogicalLines: Sendable {
    /// A line that grows beyond this many bytes is given out as it is, and refused for its open quote.
    static let longest = 1 << 20
    /// All rows so far are read again with each that comes: after so many bytes the line is given out in the same way.
    static let mostRead = 8 << 20

    private var text = ""
    private var read = 0
    private var first = 0
    private var row = 0
    public init() {}

    /// Takes one row, without its newline.
    ///
    /// - Returns: the line that it ends, and the number of the line's first row, from 1; `nil` while it goes on.
    public mutating func take(_ next: String) -> (text: String, row: Int)? {
        row += 1
        if text.isEmpty, first == 0 {
            (text, first) = (next, row)
        } else {
            text += "\n" + next
        }
        return isOpen() ? nil : end()
    }

    /// What is left where no row follows.
    public mutating func end() -> (text: String, row: Int)? {
        guard first > 0 else { return nil }
        defer { (text, first, read) = ("", 0, 0) }
        return (text, first)
    }

    private mutating func isOpen() -> Bool {
        read += text.utf8.count
        guard read <= Self.mostRead, text.utf8.count <= Self.longest,
            text.utf8.contains(where: { $0 == 0x5C || $0 == 0x27 || $0 == 0x22 })
        else { return false }
        do {
            if case .needsMore = try lex(text) { return true }
        } catch {
            // A line with faults has ended: they are told when it runs.
        }
        return false
    }
}
