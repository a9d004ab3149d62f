/// The lines of a file, to be shown with a caret.
struct SourceLines {
    private let lines: [[Unicode.Scalar]]

    init(_ text: String) {
        var lines: [[Unicode.Scalar]] = []
        var rest = text.unicodeScalars[...]
        while let end = rest.firstIndex(where: { $0 == "\n" || $0 == "\r" }) {
            lines.append(Array(rest[..<end]))
            let isPair = rest[end] == "\r" && rest[rest.index(after: end)...].first == "\n"
            rest = rest[rest.index(end, offsetBy: isPair ? 2 : 1)...]
        }
        self.lines = lines + [Array(rest)]
    }

    /// The code point at a place; `nil` at the end of a line.
    func scalar(at mark: Mark) -> Unicode.Scalar? {
        guard lines.indices.contains(mark.line - 1), mark.column >= 1 else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    /// Whether nothing but blanks follows in the file.
    func isEnd(_ mark: Mark) -> Bool {
        lines.dropFirst(mark.line - 1).allSatisfy { line in
            line.allSatisfy { $0 == " " || $0 == "\t" }
        }
    }

    /// The place of a tab among the blanks that a line begins with.
    func tabInIndentation(ofLine line: Int) -> Mark? {
        guard lines.indices.contains(line - 1) else { return nil }
        let blanks = lines[line - 1].prefix { $0 == " " || $0 == "\t" }
        guard let tab = blanks.firstIndex(of: "\t") else { return nil }
        return Mark(line: line, column: blanks.distance(from: blanks.startIndex, to: tab) + 1)
    }

    /// How much of a line is shown on either side of the caret, and how much of it is looked at for secrets.
    private static let before = 60
    private static let after = 40
    private static let margin = 1000

    /// The line and, under it, a caret; without what is secret, and a long line only around the caret.
    ///
    /// - Parameter windows: Keeps what was starred already, for the same spans.
    func excerpt(at mark: Mark, hiding spans: [Span], _ windows: inout [Mark: [Unicode.Scalar]]) -> String? {
        guard lines.indices.contains(mark.line - 1) else { return nil }
        let whole = lines[mark.line - 1]
        if whole.allSatisfy({ $0 == " " || $0 == "\t" }) { return nil }
        // Begun at one of few places, so that faults near each other share what was starred.
        let offset = max(0, min(mark.column - 1, whole.count) / Self.margin - 1) * Self.margin
        let place = Mark(line: mark.line, column: offset + 1)
        let line =
            windows[place]
            ?? starred(Array(whole[offset...].prefix(3 * Self.margin)), from: offset, line: mark.line, spans: spans)
        windows[place] = line
        let caret = min(max(mark.column - 1, 0), whole.count) - offset
        let first = max(0, caret - Self.before)
        let last = min(line.count, caret + Self.after)
        let shown = line[first..<last].map(shownScalar)
        let lead = shown[..<(caret - first)].reduce(into: first > 0 ? " " : "") { $0 += blank(for: $1) }
        let text = (first > 0 ? "…" : "") + shown.joined() + (last < line.count ? "…" : "")
        return "    \(text)\n    \(lead)^"
    }

    private func starred(
        _ window: [Unicode.Scalar], from offset: Int, line number: Int, spans: [Span]
    ) -> [Unicode.Scalar] {
        var line = starringSecrets(in: window)
        for span in spans where span.start.line <= number && number <= span.end.line {
            let first = span.start.line == number ? span.start.column - 1 - offset : 0
            let last = span.end.line == number ? span.end.column - 1 - offset : line.count
            for index in max(0, first)..<max(0, first, min(last, line.count)) where line[index] != " " {
                line[index] = "*"
            }
        }
        return line
    }

    private func shownScalar(_ scalar: Unicode.Scalar) -> String {
        scalar == "\t" ? "\t" : visibleScalar(scalar)
    }

    /// Blanks as wide as what stands above them.
    private func blank(for shown: String) -> String {
        if shown == "\t" { return "\t" }
        return shown.unicodeScalars.reduce(into: "") { blanks, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: break
            default: blanks += isWide(scalar) ? "  " : " "
            }
        }
    }

    private func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}
