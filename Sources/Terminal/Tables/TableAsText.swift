extension Table {
    /// A Markdown table. What Markdown would read as its own is escaped, control characters too.
    public func markdown() -> String {
        let head = columns.map { escaped($0.title) }
        let rule = columns.map { $0.alignment == .right ? "---:" : "---" }
        return ([head, rule] + rows.map { $0.map { escaped($0.text) } })
            .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private func escaped(_ text: String) -> String {
        text.safeForTerminal.reduce(into: "") { result, character in
            if "\\`*_[]<>|~#&".contains(character) { result.append("\\") }
            result.append(character)
        }
    }

    /// CSV as RFC 4180 has it: rows end in CR LF, and quotes stand where they are needed.
    ///
    /// A cell that a spreadsheet would take for a formula begins with `'`; numbers are left alone. The cells' `raw` text is
    /// written as it is, so that nothing is lost.
    ///
    /// - Parameter isShown: It goes to a terminal: control characters are escaped all the same.
    public func csv(isShown: Bool = false) -> String {
        csvHeader() + rows.map { Self.csvRow($0, columns, isShown: isShown) }.joined()
    }

    /// The first row alone, for callers that write rows as they come.
    public func csvHeader() -> String { columns.map { Self.field($0.key) }.joined(separator: ",") + "\r\n" }

    public static func csvRow(_ row: [Cell], _ columns: [Column], isShown: Bool = false) -> String {
        let fields = zip(row, columns).map { cell, column in
            let isNumber = column.alignment == .right && Double(cell.raw) != nil
            let text = isNumber ? cell.raw : defused(cell.raw)
            return field(isShown ? text.safeForTerminal : text)
        }
        return fields.joined(separator: ",") + "\r\n"
    }

    /// - SeeAlso: "CSV Injection", <https://owasp.org/www-community/attacks/CSV_Injection>
    private static func defused(_ text: String) -> String {
        let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        return text.unicodeScalars.first.map(dangerous.contains) ?? false ? "'" + text : text
    }

    private static func field(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
        guard needsQuotes || text.first == " " || text.last == " " else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
