/// libyaml's complaint in words that help, at the place where the mistake is rather than where it was noticed.
struct SyntaxSentence {
    let code: Fault.Code
    let mark: Mark
    let message: String

    /// - Parameter open: Where the innermost list or mapping begins that is not closed yet.
    init(_ fault: SyntaxFault, open: Mark?, in lines: SourceLines) {
        let begin = fault.contextMark ?? fault.mark
        if let tab = lines.tabInIndentation(ofLine: fault.mark.line) {
            self.init(.tab, tab, "a tab cannot indent; use spaces")
        } else if lines.scalar(at: fault.mark) == "{", Self.isDollar(lines, before: fault.mark) {
            self.init(.syntax, fault.mark, "inside { } or [ ] a ${…} must stand in quotes")
        } else if fault.problem == "did not find expected node content", let open, lines.isEnd(fault.mark) {
            self.init(.syntax, open, "the bracket that is opened here is never closed")
        } else if let known = Self.known(fault, begin: begin, in: lines) {
            self = known
        } else {
            let context = fault.context.isEmpty ? "" : " \(fault.context) that begins in line \(begin.line)"
            self.init(.syntax, fault.mark, "\(fault.problem)\(context)")
        }
    }

    private init(_ code: Fault.Code, _ mark: Mark, _ message: String) {
        (self.code, self.mark, self.message) = (code, mark, message)
    }

    private static func isDollar(_ lines: SourceLines, before mark: Mark) -> Bool {
        lines.scalar(at: Mark(line: mark.line, column: mark.column - 1)) == "$"
    }

    private static func known(_ fault: SyntaxFault, begin: Mark, in lines: SourceLines) -> SyntaxSentence? {
        switch fault.problem {
        case "found character that cannot start any token":
            let found = lines.scalar(at: fault.mark).map(visibleScalar) ?? ""
            return .init(.syntax, fault.mark, "a text cannot begin with '\(found)'; put it in quotes")
        case "mapping values are not allowed in this context":
            return .init(
                .syntax, fault.mark, "a ':' is not possible here; check the indentation, or put the text in quotes")
        case "could not find expected ':'":
            return .init(.syntax, begin, "a ':' is missing after this key")
        case "did not find expected key":
            return .init(
                .syntax, fault.mark, "expected a key here; check the indentation (it begins in line \(begin.line))")
        case "did not find expected '-' indicator":
            return .init(.syntax, fault.mark, "expected '- ' here, as in the list that begins in line \(begin.line)")
        case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
            let end = fault.problem.hasSuffix("'}'") ? "}" : "]"
            if lines.isEnd(fault.mark) {
                return .init(.syntax, begin, "the bracket that is opened here is never closed")
            }
            return .init(
                .syntax, fault.mark, "expected ',' or '\(end)'; the bracket was opened at \(begin.line):\(begin.column)"
            )
        case "found unexpected end of stream", "found unexpected document indicator":
            return .init(.syntax, begin, "the quote that is opened here is never closed")
        case "found unknown escape character":
            return .init(.syntax, fault.mark, "unknown escape after '\\'; in 'single quotes' a \\ means itself")
        default: return nil
        }
    }
}
