import Glibc

/// Output that could not be written.
public enum OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whoever read has gone, as `head` does; nothing more is wanted, and nothing is wrong.
    case readerLeft
    case cannotOpen(path: String, errno: Int32)
    case cannotWrite(target: String, errno: Int32)
    case cannotStart(command: String, errno: Int32)

    public var description: String {
        switch self {
        case .readerLeft: "nobody reads the output any more"
        case .cannotOpen(let path, let errno):
            "the file '\(shown(path))' can't be opened: \(reason(errno)); choose another after '>'"
        case .cannotWrite(let target, let errno):
            "writing to \(shown(target)) failed: \(reason(errno)); what is there so far is incomplete"
        case .cannotStart(let command, let errno):
            "'\(shown(command))' can't be started: \(reason(errno)); check what stands after '|'"
        }
    }

    public var code: String {
        switch self {
        case .readerLeft: "output-reader-left"
        case .cannotOpen: "output-not-opened"
        case .cannotWrite: "output-not-written"
        case .cannotStart: "output-command-not-started"
        }
    }

    /// Without the end of what is too long to be read.
    private func shown(_ text: String) -> String {
        (text.utf8.count <= 200 ? text : text.prefix(160) + "…").safeForTerminal
    }

    private func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
