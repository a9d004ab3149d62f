import Synchronization

/// The lines typed so far, each once, the newest last; on disk too, if it has a file.
///
/// A row a line; a backslash and a newline within it are written as `\\` and `\n`. Several shells add to one file.
public final class History: Sendable {
    /// Older lines are forgotten.
    public static let most = 5000
    private static let longestFile = 16 << 20

    private let file: String?
    private let isSecret: @Sendable (String) -> Bool
    private let state: Mutex<[String]>

    /// - Parameters:
    ///   - file: Is made with mode 0600; its folder is there.
    ///   - isSecret: A line that is kept nowhere, not even until the end of the session.
    init(file: String?, isSecret: @escaping @Sendable (String) -> Bool) {
        (self.file, self.isSecret) = (file, isSecret)
        state = Mutex([])
    }

    var lines: [String] { state.withLock { $0 } }

    /// Reads the file, and writes it anew where it holds many old lines.
    func load() throws(FileError) {
        guard let file, let text = try text(ofFile: file, most: Self.longestFile) else { return }
        let rows = text.split(separator: "\n")
        let lines = Self.newest(rows.map(Self.unescaped))
        state.withLock { $0 = lines }
        if rows.count > 2 * Self.most { try write(lines) }
    }

    /// Keeps `line` unless it begins with a blank, is empty, or holds a secret.
    ///
    /// - Returns: whether it was kept.
    @discardableResult
    func add(_ line: String) throws(FileError) -> Bool {
        guard let first = line.first, first != " ", !line.allSatisfy(\.isWhitespace), !isSecret(line) else {
            return false
        }
        enum Kind { case repeated, moved, new }
        let kind = state.withLock { lines -> Kind in
            if lines.last == line { return .repeated }
            let isKnown = lines.contains(line)
            lines = Self.newest(lines + [line])
            return isKnown ? .moved : .new
        }
        guard let file, kind != .repeated else { return true }
        if kind == .moved {
            // What other shells have added since is kept.
            let rows = try text(ofFile: file, most: Self.longestFile)?.split(separator: "\n") ?? []
            try write(Self.newest(rows.map(Self.unescaped) + [line]))
        } else {
            try append(Self.escaped(line) + "\n", toFile: file)
        }
        return true
    }

    func clear() throws(FileError) {
        state.withLock { $0 = [] }
        try write([])
    }

    private func write(_ lines: [String]) throws(FileError) {
        guard let file else { return }
        try replaceFile(file, with: lines.map { Self.escaped($0) + "\n" }.joined())
    }

    /// Of equal lines the last one, of all the last ``most``.
    private static func newest(_ lines: [String]) -> [String] {
        var seen = Set<String>()
        return lines.reversed().filter { seen.insert($0).inserted }.prefix(most).reversed()
    }

    static func escaped(_ line: String) -> String {
        line.unicodeScalars.reduce(into: "") { row, scalar in
            switch scalar {
            case "\\": row += "\\\\"
            case "\n": row += "\\n"
            default: row.unicodeScalars.append(scalar)
            }
        }
    }

    static func unescaped(_ row: Substring) -> String {
        var (line, isEscaped) = ("", false)
        for scalar in row.unicodeScalars {
            if isEscaped {
                line.unicodeScalars.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
