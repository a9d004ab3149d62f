extension String {
    /// The line broken at blanks into lines of at most `cells`, those after the first indented like it.
    ///
    /// A word wider than that stays whole, so that a path can be copied. A line that is indented by four or more is an
    /// excerpt with a caret below it, or an example: it stays as it is. O(n).
    public func wrapped(to cells: Int) -> String {
        let indent = prefix { $0 == " " }
        guard terminalWidth > cells, indent.count < 4, indent.count < cells else { return self }
        var (lines, line, width) = ([String](), String(indent), indent.count)
        for word in dropFirst(indent.count).split(separator: " ", omittingEmptySubsequences: false) {
            let isFirst = width == indent.count
            if !isFirst, width + 1 + word.terminalWidth > cells {
                lines.append(line)
                (line, width) = (String(indent), indent.count)
            } else if !isFirst {
                line += " "
                width += 1
            }
            line += word
            width += word.terminalWidth
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
