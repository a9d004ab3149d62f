/// The candidate that `word` was probably meant to be: the one with the fewest slips of the keyboard, the first of equals.
///
/// At most a third of the letters may differ (one, in a short word); an unfinished word (`conf`) counts as one slip.
public func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().utf8)
    guard !typed.isEmpty else { return nil }
    var best: (candidate: String, slips: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().utf8)
        let isBeginning = typed.count >= 3 && letters.starts(with: typed)
        let slips = isBeginning ? 1 : slips(from: typed, to: letters)
        let allowed = max(1, min(typed.count, letters.count) / 3)
        if slips <= allowed, slips < letters.count, slips < best?.slips ?? .max { best = (candidate, slips) }
    }
    return best?.candidate
}

/// Letters inserted, left out, replaced or swapped with their neighbour (optimal string alignment). O(n·m).
private func slips(from one: [UInt8], to other: [UInt8]) -> Int {
    guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
    var beforeLast = [Int](repeating: 0, count: other.count + 1)
    var last = Array(0...other.count)
    for row in 1...one.count {
        var current = [row]
        for column in 1...other.count {
            let isSame = one[row - 1] == other[column - 1]
            var least = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                least = min(least, beforeLast[column - 2] + 1)
            }
            current.append(least)
        }
        (beforeLast, last) = (last, current)
    }
    return last[other.count]
}
