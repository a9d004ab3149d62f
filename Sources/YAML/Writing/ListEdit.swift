/// Puts an item into a list of a YAML file, or takes one out, and leaves every other byte as it is: comments, order and
/// line ends.
///
/// Decides by places alone: what the new text says is for the caller to find out, by reading it.
public struct ListEdit {
    /// Why a file cannot be edited so, as the rest of a sentence.
    public struct Refusal: Error, Hashable, Sendable { public let reason: String }

    var text: SourceText
    private let root: Node
    private let entries: [Entry]
    private let key: String

    /// - Parameters:
    ///   - bytes: A file that is well as YAML, a mapping.
    ///   - key: The key of that mapping under which the list is; it may be absent, and may have no value.
    public init(_ bytes: [UInt8], key: String) throws(Refusal) {
        let document = Document(bytes: bytes, file: "")
        guard document.log.isEmpty, let text = SourceText(bytes), let root = document.root,
            case .mapping(let entries) = root.content
        else { throw Refusal(reason: "it is no readable mapping (key: value)") }
        (self.text, self.root, self.entries, self.key) = (text, root, entries, key)
    }

    /// The file as edited.
    public var bytes: [UInt8] { text.bytes }

    var entry: Entry? { entries.first { $0.key == key } }

    /// The list's items; none where there is no list.
    public var items: [Node] { if case .list(let items)? = entry?.value.content { items } else { [] } }

    /// Writes `[]` where the key has no value.
    public mutating func giveList() throws(Refusal) {
        guard let value = entry?.value, value.isNull else { return }
        text.replace(
            offset(value.span.start)..<offset(value.span.end), with: value.span.start == value.span.end ? " []" : "[]")
        self = try ListEdit(bytes, key: key)
    }

    /// Puts a mapping behind the last item; makes the list, and its key, where there is none.
    ///
    /// - Parameter item: `key: value` each, on one line, with values that may stand inside brackets, too.
    public mutating func append(_ item: [String]) throws(Refusal) {
        guard let entry else { return appendKey(with: item) }
        let isAlone = !isFlow(root) && entry.keySpan.start.line == entry.value.span.end.line
        switch entry.value.content {
        case .list(let items) where !isFlow(entry.value):
            appendBlock(item, behind: items, column: entry.value.mark.column)
        case .list(let items) where items.isEmpty && isAlone: fill(entry, with: item)
        case .list(let items): appendInBrackets(item, behind: items, end: offset(entry.value.span.end) - 1)
        default: throw Refusal(reason: "'\(key)' is no list")
        }
    }

    private mutating func appendKey(with item: [String]) {
        if isFlow(root) {
            let end = entries.last.map { offset($0.value.span.end) } ?? offset(root.span.end) - 1
            let comma = entries.isEmpty ? "" : ", "
            return text.replace(end..<end, with: "\(comma)\(key): [\(Self.inBraces(item))]")
        }
        // Whatever begins a line with "..." ends the document; nothing but comments may follow.
        let end = (1...text.lineCount).first { text.line($0).starts(with: "...".unicodeScalars) }
        let column = root.mark.column
        let head = String(repeating: " ", count: column - 1) + key + ":"
        let at = end ?? text.lineCount + 1
        insert([head] + Self.block(item, column: column + 2), atLine: at)
    }

    /// Puts the first item below a key that has `[]`.
    private mutating func fill(_ entry: Entry, with item: [String]) {
        let value = colon(of: entry) + 1
        text.replace(value..<max(value, offset(entry.value.span.end)), with: "")
        insert(Self.block(item, column: root.mark.column + 2), atLine: entry.keySpan.end.line + 1)
    }

    private mutating func appendBlock(_ item: [String], behind items: [Node], column: Int) {
        guard let last = items.last else { return }
        let line = lastOwnedLine(of: last, column: column) + 1
        var lines = Self.block(item, column: column)
        if let other = items.dropLast().last,
            (lastOwnedLine(of: other, column: column)..<last.mark.line).contains(where: { text.isBlank($0) })
        {
            lines.insert("", at: 0)
        }
        insert(lines, atLine: line)
    }

    /// - Parameter end: Where the closing bracket is.
    private mutating func appendInBrackets(_ item: [String], behind items: [Node], end: Int) {
        let new = Self.inBraces(item)
        guard let last = items.last else { return text.replace(end..<end, with: new) }
        let behind = offset(last.span.end)
        let rest = text.skippingSpaces(from: behind)
        let hasComma = text.scalar(at: rest) == ","
        let next = text.scalar(at: hasComma ? text.skippingSpaces(from: rest + 1) : rest)
        guard next == "\n" || next == "\r" || next == "#" else {
            return text.replace(behind..<behind, with: ", \(new)")
        }
        // A list with a line an item; what stands behind the last one may be a comment on it.
        let line = last.span.end.line + 1
        let blanks = text.line(last.mark.line).prefix { SourceText.isSpace($0) }
        insert([String(String.UnicodeScalarView(blanks)) + new + (hasComma ? "," : "")], atLine: line)
        if !hasComma { text.replace(behind..<behind, with: ",") }
    }

    private mutating func insert(_ lines: [String], atLine line: Int) {
        let end = text.lineEnd(before: line)
        let at = text.start(ofLine: line)
        let isOpen = at > 0 && text.scalar(at: at - 1).map { $0 != "\n" && $0 != "\r" } ?? false
        let block = lines.joined(separator: end)
        text.replace(at..<at, with: isOpen ? end + block : block + end)
    }

    private static func block(_ item: [String], column: Int) -> [String] {
        let blanks = String(repeating: " ", count: column - 1)
        return item.enumerated().map { index, line in blanks + (index == 0 ? "- " : "  ") + line }
    }

    private static func inBraces(_ item: [String]) -> String { "{\(item.joined(separator: ", "))}" }
}
