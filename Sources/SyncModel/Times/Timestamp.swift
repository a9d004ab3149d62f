/// A time as Stash wrote it, with what it means.
///
/// The text is kept because Stash compares timestamps as text, and because an unchanged string is how a changes pass
/// tells old news from new (`apis/stash.md` 5.3, 5.5); order and ranges are always decided by the instant.
public struct Timestamp: Hashable, Sendable {
    public let text: String
    /// `nil` where the text is not RFC 3339.
    public var instant: Instant? { Instant(rfc3339: text) }
    public init(_ text: String) { self.text = text }
}
