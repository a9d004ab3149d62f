/// A pattern in which `*` stands for anything and `?` for one character; case does not matter.
///
/// Matching is linear in text × stars with one mark to return to, so no pattern can take long.
public struct Glob: Hashable, Sendable {
    public let pattern: String
    private let folded: [Character]

    public init(_ pattern: String) {
        self.pattern = pattern
        folded = Array(nameKey(pattern))
    }

    /// Whether the whole text fits.
    public func matches(_ text: String) -> Bool {
        let text = Array(nameKey(text))
        var (place, at) = (0, 0)
        var star: (place: Int, at: Int)?
        while at < text.count {
            if place < folded.count, folded[place] == "*" {
                star = (place, at)
                place += 1
            } else if place < folded.count, folded[place] == "?" || folded[place] == text[at] {
                place += 1
                at += 1
            } else if let mark = star {
                star = (mark.place, mark.at + 1)
                place = mark.place + 1
                at = mark.at + 1
            } else {
                return false
            }
        }
        return folded[place...].allSatisfy { $0 == "*" }
    }
}
