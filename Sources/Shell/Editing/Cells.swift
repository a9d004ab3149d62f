import CEditLine

/// Where the cursor of libedit stands, counted as libedit counts: it does not tell.
struct Cells: Hashable {
    let columns: Int
    private(set) var row = 0
    private(set) var column = 0

    /// - Parameter columns: Of the window, at least 1.
    init(columns: Int) { self.columns = max(columns, 1) }

    /// Puts one scalar. A row that is full is left at once; a wide scalar is never broken.
    mutating func put(_ scalar: wchar_t) {
        switch scalar {
        case 10: next()
        case 9: advance(8 - column % 8)
        case 0..<32, 127: advance(2)  // ^C
        default:
            let width = Int(wcwidth(scalar))
            advance(width >= 0 ? width : scalar > 0xFFFF ? 8 : 7)  // \U+200B
        }
    }

    mutating func put(_ text: String) {
        for scalar in text.unicodeScalars { put(wchar_t(scalar.value)) }
    }

    private mutating func advance(_ cells: Int) {
        if column + cells > columns { next() }
        column += cells
        if column >= columns { next() }
    }

    private mutating func next() { (row, column) = (row + 1, 0) }
}
