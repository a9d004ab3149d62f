/// A pattern in which `*` stands for anything and `?` for one character; case does not matter.
///
/// Matching returns to the last star only, so it takes at most text × pattern steps, whatever the pattern.
public struct Glob: Hashable, Sendable {
    public let pattern: String
    private let folded: [Character]

    public init(_ pattern: String) {
        self.pattern = pattern
        folded = Array(nameKey(pattern))
    }

    /// Whether the whole text fits.
    public func matches(_ text: String) -> Bool { walk(over: Array(nameKey(text))).fits }

    /// Whether the folded text fits, and in how many steps that was found out.
    func walk(over text: [Character]) -> (fits: Bool, steps: Int) {
        var (place, at, steps) = (0, 0, 0)
        var star: (place: Int, at: Int)?
        while at < text.count {
            steps += 1
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
                return (false, steps)
            }
        }
        return (folded[place...].allSatisfy { $0 == "*" }, steps)
    }
}
