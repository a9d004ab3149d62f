/// Short names for the beginnings of lines: `alias stale 'gaps --type stale'`.
public struct Aliases: Sendable, Hashable {
    /// The text behind each name.
    public private(set) var texts: [String: String] = [:]
    public init() {}

    /// Keeps an alias, in place of one of the same name.
    ///
    /// - Throws: ``UsageError`` where a line could not use it: a name that is a command of `commands`, or no word at all;
    ///   a text that is empty, or could not be lexed, or leaves a quote open.
    public mutating func define(_ name: String, as text: String, beside commands: Signature) throws(UsageError) {
        func refuse(_ message: String) -> UsageError { UsageError([Fault(message, at: Place(column: 1))]) }
        guard !name.isEmpty, !name.hasPrefix("-"), quoted(name) == name, !name.contains("=") else {
            throw refuse("'\(name)' can't be the name of an alias: use letters, digits and '-'")
        }
        guard commands.find([name]) == nil else { throw refuse("'\(name)' is a command; give the alias another name") }
        guard case .line(let line) = try Self.lexed(text) else { throw refuse("alias '\(name)' has an open quote") }
        guard !line.words.isEmpty else { throw refuse("alias '\(name)' stands for nothing; 'unalias' removes one") }
        texts[name] = text
    }

    /// - Returns: whether there was one.
    @discardableResult
    public mutating func remove(_ name: String) -> Bool { texts.removeValue(forKey: name) != nil }

    /// Puts the words of an alias in place of the first word, again and again, each alias once.
    ///
    /// The words that come in have the place of the word they replace. `variables` and `absent` are those of the line.
    ///
    /// - Throws: faults of the alias's own text, such as an unknown variable, at the place of its name.
    public func expanded(
        _ line: Line, variables: [String: String] = [:], absent: [String: String] = [:]
    ) throws(UsageError) -> Line {
        var (line, used) = (line, Set<String>())
        while let first = line.words.first, let text = texts[first.text], used.insert(first.text).inserted {
            guard case .line(let inner) = try lexed(text, variables, absent, for: first) else { return line }
            if inner.redirection != nil, line.redirection != nil {
                throw UsageError([Fault("output can go to one place only: '\(first.text)' has one", at: first.place)])
            }
            let words = inner.words.map { Word($0.text, at: first.range) } + line.words.dropFirst()
            line = Line(words: words, redirection: line.redirection ?? inner.redirection)
        }
        return line
    }

    /// So that an alias can be checked before its variables exist.
    private static func lexed(_ text: String) throws(UsageError) -> Lexed {
        var lexer = Lexer(text, variables: [:], forgivesVariables: true)
        return try lexer.result()
    }

    private func lexed(
        _ text: String, _ variables: [String: String], _ absent: [String: String], for word: Word
    ) throws(UsageError) -> Lexed {
        do {
            return try lex(text, variables: variables, absent: absent)
        } catch {
            throw UsageError(error.faults.map { Fault("alias '\(word.text)': \($0)", at: word.place) })
        }
    }
}
