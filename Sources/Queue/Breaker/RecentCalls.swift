/// The calls of the last minute, counted in six parts of ten seconds: so that it stays small however many there are.
struct RecentCalls: Hashable, Sendable {
    private struct Part: Hashable, Sendable {
        var number: Int
        var answered = 0
        var missed = 0
    }

    private static let length = 10_000
    private var parts: [Part] = []

    init() {}

    var calls: Int { parts.reduce(0) { $0 + $1.answered + $1.missed } }
    var missed: Int { parts.reduce(0) { $0 + $1.missed } }

    mutating func add(missed: Bool, at now: Int) {
        let number = now / Self.length
        // One that is far ahead is left of a clock that was set back; a little ahead is one that another process noted first.
        parts.removeAll { $0.number <= number - 6 || $0.number >= number + 6 }
        let place = parts.firstIndex { $0.number == number } ?? parts.endIndex
        if place == parts.endIndex { parts.append(Part(number: number)) }
        if missed { parts[place].missed += 1 } else { parts[place].answered += 1 }
    }

    /// As it is stored: `number:answered:missed`, a blank between the parts.
    var text: String { parts.map { "\($0.number):\($0.answered):\($0.missed)" }.joined(separator: " ") }

    /// What is not in that form counts for nothing: at worst the breaker opens a little later.
    init(text: String) {
        parts = text.split(separator: " ").compactMap { word in
            let numbers = word.split(separator: ":").compactMap { Int($0) }
            guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
            return Part(number: numbers[0], answered: min(numbers[1], 1 << 32), missed: min(numbers[2], 1 << 32))
        }
        parts = Array(parts.suffix(6))
    }
}
