/// The text of a file as code points, so that places found by libyaml can be cut at and everything else stays as it is.
struct SourceText {
    private(set) var scalars: [Unicode.Scalar]
    /// Whether the file begins with a byte order mark, which no place counts.
    private let hasByteOrderMark: Bool
    /// Where each line begins; the last one may be empty.
    private var starts: [Int]

    /// `nil` for bytes that are no UTF-8 text.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let all = Array(text.unicodeScalars)
        hasByteOrderMark = all.first == "\u{feff}"
        scalars = hasByteOrderMark ? Array(all.dropFirst()) : all
        starts = Self.starts(scalars)
    }

    var bytes: [UInt8] {
        var view = String.UnicodeScalarView()
        if hasByteOrderMark { view.append("\u{feff}") }
        view.append(contentsOf: scalars)
        return Array(String(view).utf8)
    }

    /// From 1; a file that ends with a line end has one more, which is empty.
    var lineCount: Int { starts.count }

    func offset(_ mark: Mark) -> Int {
        min(start(ofLine: mark.line) + mark.column - 1, scalars.count)
    }

    /// Where a line begins; the end of the text for a line behind the last.
    func start(ofLine line: Int) -> Int { line <= starts.count ? starts[line - 1] : scalars.count }

    /// A line without its end.
    func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
        var line = scalars[start(ofLine: number)..<start(ofLine: number + 1)]
        while line.last == "\n" || line.last == "\r" { line.removeLast() }
        return line
    }

    func isBlank(_ number: Int) -> Bool { line(number).allSatisfy(Self.isSpace) }

    /// The column, from 1, of a comment that has its line for itself.
    func comment(inLine number: Int) -> Int? {
        let line = line(number)
        guard let first = line.firstIndex(where: { !Self.isSpace($0) }), line[first] == "#" else { return nil }
        return first - line.startIndex + 1
    }

    /// The line end that this file has there, or anywhere.
    func lineEnd(before line: Int) -> String {
        for number in [line - 1, 1] where number >= 1 {
            let end = scalars[start(ofLine: number)..<start(ofLine: number + 1)].suffix(where: {
                $0 == "\n" || $0 == "\r"
            })
            if !end.isEmpty { return end.first == "\r" ? (end.contains("\n") ? "\r\n" : "\r") : "\n" }
        }
        return "\n"
    }

    /// The first place from `offset` on that is no blank of the same line.
    func skippingSpaces(from offset: Int) -> Int {
        scalars[offset...].firstIndex { !Self.isSpace($0) } ?? scalars.count
    }

    func scalar(at offset: Int) -> Unicode.Scalar? { scalars.indices.contains(offset) ? scalars[offset] : nil }

    mutating func replace(_ range: Range<Int>, with text: String) {
        scalars.replaceSubrange(range, with: text.unicodeScalars)
        starts = Self.starts(scalars)
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private static func starts(_ scalars: [Unicode.Scalar]) -> [Int] {
        var starts = [0]
        for (offset, scalar) in scalars.enumerated() {
            let isPair = scalar == "\r" && offset + 1 < scalars.count && scalars[offset + 1] == "\n"
            if scalar == "\n" || (scalar == "\r" && !isPair) { starts.append(offset + 1) }
        }
        return starts
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate func suffix(where test: (Element) -> Bool) -> ArraySlice {
        var rest = self
        while let last = rest.last, test(last) { rest.removeLast() }
        return self[rest.endIndex...]
    }
}
