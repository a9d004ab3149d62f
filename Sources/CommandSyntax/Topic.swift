/// A page of help that explains no command: scopes, filters, exit codes.
public struct Topic: Sendable, Hashable {
    public let name: String
    /// One sentence, shown in the list of topics.
    public let summary: String
    /// Paragraphs split by empty lines; a line that begins with two blanks is kept as it is, or as a term and
    /// its text after two blanks more where it does not fit.
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
                lines += row.belowItsTerm(at: max(width, 40))
            } else {
                paragraph.append(row)
            }
        }
        flush()
        return lines.joined(separator: "\n")
    }
}

extension Substring {
    /// A row that is too long, broken such that the text beside a term goes on below itself; below the term where the
    /// column would be too narrow.
    fileprivate func belowItsTerm(at width: Int) -> [String] {
        guard count > width, let gap = drop(while: { $0 == " " }).firstRange(of: "  ") else { return [String(self)] }
        let text = self[gap.lowerBound...].drop { $0 == " " }
        let column = distance(from: startIndex, to: text.startIndex)
        let isBeside = column * 2 <= width
        let indent = String(repeating: " ", count: isBeside ? column : 6)
        let rows = String(text).lines(at: width - indent.count).map { indent + $0 }
        guard isBeside, let first = rows.first else { return [String(self[..<gap.lowerBound])] + rows }
        return [String(prefix(column)) + first.dropFirst(column)] + rows.dropFirst()
    }
}
