/// What a part of the output is, not which colour it has: that is decided here, for a dark and a light background alike.
public enum Style: Sendable, Hashable {
    case plain, header, faint, good, warning, bad, accent

    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .header: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .accent: "36"
        }
    }
}

/// What `--color` says.
public enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// How text is drawn where it goes: what renderers need to know of a terminal, so that they can be pure.
public struct Look: Sendable, Hashable {
    /// Cells of a row; `nil` for no end, as in a file.
    public var width: Int?
    public var hasColor: Bool
    /// Whether more than ASCII can be shown.
    public var isUTF8: Bool

    public init(width: Int? = nil, hasColor: Bool = false, isUTF8: Bool = true) {
        (self.width, self.hasColor, self.isUTF8) = (width, hasColor, isUTF8)
    }

    /// A file or a pipe.
    public static let plain = Look()

    /// `text`, which must be safe already, in the colour of `style`.
    public func painted(_ text: String, _ style: Style) -> String {
        guard hasColor, let code = style.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// A stranger's text, so that this terminal can show it.
    public func safe(_ text: some StringProtocol) -> String { text.safeForTerminal(ascii: !isUTF8) }

    /// A JSON document, so that this terminal can show it.
    public func safe(json text: String) -> String { text.safeJSONForTerminal(ascii: !isUTF8) }

    /// Stands where text was cut.
    public var ellipsis: String { isUTF8 ? "…" : "~" }
}
