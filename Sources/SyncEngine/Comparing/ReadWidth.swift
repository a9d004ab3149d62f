import PlexAPI
import Queue

/// How many reads of items may be under way at once: it grows by one where all were in use and one was answered, and
/// halves where the server timed out or failed (`DESIGN.md` 7; additive increase, multiplicative decrease as in
/// TCP, Chiu and Jain 1989).
struct ReadWidth: Hashable, Sendable {
    static let most = 4
    /// From 1 to ``most``.
    private(set) var current = 2

    mutating func answered(wasSaturated: Bool) {
        if wasSaturated { current = min(current + 1, Self.most) }
    }

    mutating func missed() { current = max(current / 2, 1) }
}

extension ReadWidth {
    /// What the breaker counts as missed is a miss here too: one judgement for both.
    mutating func learn(from outcome: Result<some Any, PlexError>, wasSaturated: Bool) {
        if case .failure(let error) = outcome, case .missed = CircuitBreaker.Call(error) {
            missed()
        } else {
            answered(wasSaturated: wasSaturated)
        }
    }
}
