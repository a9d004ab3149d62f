extension Unicode.Scalar {
    /// Cells that a terminal gives to this scalar alone: 0, 1 or 2.
    ///
    /// Control characters count as 0: they must never reach a terminal (``Swift/String/safeForTerminal(ascii:)``). Letters
    /// whose width Unicode calls ambiguous count as 1, as everywhere but in old East Asian encodings.
    ///
    /// - SeeAlso: UAX #11, East Asian Width.
    public var terminalWidth: Int {
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator, .surrogate:
            return 0
        default: break
        }
        // Vowels and finals of Hangul written in parts join the consonant before them, which has both cells.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
        return isWide ? 2 : 1
    }

    private var isWide: Bool {
        if value < 0x1100 { return false }
        if isRegionalIndicator { return false }  // a flag is two of them
        return properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) }
    }

    var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

    /// Wide and fullwidth ones, emoji apart, with the gaps that are reserved for more of them.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}

extension Character {
    /// Cells of one character as a person sees it: an emoji of many scalars takes two, a letter with accents its own.
    public var terminalWidth: Int {
        let scalars = unicodeScalars
        guard let first = scalars.first, scalars.count > 1 else { return unicodeScalars.first?.terminalWidth ?? 0 }
        if isEmojiSequence { return 2 }
        let sum = scalars.reduce(0) { $0 + $1.terminalWidth }
        return first.isRegionalIndicator ? min(sum, 2) : sum
    }

    /// `👩‍💻`, `❤️`, `👍🏽`, `1️⃣`: scalars that are drawn as one picture, some of which would be invisible alone.
    var isEmojiSequence: Bool {
        guard let first = unicodeScalars.first, first.properties.isEmoji else { return false }
        return unicodeScalars.dropFirst().contains { scalar in
            scalar == "\u{200D}" || scalar == "\u{FE0F}" || scalar.properties.isEmojiModifier
                || (0xE0020...0xE007F).contains(scalar.value)
        }
    }
}

extension StringProtocol {
    /// Cells that the text takes in a terminal: 日本 is four, an accent none. O(n).
    public var terminalWidth: Int {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
        return reduce(0) { $0 + $1.terminalWidth }
    }
}

extension String {
    /// The text, or its beginning and `mark`, in at most `cells`. A wide character that would be cut in half is left out.
    public func truncated(to cells: Int, mark: String = "…") -> String {
        if terminalWidth <= cells { return self }
        let room = cells - mark.terminalWidth
        if room < 0 { return String(mark.prefix(max(cells, 0))) }
        var (kept, width) = ("", 0)
        for character in self {
            width += character.terminalWidth
            if width > room { break }
            kept.append(character)
        }
        return kept + mark
    }

    /// The text with blanks at its end, or its beginning, up to `cells`.
    public func padded(to cells: Int, atStart: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(cells - terminalWidth, 0))
        return atStart ? blanks + self : self + blanks
    }
}
