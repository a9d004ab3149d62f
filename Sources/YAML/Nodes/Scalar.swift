/// A text of a YAML file, and what it means under the core schema.
///
/// Only an unquoted text can mean something else than itself. `no`, `on`, `08:00` and `1_000` are texts. A number with
/// a leading zero (`010`) is a text, too: half of the world reads it as octal, so it is better refused than guessed.
///
/// - SeeAlso: YAML 1.2.2, section 10.3, <https://yaml.org/spec/1.2.2/#103-core-schema>
public struct Scalar: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case null
        case bool(Bool)
        case int(Int)
        case float(Double)
        case text
    }

    /// As written, without quotes and with escapes resolved.
    public let text: String
    public let isPlain: Bool
    public let value: Value

    public init(text: String, isPlain: Bool) {
        (self.text, self.isPlain) = (text, isPlain)
        value = isPlain ? Self.meaning(of: text) : .text
    }

    var kind: String {
        switch value {
        case .null: "nothing"
        case .bool(let bool): "\(bool)"
        case .int, .float: "the number \(visible(text))"
        case .text: "the text '\(visible(text))'"
        }
    }

    private static func meaning(of text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if text.utf8.count > 64 || !beginsLikeNumber(text) { return .text }
        if let int = integer(text) { return .int(int) }
        if let float = float(text) { return .float(float) }
        return .text
    }

    /// Most words do not, and need not be taken apart.
    private static func beginsLikeNumber(_ text: String) -> Bool {
        text.utf8.first.map { isDigit($0) || "+-.".utf8.contains($0) } ?? false
    }

    private static func integer(_ text: String) -> Int? {
        if text.hasPrefix("0x") {
            return isAll(text.utf8.dropFirst(2), isHexDigit) ? Int(text.dropFirst(2), radix: 16) : nil
        }
        if text.hasPrefix("0o") {
            return isAll(text.utf8.dropFirst(2), isOctalDigit) ? Int(text.dropFirst(2), radix: 8) : nil
        }
        let digits = withoutSign(text.utf8)
        guard isAll(digits, isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(text)
    }

    private static func float(_ text: String) -> Double? {
        let body = withoutSign(text.utf8)
        switch String(Substring(body)) {
        case ".inf", ".Inf", ".INF": return text.hasPrefix("-") ? -.infinity : .infinity
        case ".nan", ".NaN", ".NAN": return body.count == text.utf8.count ? .nan : nil
        default: break
        }
        let parts = body.split(separator: UInt8(ascii: "e"), maxSplits: 1, omittingEmptySubsequences: false)
            .flatMap { $0.split(separator: UInt8(ascii: "E"), maxSplits: 1, omittingEmptySubsequences: false) }
        guard parts.count <= 2, let number = parts.first, isFraction(number) else { return nil }
        if parts.count == 2, !isAll(withoutSign(parts[1]), isDigit) { return nil }
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// `1.5`, `.5` or `1.`; a whole number is one only if it could not be an integer for its exponent's sake.
    private static func isFraction(_ number: Substring.UTF8View) -> Bool {
        let halves = number.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = halves.first, whole.count <= 1 || whole.first != UInt8(ascii: "0") else { return false }
        if halves.count == 1 { return isAll(whole, isDigit) }
        let rest = halves[1]
        return (whole.isEmpty || isAll(whole, isDigit)) && (rest.isEmpty ? !whole.isEmpty : isAll(rest, isDigit))
    }

    private static func withoutSign(_ text: some Collection<UInt8>) -> Substring.UTF8View {
        let text = Substring(decoding: text, as: UTF8.self).utf8
        return text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
    }

    private static func isAll(_ text: Substring.UTF8View, _ test: (UInt8) -> Bool) -> Bool {
        !text.isEmpty && text.allSatisfy(test)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isOctalDigit(_ byte: UInt8) -> Bool { (48...55).contains(byte) }
    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }
}
