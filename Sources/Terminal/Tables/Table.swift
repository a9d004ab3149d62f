/// Rows and columns, before anything is decided of how they look: for a window, Markdown or CSV.
public struct Table: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public enum Alignment: Sendable, Hashable { case left, right }
        public let title: String
        /// The heading in CSV, which machines read.
        public let key: String
        public let alignment: Alignment
        /// Whether it may be cut where the window is too narrow.
        public let isElastic: Bool
        /// Which columns a narrow window does without: the highest number goes first, 0 never does.
        public let spare: Int

        public init(_ title: String, key: String? = nil, elastic: Bool = true, spare: Int = 0) {
            self.init(title, key, .left, elastic, spare)
        }

        /// Numbers: at the right, and never cut, since half a number is a wrong one.
        public static func number(_ title: String, key: String? = nil, spare: Int = 0) -> Self {
            Self(title, key, .right, false, spare)
        }

        private init(_ title: String, _ key: String?, _ alignment: Alignment, _ isElastic: Bool, _ spare: Int) {
            (self.title, self.key, self.alignment) = (title, key ?? title, alignment)
            (self.isElastic, self.spare) = (isElastic, spare)
        }
    }

    public struct Cell: Sendable, Hashable, ExpressibleByStringInterpolation {
        public let text: String
        /// What a machine gets in its place: an instant for `3 h ago`.
        public let raw: String
        public let style: Style

        public init(_ text: String, raw: String? = nil, style: Style = .plain) {
            (self.text, self.raw, self.style) = (text, raw ?? text, style)
        }

        public init(stringLiteral text: String) { self.init(text) }
        public init(_ number: Int) { self.init(String(number)) }
    }

    public let columns: [Column]
    public private(set) var rows: [[Cell]]

    /// - Precondition: each row has a cell for each column.
    public init(_ columns: [Column], rows: [[Cell]] = []) {
        (self.columns, self.rows) = (columns, [])
        for row in rows { add(row) }
    }

    public mutating func add(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells below \(columns.count) columns")
        rows.append(row)
    }
}
