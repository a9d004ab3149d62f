/// A place in a file. Both numbers begin at 1; a column counts Unicode code points, as libyaml does.
public struct Mark: Hashable, Comparable, Sendable {
    public let line, column: Int
    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    public static let start = Mark(line: 1, column: 1)

    public static func < (one: Self, other: Self) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}

/// From where to where something stands, the end not included.
public struct Span: Hashable, Sendable {
    public let start, end: Mark
    public init(_ start: Mark, _ end: Mark) { (self.start, self.end) = (start, end) }
}
