import Glibc

/// What is known of the terminal this process talks to, if it does.
public struct TerminalInfo: Sendable, Hashable {
    public var isInputTerminal: Bool
    public var isOutputTerminal: Bool
    public var isErrorTerminal: Bool
    /// Of the window; 80 × 24 where it can't be asked.
    public var columns: Int
    public var rows: Int
    public var isUTF8: Bool
    /// What `NO_COLOR` and `TERM` say.
    public var wantsColor: Bool

    public init(
        isInputTerminal: Bool = false, isOutputTerminal: Bool = false, isErrorTerminal: Bool = false, columns: Int = 80,
        rows: Int = 24, isUTF8: Bool = true, wantsColor: Bool = true
    ) {
        (self.isInputTerminal, self.isOutputTerminal) = (isInputTerminal, isOutputTerminal)
        self.isErrorTerminal = isErrorTerminal
        (self.columns, self.rows, self.isUTF8, self.wantsColor) = (columns, rows, isUTF8, wantsColor)
    }

    /// Asks the system; the window's size may change, so ask again before each output.
    public static func current() -> Self {
        current(environment: { name in getenv(name).map { String(cString: $0) } })
    }

    static func current(environment: (String) -> String?) -> Self {
        let (columns, rows) = windowSize(environment)
        return Self(
            isInputTerminal: isatty(STDIN_FILENO) == 1, isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1, columns: columns, rows: rows, isUTF8: speaksUTF8(environment),
            wantsColor: wantsColor(environment))
    }

    /// How text for standard output is drawn.
    public func look(_ choice: ColorChoice) -> Look { look(choice, isOutputTerminal) }
    /// How text for standard error is drawn.
    public func errorLook(_ choice: ColorChoice) -> Look { look(choice, isErrorTerminal) }

    private func look(_ choice: ColorChoice, _ isTerminal: Bool) -> Look {
        let hasColor = choice == .always || (choice == .auto && isTerminal && wantsColor)
        return Look(width: isTerminal ? columns : nil, hasColor: hasColor, isUTF8: isUTF8 || !isTerminal)
    }

    /// The first of the locale's variables that is set decides, as in C.
    static func speaksUTF8(_ environment: (String) -> String?) -> Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            let charset = value.lowercased()
            return charset.contains("utf-8") || charset.contains("utf8")
        }
        return false
    }

    /// - SeeAlso: <https://no-color.org>
    static func wantsColor(_ environment: (String) -> String?) -> Bool {
        environment("NO_COLOR").map(\.isEmpty) ?? true && environment("TERM") != "dumb"
    }

    private static func windowSize(_ environment: (String) -> String?) -> (columns: Int, rows: Int) {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
            if let size = windowSize(of: descriptor) { return size }
        }
        let columns = environment("COLUMNS").flatMap { Int($0) } ?? 80
        return (max(columns, 1), 24)
    }
}

/// Of one descriptor, for sessions that do not talk through the usual three.
extension TerminalInfo {
    public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// - Returns: `nil` where there is no window behind `descriptor`, or one that has no size.
    public static func windowSize(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), max(Int(size.ws_row), 1))
    }
}
