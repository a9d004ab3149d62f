extension ListEdit {
    /// Takes an item out, with the comments in it and those that stand directly above it. Comments beside or below a blank
    /// line stay, and a list that has nothing left becomes `[]`.
    public mutating func remove(at index: Int) throws(Refusal) {
        guard let entry, items.indices.contains(index) else { throw Refusal(reason: "it has no such item") }
        if isFlow(entry.value) {
            removeFromBrackets(at: index, in: entry)
        } else {
            try removeBlock(at: index, in: entry)
        }
    }

    private mutating func removeBlock(at index: Int, in entry: Entry) throws(Refusal) {
        let (items, column) = (items, entry.value.mark.column)
        let before = index == 0 ? entry.keySpan.end.line : lastOwnedLine(of: items[index - 1], column: column)
        guard let dash = dashLine(of: items[index], column: column, behind: before) else {
            throw Refusal(reason: "the item does not begin a line of its own")
        }
        var first = firstLine(above: dash, behind: before, column: column)
        var last = lastOwnedLine(of: items[index], column: column)
        if last + 1 >= text.lineCount {
            while first - 1 > before, text.isBlank(first - 1) { first -= 1 }
        } else if text.isBlank(first - 1), text.isBlank(last + 1) {
            last += 1
        }
        text.replace(text.start(ofLine: first)..<text.start(ofLine: last + 1), with: "")
        if items.count == 1 {
            let value = colon(of: entry) + 1
            text.replace(value..<value, with: " []")
        }
    }

    /// The line itself, or the first of the comments directly above it that are not indented deeper.
    private func firstLine(above line: Int, behind before: Int, column: Int) -> Int {
        var first = line
        while first - 1 > before, let comment = text.comment(inLine: first - 1), comment <= column { first -= 1 }
        return first
    }

    private mutating func removeFromBrackets(at index: Int, in entry: Entry) {
        let item = items[index]
        let start = offset(item.span.start)
        let comma = comma(behind: offset(item.span.end))
        let end = comma.map { $0 + 1 } ?? offset(item.span.end)
        // The last item leaves a comma before it.
        let orphan = comma == nil && index > 0 ? self.comma(behind: offset(items[index - 1].span.end)) : nil
        if let lines = wholeLines(start, end, item, behind: index > 0 ? items[index - 1].span.end : entry.value.mark) {
            text.replace(lines, with: "")
            if let orphan { text.replace(orphan..<orphan + 1, with: "") }
        } else if let orphan {
            let isBroken = text.scalars[orphan..<start].contains { $0 == "\n" || $0 == "\r" || $0 == "#" }
            text.replace((isBroken ? start : orphan)..<end, with: "")
            if isBroken { text.replace(orphan..<orphan + 1, with: "") }
        } else {
            text.replace(start..<(comma == nil ? end : text.skippingSpaces(from: end)), with: "")
        }
    }

    /// All of the lines from `start` to `end`, with the comments directly above, where nothing else stands on them.
    private func wholeLines(_ start: Int, _ end: Int, _ item: Node, behind mark: Mark) -> Range<Int>? {
        let line = item.span.start.line
        let head = text.scalars[text.start(ofLine: line)..<start]
        let rest = text.scalar(at: text.skippingSpaces(from: end))
        guard line > mark.line, head.allSatisfy(SourceText.isSpace), rest == "\n" || rest == "\r" || rest == "#" else {
            return nil
        }
        var first = line
        while first - 1 > mark.line, text.comment(inLine: first - 1) != nil { first -= 1 }
        var last = item.span.end.line
        while text.start(ofLine: last + 1) < end { last += 1 }
        return text.start(ofLine: first)..<text.start(ofLine: last + 1)
    }
}
