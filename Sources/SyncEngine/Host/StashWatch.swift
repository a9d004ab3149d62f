import Rules
import StashAPI

/// What is seen of a Stash from outside: that it went away and came back, and that a scan has ended. A value with no clock;
/// kept as a text between two looks, so that several hosts share one.
struct StashWatch: Hashable, Sendable {
    /// One look.
    enum Sight: Sendable {
        case down
        /// Jobs that wait or run, and whether each is a scan.
        case up([Int: Bool])

        static func up(_ jobs: [StashJob]) -> Sight {
            let ended: Set<String> = ["FINISHED", "CANCELLED", "FAILED"]
            let open = jobs.filter { !ended.contains($0.status) }
            return .up(Dictionary(open.map { ($0.id, isScan($0.description)) }) { one, _ in one })
        }

        /// - SeeAlso: `apis/stash.md` 7.2: the text is not localised.
        private static func isScan(_ description: String) -> Bool { description.lowercased().hasPrefix("scanning") }
    }

    private(set) var isUp: Bool
    /// No job of this Stash had a higher number.
    private(set) var highest: Int
    /// Jobs seen at the last look, and whether each is a scan.
    private(set) var live: [Int: Bool]

    /// The first look: nothing is known that it could be told from.
    init(_ sight: Sight) {
        (isUp, highest, live) = (false, 0, [:])
        if case .up(let jobs) = sight { begin(jobs) }
    }

    /// - Returns: What has happened since the last look.
    mutating func see(_ sight: Sight) -> [Trigger.Event] {
        guard case .up(let now) = sight else {
            (isUp, live) = (false, [:])  // what was queued is gone with it
            return []
        }
        // Numbers only rise while Stash runs, and a job stays what it is: a low one that was not there before, or was
        // another, is a new Stash's.
        let isAnother = now.contains { id, isScan in id <= highest && live[id] != isScan }
        guard isUp, !isAnother else {
            begin(now)
            return [.startup]
        }
        let hasEnded = live.contains { $0.value && now[$0.key] == nil }
        highest = max(highest, now.keys.max() ?? 0)
        live = now
        return hasEnded ? [.scanComplete] : []
    }

    private mutating func begin(_ jobs: [Int: Bool]) {
        (isUp, live) = (true, jobs)
        highest = jobs.keys.max() ?? 0
    }
}

/// As it is kept: `up 12 7 8*`, a star at a scan.
extension StashWatch {
    var text: String {
        let jobs = live.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value ? "*" : "")" }
        return ([isUp ? "up" : "down", "\(highest)"] + jobs).joined(separator: " ")
    }

    /// `nil` for what no ``text`` is.
    init?(text: String) {
        let words = text.split(separator: " ")
        guard words.count >= 2, ["up", "down"].contains(words[0]), let highest = Int(words[1]) else { return nil }
        (isUp, self.highest, live) = (words[0] == "up", highest, [:])
        for word in words.dropFirst(2) {
            guard let id = Int(word.hasSuffix("*") ? word.dropLast() : word) else { return nil }
            live[id] = word.hasSuffix("*")
        }
    }
}
