// Stands for what SyncModel holds: knows nothing of command lines.

enum GapType: String, CaseIterable, Sendable { case empty, stale, missing }
enum Field: String, CaseIterable, Sendable { case title, studio, performers, tags, date }
enum Confidence: String, CaseIterable, Sendable { case definite, possible }
enum Stamp: String, CaseIterable, Sendable { case updated, created, date }
enum Format: String, CaseIterable, Sendable { case table, json, jsonl, csv, markdown }
enum When: String, CaseIterable, Sendable { case auto, always, never }
enum JobState: String, CaseIterable, Sendable { case ready, running, done, dead, all }

/// A length of time as people write it: `7d`, `24h`, `2w`.
struct DaySpan: Sendable, Hashable {
    let seconds: Int
    init(seconds: Int) { self.seconds = seconds }

    init?(text: String) {
        let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0 else {
            return nil
        }
        let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit)
        if isTooLong { return nil }
        self.seconds = seconds
    }
}

/// Days from the first up to, not with, the last: `2026-01-01..2026-02-01`. ISO dates sort as text.
struct DateRange: Sendable, Hashable {
    struct EndsBeforeItBegins: Error, CustomStringConvertible {
        let description: String
    }

    let from, to: String
    init(from: String, to: String) { (self.from, self.to) = (from, to) }

    init?(text: String) throws(EndsBeforeItBegins) {
        guard let (from, to) = Self.halves(of: text) else { return nil }
        guard from < to else { throw EndsBeforeItBegins(description: "\(to) is not after \(from)") }
        self.init(from: from, to: to)
    }

    private static func halves(of text: String) -> (String, String)? {
        guard text.utf8.count == 22, text.dropFirst(10).hasPrefix("..") else { return nil }
        return (String(text.prefix(10)), String(text.suffix(10)))
    }
}

/// What the engine is asked for.
struct GapQuery: Sendable, Equatable {
    var types: [GapType] = []
    var unwantedTags: [String] = []
    var since: DaySpan?
    var limit = 0
    init() {}
}

/// The world a command runs in; here it only writes lines.
struct App: Sendable {
    let write: @Sendable (String) -> Void
    init(write: @escaping @Sendable (String) -> Void) { self.write = write }
}
