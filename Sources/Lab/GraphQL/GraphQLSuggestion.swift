/// The "Did you mean" of an error.
enum GraphQLSuggestion {
    /// ` Did you mean "a", "b", or "c"?`, or nothing where no name is near.
    static func text(for name: String, among names: [String]) -> String {
        let near = names.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= max(name.utf8.count, $0.name.utf8.count) / 3 }
            .sorted { $0.distance < $1.distance }
            .prefix(5).map { "\"\($0.name)\"" }
        switch near.count {
        case 0: return ""
        case 1: return " Did you mean \(near[0])?"
        case 2: return " Did you mean \(near[0]) or \(near[1])?"
        default: return " Did you mean \(near.dropLast().joined(separator: ", ")), or \(near[near.count - 1])?"
        }
    }

    /// How many letters must be put in, left out or replaced, ignoring case.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.lowercased().utf8.prefix(64)), Array(right.lowercased().utf8.prefix(64)))
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (letter == other ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[right.count]
    }
}
