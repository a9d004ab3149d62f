/// SQLite's LIKE: letters of ASCII in any case, `%` any text, `_` any one character.
struct StashLike {
    private let pattern: [UnicodeScalar]

    init(_ pattern: String) {
        self.pattern = pattern.unicodeScalars.map { $0.folded }
    }

    /// The words of an INCLUDES, ORed: cut at white space, except within double quotes.
    static func words(_ text: String) -> [StashLike] {
        var words: [String] = []
        var word = ""
        var quoted = false
        for character in text {
            switch character {
            case "\"": quoted.toggle()
            case _ where character.isWhitespace && !quoted:
                words.append(word)
                word = ""
            default: word.append(character)
            }
        }
        words.append(word)
        return words.filter { !$0.isEmpty }.map { StashLike("%\($0)%") }
    }

    /// Linear in both for the patterns that occur; each `%` remembers only its last try.
    func matches(_ text: String) -> Bool {
        let text = text.unicodeScalars.map { $0.folded }
        var (place, position) = (0, 0)
        var retry: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == "%" {
                place += 1
                retry = (place, position)
            } else if place < pattern.count, pattern[place] == "_" || pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = retry {
                (place, position) = (last.place, last.position + 1)
                retry = (last.place, position)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "%" }
    }
}

/// A regular expression of a filter. Only the lab's own tests send any, so the engine's worst cases do not matter.
struct StashPattern {
    private let regex: Regex<AnyRegexOutput>

    init(_ pattern: String) throws {
        do { regex = try Regex(pattern).matchingSemantics(.unicodeScalar) } catch {
            throw StashRefusal("error parsing regexp: `\(pattern)`")
        }
    }

    func matches(_ text: String) -> Bool {
        // Only a custom component of a regex can throw, and there is none.
        do { return try regex.firstMatch(in: text) != nil } catch { return false }
    }
}

extension UnicodeScalar {
    fileprivate var folded: UnicodeScalar {
        ("A"..."Z").contains(self) ? UnicodeScalar(UInt8(ascii: self) + 32) : self
    }
}
