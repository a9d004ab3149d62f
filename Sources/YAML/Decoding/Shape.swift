/// What a value of a file may be, as far as the value alone can tell: what its decoder reads, and what a schema for editors
/// says.
public indirect enum Shape: Sendable {
    /// A text that is not empty.
    ///
    /// - Parameters:
    ///   - pattern: A regular expression of ECMA-262 that every valid one fits; some that are not valid may fit, too.
    ///   - takesNumbers: Whether a number is taken as written.
    case text(pattern: String? = nil, takesNumbers: Bool = false)
    case bool
    case integer(ClosedRange<Int>)
    case words([String])
    /// With so many elements.
    case list(Shape, least: Int, most: Int = .max)
    /// With so many keys.
    case mapping(KeyTable, count: ClosedRange<Int> = 0 ... .max)
    case either([Shape])
    /// A shape with a name of its own, which may be part of itself.
    case named(String)

    /// One value, or a list that is not empty.
    public static func oneOrMore(_ shape: Shape) -> Shape { .either([shape, .list(shape, least: 1)]) }

    /// One of the words that `Word` has.
    public static func choice<Word>(_ type: Word.Type) -> Shape where Word: RawRepresentable<String> & CaseIterable {
        .words(type.allCases.map(\.rawValue))
    }
}

/// The keys that one mapping may have. Its decoder knows no others: asking for one that is not here, or forgetting one, stops
/// a debug build.
public struct KeyTable: Sendable {
    public struct Key: Sendable {
        public let name: String
        public let shape: Shape
        public let isRequired: Bool
        /// A sentence for whoever writes the file.
        public let help: String

        public init(_ name: String, _ shape: Shape, isRequired: Bool = false, _ help: String) {
            (self.name, self.shape, self.isRequired, self.help) = (name, shape, isRequired, help)
        }
    }

    public let keys: [Key]

    public init(_ keys: [Key]) { self.keys = keys }

    /// The same keys but for these.
    public func without(_ names: [String]) -> KeyTable { KeyTable(keys.filter { !names.contains($0.name) }) }

    var names: Set<String> { Set(keys.map(\.name)) }
}
