public import CommandSyntax
public import Terminal

/// Where a line of a script stands: `nightly.plex:12`.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
    /// The file's name, or `-c` and `stdin`.
    public let file: String
    /// From 1: the first row of the line.
    public let line: Int
    public init(file: String, line: Int) { (self.file, self.line) = (file, line) }
    public var description: String { "\(file):\(line)" }
}

/// A line that shall run: what was written, what it means, and where it came from.
public struct ShellLine: Sendable, Hashable {
    /// As it was written, for the row above the carets.
    public let text: String
    /// With variables and aliases in place.
    public let line: Line
    /// `nil` for a line typed at the prompt.
    public let origin: Origin?

    public init(_ text: String, _ line: Line, from origin: Origin? = nil) {
        (self.text, self.line, self.origin) = (text, line, origin)
    }

    /// What a person sees of a fault: with `file:line:` in front for a script, with carets below the line.
    public func rendered(_ error: UsageError, _ look: Look = .plain) -> String {
        Self.rendered(error, under: text, from: origin, look)
    }

    static func rendered(_ error: UsageError, under text: String, from origin: Origin?, _ look: Look) -> String {
        var head = origin.map { "\(look.safe($0.description)): " } ?? ""
        return error.rendered(
            under: text, show: { look.safe(String($0)) }, width: { $0.terminalWidth },
            wrap: { message in
                defer { head = "" }
                let sentence = head + message
                return look.width.map { sentence.wrapped(to: $0) } ?? sentence
            })
    }
}
