#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A line of the protocol in which Stash takes a plugin's words: a level between two control characters, then the text.
enum LogLine {
    enum Level: Character {
        case warning = "w"
        case error = "e"
    }

    /// Stash stops reading at 64 KiB, and shows no more than a few hundred bytes well.
    private static let longest = 4096

    static func text(_ level: Level, _ sentence: String) -> [UInt8] {
        let visible = sentence.utf8.prefix(longest).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
        return Array("\u{1}\(level.rawValue)\u{2}".utf8) + visible + [UInt8(ascii: "\n")]
    }

    /// Says it on standard error; where nobody reads, nobody is told.
    static func say(_ level: Level, _ sentence: String) {
        let bytes = text(level, sentence)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
