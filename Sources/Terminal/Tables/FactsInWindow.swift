extension Table {
    /// The table with every cell whole, for facts and sentences: where the window is too narrow, the last column is
    /// broken between words and goes on below itself.
    ///
    /// Where the other columns leave no room for that, the terminal breaks the lines. Cells are made safe here. O(cells).
    public func renderedWhole(_ look: Look) -> String {
        guard let width = look.width, let last = columns.indices.last else { return rendered(look) }
        var wide = look
        wide.width = nil
        let offset = columns.indices.dropLast().reduce(0) { sum, column in
            let cells = rows.map { look.safe($0[column].text).terminalWidth }
            return sum + Self.gap + cells.reduce(look.safe(columns[column].title).terminalWidth, max)
        }
        let room = width - offset
        guard room >= Self.leastRoom else { return rendered(wide) }
        var broken = Table(columns)
        for row in rows {
            let parts = look.safe(row[last].text).wrapped(to: room).split(separator: "\n").map(String.init)
            for (number, part) in parts.enumerated() {
                let head = number == 0 ? Array(row.dropLast()) : columns.dropLast().map { _ in Cell("") }
                broken.add(head + [Cell(part, style: row[last].style)])
            }
            if parts.isEmpty { broken.add(row) }
        }
        return broken.rendered(wide)
    }

    /// Narrower than this a sentence is a column of single words.
    private static let leastRoom = 16
}
