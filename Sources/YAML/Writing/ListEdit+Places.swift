/// Where the parts of a file begin and end, comments included.
extension ListEdit {
    func offset(_ mark: Mark) -> Int { text.offset(mark) }

    /// Whether a list or mapping stands in brackets.
    func isFlow(_ node: Node) -> Bool {
        let first = text.scalar(at: offset(node.mark))
        return first == "[" || first == "{"
    }

    /// Where the `:` of a key is.
    func colon(of entry: Entry) -> Int { text.skippingSpaces(from: offset(entry.keySpan.end)) }

    /// The last line of what an item of a block list says, with the comments below it that are indented deeper than its
    /// dash.
    func lastOwnedLine(of item: Node, column: Int) -> Int {
        var line = lastLine(of: item)
        while line < text.lineCount, let comment = text.comment(inLine: line + 1), comment > column { line += 1 }
        return line
    }

    private func lastLine(of node: Node) -> Int {
        switch node.content {
        case .list(let items) where !isFlow(node): return items.last.map(lastLine) ?? node.span.start.line
        case .mapping(let entries) where !isFlow(node):
            return entries.last.map { max($0.keySpan.end.line, lastLine(of: $0.value)) } ?? node.span.start.line
        default:
            // A text under '|' or '>' ends where the next line begins.
            var line = node.span.end.line
            if node.span.end.column == 1, line > node.span.start.line { line -= 1 }
            while line > node.span.start.line, text.isBlank(line) { line -= 1 }
            return line
        }
    }

    /// The line with the dash of an item of a block list; `nil` where something else stands before it.
    func dashLine(of item: Node, column: Int, behind line: Int) -> Int? {
        stride(from: item.mark.line, to: line, by: -1).first { number in
            let head = text.line(number).prefix(column)
            return head.count == column && head.last == "-" && head.dropLast().allSatisfy { $0 == " " }
        }
    }

    /// The comma behind a place within brackets, over line ends and comments.
    func comma(behind offset: Int) -> Int? {
        var at = offset
        while let scalar = text.scalar(at: at) {
            switch scalar {
            case ",": return at
            case " ", "\t", "\n", "\r": at += 1
            case "#": while let next = text.scalar(at: at), next != "\n", next != "\r" { at += 1 }
            default: return nil
            }
        }
        return nil
    }
}
