extension Table {
    /// The table as lines without trailing blanks, each ended by a newline; the last column is never padded.
    ///
    /// In a window that is too narrow, the widest elastic columns are cut first; before all are cut to stumps, spare ones
    /// are left out; if nothing else helps, the rows are cut. Cells are made safe here. O(cells).
    public func rendered(_ look: Look = .plain) -> String {
        let kept = columnsKept(look)
        if kept.count < columns.count {
            return Table(kept.map { columns[$0] }, rows: rows.map { row in kept.map { row[$0] } }).rendered(look)
        }
        let header = columns.map { look.safe($0.title) }
        let texts = rows.map { $0.map { look.safe($0.text) } }
        let natural = columns.indices.map { column in
            texts.reduce(header[column].terminalWidth) { max($0, $1[column].terminalWidth) }
        }
        let widths = look.width.map { fitted(natural, into: $0) } ?? natural
        let head = line(header, columns.map { _ in .header }, widths, look)
        let body = zip(texts, rows).map { line($0, $1.map(\.style), widths, look) }
        return ([head] + body).map { $0 + "\n" }.joined()
    }

    /// Which columns the window has room for, if none that is cut becomes narrower than ``legible``.
    private func columnsKept(_ look: Look) -> [Int] {
        var kept = Array(columns.indices)
        guard let width = look.width else { return kept }
        let needed = columns.indices.map { column -> Int in
            let natural = rows.reduce(columns[column].title.terminalWidth) {
                max($0, look.safe($1[column].text).terminalWidth)
            }
            return columns[column].isElastic ? min(natural, Self.legible) : natural
        }
        while kept.reduce(Self.gap * (kept.count - 1), { $0 + needed[$1] }) > width {
            guard let least = kept.max(by: { columns[$0].spare < columns[$1].spare }), columns[least].spare > 0 else {
                break
            }
            kept.removeAll { $0 == least }
        }
        return kept
    }

    static let gap = 2
    /// So many cells of a word tell what it is.
    private static let legible = 12
    /// An elastic column is never narrower than this.
    private static let least = 4

    /// Takes from the widest elastic columns until the row fits, so that short ones stay whole.
    private func fitted(_ natural: [Int], into width: Int) -> [Int] {
        let elastic = natural.indices.filter { columns[$0].isElastic }
        let total = natural.reduce(0, +) + Self.gap * max(natural.count - 1, 0)
        guard total > width, !elastic.isEmpty else { return natural }
        var room = width - total + elastic.reduce(0) { $0 + natural[$1] }
        var widths = natural
        var left = elastic.count
        for column in elastic.sorted(by: { natural[$0] < natural[$1] }) {
            widths[column] = min(natural[column], max(room / left, Self.least))
            room -= widths[column]
            left -= 1
        }
        return widths
    }

    private func line(_ texts: [String], _ styles: [Style], _ widths: [Int], _ look: Look) -> String {
        let cut = zip(texts, widths).map { $0.truncated(to: $1, mark: look.ellipsis) }
        let padded = cut.indices.map { column -> String in
            if columns[column].alignment == .right { return cut[column].padded(to: widths[column], atStart: true) }
            return column == cut.count - 1 ? cut[column] : cut[column].padded(to: widths[column])
        }
        let gap = String(repeating: " ", count: Self.gap)
        let plain = padded.joined(separator: gap)
        if let width = look.width, plain.withoutTrailingBlanks.terminalWidth > width {
            return plain.truncated(to: width, mark: look.ellipsis)
        }
        if plain.hasSuffix(" ") || plain.isEmpty { return plain.withoutTrailingBlanks }
        return zip(padded, styles).map(look.painted).joined(separator: gap)
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
