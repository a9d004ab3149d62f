/// A page of help that explains no command: scopes, filters, exit codes.
public struct Topic: Sendable, Hashable {
    public let name: String
    /// One sentence, shown in the list of topics.
    public let summary: String
    /// Paragraphs split by empty lines; a line that begins with two blanks is kept as it is.
    public let text: String

    public init(_ name: String, _ summary: String, text: String) {
        (self.name, self.summary, self.text) = (name, summary, text)
    }

    /// The page, wrapped at `width` cells, at least 40.
    public func rendered(width: Int = 80) -> String { summary + "\n\n" + text.page(at: max(width, 40)) + "\n" }
}

extension String {
    /// Its paragraphs wrapped at `width` cells; a line that begins with two blanks is kept as it is.
    func page(at width: Int) -> String {
        var (lines, paragraph) = ([String](), [Substring]())
        func flush() {
            lines += paragraph.joined(separator: " ").lines(at: width)
            paragraph = []
        }
        for row in split(separator: "\n", omittingEmptySubsequences: false) {
            if row.isEmpty || row.hasPrefix("  ") {
                flush()
                lines.append(String(row))
            } else {
                paragraph.append(row)
            }
        }
        flush()
        return lines.joined(separator: "\n")
    }
}
