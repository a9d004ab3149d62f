/// What is wrong with a scope as it was written.
public struct ScopeFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

extension Scope {
    public static let expectation =
        "all, 24h, 7days, 'last 30d', a range such as 2026-01-01..2026-02-01, or a span such as 48h"

    /// Reads a scope as the shell takes it: `all`, `24h`, `7days`, `last 30d`, `48h`, `2026-01-01..2026-02-01`, `2026-01-01..`.
    public init(text: String, by: By = .updated) throws(ScopeFault) {
        let word = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ").lowercased()
        if word == "all" {
            self.init(.all, by: by)
        } else if let range = text.range(of: "..") {
            try self.init(
                from: String(text[..<range.lowerBound]), to: String(text[range.upperBound...]), by: by)
        } else if let span = TimeSpan(text: word.hasPrefix("last ") ? String(word.dropFirst(5)) : word) {
            self.init(last: span, by: by)
        } else {
            throw ScopeFault("'\(text)' is not a scope; it takes \(Self.expectation)")
        }
    }

    /// The last so much time, with its canonical name: `24h`, `7days`, `last 30d`.
    public init(last span: TimeSpan, by: By = .updated) {
        let name =
            switch span.seconds {
            case 86_400: "24h"
            case 7 * 86_400: "7days"
            default: "last \(span.text)"
            }
        self.init(.last(seconds: span.seconds, name: name), by: by)
    }

    /// A range of which one end may be empty.
    public init(from: String, to: String, by: By = .updated) throws(ScopeFault) {
        let from = try Self.end(from)
        let to = try Self.end(to)
        if from == nil, to == nil { throw ScopeFault("a range needs a beginning or an end; 'all' has neither") }
        try self.init(from: from, to: to, by: by)
    }

    /// - Throws: where the range ends before it begins, as far as that can be told without a zone.
    public init(from: End?, to: End?, by: By) throws(ScopeFault) {
        switch (from, to) {
        case (.day(let first), .day(let last)) where first >= last:
            throw ScopeFault(
                "\(last.text) is not after \(first.text): the end of a range is the first day that is not in it")
        case (.instant(let first), .instant(let last)) where first >= last:
            throw ScopeFault("\(last.rfc3339) is not after \(first.rfc3339)")
        default: break
        }
        self.init(.range(from: from, to: to), by: by)
    }

    /// A date or an instant; `nil` for an empty text.
    public static func end(_ text: String) throws(ScopeFault) -> End? {
        let text = text.trimmed
        if text.isEmpty { return nil }
        if let day = CivilDate(text: text) { return .day(day) }
        if let instant = Instant(rfc3339: text) { return .instant(instant) }
        throw ScopeFault(
            "'\(text)' is no date; it takes YYYY-MM-DD (an existing day) or an instant such as 2026-01-31T20:00:00Z")
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    fileprivate func range(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
            formIndex(after: &start)
        }
        return nil
    }
}
