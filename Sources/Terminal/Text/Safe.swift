extension Unicode.Scalar {
    /// Whether a terminal shows this scalar as something, in its place, and does nothing else.
    ///
    /// Not control and escape characters, line and paragraph separators, marks that turn the direction of text, invisible
    /// ones, private and unassigned ones.
    public var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: !properties.isDefaultIgnorableCodePoint && value != 0x2800  // a blank that looks like none
        }
    }

    fileprivate var escaped: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}

extension StringProtocol {
    /// The text such that it can only be read: what would control the terminal, hide or turn text around is shown as
    /// `\u{1B}`. Titles come from strangers.
    ///
    /// Joiners and selectors stay within an emoji, where they are seen. O(n).
    ///
    /// - Parameter ascii: Also escape all that is not ASCII, for a terminal without UTF-8.
    public func safeForTerminal(ascii: Bool = false) -> String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(self) }
        return reduce(into: "") { safe, character in
            // Most are; what the tables of Unicode say of the others costs more than all else here.
            if let byte = character.asciiValue, (0x20..<0x7F).contains(byte) { return safe.append(character) }
            let keepsJoiners = !ascii && character.isEmojiSequence
            for scalar in character.unicodeScalars {
                let isJoiner = keepsJoiners && scalar.properties.generalCategory != .control && scalar.joinsEmoji
                if ascii ? (" "..."~").contains(scalar) : scalar.isPrintable || isJoiner {
                    safe.unicodeScalars.append(scalar)
                } else {
                    safe += scalar.escaped
                }
            }
        }
    }

    /// As a property, for `map(\.safeForTerminal)`.
    public var safeForTerminal: String { safeForTerminal() }
}

extension StringProtocol {
    /// A JSON document that says the same, and can only be read: what ``safeForTerminal(ascii:)`` would escape is escaped
    /// as JSON does it, since it can stand nowhere but within strings. Line breaks stay. O(n).
    public func safeJSONForTerminal(ascii: Bool = false) -> String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) { return String(self) }
        return unicodeScalars.reduce(into: "") { safe, scalar in
            if scalar == "\n" || (ascii ? (" "..."~").contains(scalar) : scalar.isPrintable) {
                safe.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var joinsEmoji: Bool {
        self == "\u{200D}" || self == "\u{FE0F}" || (0xE0020...0xE007F).contains(value)
    }
}
