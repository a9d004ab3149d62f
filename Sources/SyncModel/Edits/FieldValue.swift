import Foundation

/// What a field holds, in Stash or in Plex.
public enum FieldValue: Hashable, Sendable {
    /// Title, studio, summary, a date as `YYYY-MM-DD`, a rating on Plex's scale 0 to 10 as `8` or `7.5`.
    case text(String)
    /// Performers, tags, collections: in Stash's order, which is never compared.
    case names([String])
    /// Stands for a text too long to be kept: a hash of the normalised text.
    case digest(String)

    /// Whether nothing is there: `""`, blanks only, or no names.
    public var isEmpty: Bool {
        switch self {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .names(let names): names.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        case .digest: false
        }
    }

    public var names: [String] { if case .names(let names) = self { names } else { [] } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
}

extension FieldValue {
    /// The value in the one form that is compared, stored and sent: NFC, trimmed, line ends as `\n`, no control
    /// characters; names without blanks around them, without empty ones and without repetitions (the first spelling
    /// stays). `nil` where nothing is left.
    ///
    /// - SeeAlso: `apis/plex.md` 5.2 (control characters), 5.3 (trailing blanks make a second tag).
    public var normalised: FieldValue? {
        switch self {
        case .text(let text):
            let text = normalise(text)
            return text.isEmpty ? nil : .text(text)
        case .names(let names):
            let names = names.map(normalise).filter { !$0.isEmpty }
            if names.isEmpty { return nil }
            var seen: Set<String> = []
            return .names(mayRepeat(names) ? names.filter { seen.insert(nameKey($0)).inserted } : names)
        case .digest: return self
        }
    }

    /// The same with a text of more than 160 bytes replaced by its hash; both sides of a comparison go through it.
    /// `self` is normalised already.
    public func condensed(_ digest: (String) -> String) -> FieldValue {
        guard case .text(let text) = self, text.utf8.count > 160 else { return self }
        return .digest(digest(text))
    }
}

/// By what names of a set are equal: without regard to case, in NFC.
public func nameKey(_ name: String) -> String { isPlainASCII(name) ? name.lowercased() : caseFolded(name) }

/// Trimmed, NFC, without control characters; line ends become `\n`, tabs blanks.
func normalise(_ text: String) -> String {
    if isPlainASCII(text) {
        guard let first = text.utf8.first else { return text }
        if first != 32, text.utf8.last != 32 { return text }
    }
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
        defer { afterReturn = scalar == "\r" }
        switch scalar {
        case "\r": scalars.append("\n")
        case "\n": if !afterReturn { scalars.append("\n") }
        case "\t": scalars.append(" ")
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": break  // the general category Cc, all of it
        default: scalars.append(scalar)
        }
    }
    let clean = String(scalars)
    let trimmed = clean.utf8.allSatisfy({ $0 < 128 }) ? trimmedASCII(clean) : trimmed(clean)
    return String(trimmed)
}

/// After the above only blanks and line ends are white space in ASCII, and no letter needs composing.
private func trimmedASCII(_ text: String) -> Substring {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 }
    let utf8 = text.utf8
    guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) })
    else {
        return ""
    }
    return text[first...last]
}

private func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return composed(String(rest))[...]
}

/// In NFC. Nothing below U+0300 composes with what precedes it, and it is encoded in bytes below `cc`: such a text is in
/// NFC already.
private func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0xcc } ? text : text.precomposedStringWithCanonicalMapping
}

/// Whether two of these could be the same name: in ASCII only names of one length are. Quick for the few of an item.
private func mayRepeat(_ names: [String]) -> Bool {
    guard names.count <= 16, names.allSatisfy(isPlainASCII) else { return names.count > 1 }
    return names.indices.contains { place in
        let length = names[place].utf8.count
        return names[..<place].contains { $0.utf8.count == length }
    }
}

/// Only printable ASCII: the common case, in which nothing is to be done.
private func isPlainASCII(_ text: String) -> Bool {
    func isPlain(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { $0 >= 32 && $0 < 127 } }
    return text.utf8.withContiguousStorageIfAvailable(isPlain) ?? isPlain(text.utf8)
}

/// Lower-cased after upper-casing, so that `ß` meets `SS` and `ſ` meets `s`; NFC again at the end.
private func caseFolded(_ text: String) -> String {
    composed(text.uppercased().lowercased())
}
