import SyncModel
import YAML

/// Reads the times of a case: an instant (`2026-03-01T02:30:00Z`), a local time or day in the case's zone
/// (`2026-03-01 03:30`, `2026-03-01`), or one before its clock (`2h ago`, `now`).
struct FixtureTimes {
    let zone: Zone
    /// `nil` while the clock itself is read.
    var now: Instant?

    func time(_ keys: MappingDecoder, _ key: String) -> Instant? {
        keys.node(key).flatMap { time($0, keys.name(key), keys.log) }
    }

    func time(_ node: Node, _ name: String, _ log: FaultLog) -> Instant? {
        guard let text = log.string(node, name, takesNumbers: true) else { return nil }
        if let instant = instant(text) { return instant }
        let ago = now == nil ? "" : ", or a span before the clock such as '2h ago'"
        log.report(
            .badTime, at: node.mark,
            "'\(name)' takes an instant (2026-03-01T02:30:00Z), a local time (2026-03-01 03:30)\(ago), not '\(visible(text))'"
        )
        return nil
    }

    /// `{from: TIME, to: TIME}`, half-open.
    func range(_ node: Node, _ name: String, _ log: FaultLog, isWhole: Bool) -> Range<Instant>? {
        log.mapping(node, path: name, isWhole: isWhole) { range($0) } ?? nil
    }

    func range(_ keys: MappingDecoder) -> Range<Instant>? {
        guard let from = time(keys, "from"), let to = time(keys, "to") else { return nil }
        guard from < to else {
            keys.report(.badTime, at: "to", "'\(keys.name("to"))' is not after '\(keys.name("from"))'")
            return nil
        }
        return from..<to
    }

    private func instant(_ text: String) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        if let day = CivilDate(text: text) { return zone.start(of: day) }
        if let now {
            if text == "now" { return now }
            if text.hasSuffix(" ago"), let span = TimeSpan(text: String(text.dropLast(4))) {
                return now.advanced(seconds: -span.seconds)
            }
        }
        return local(text)
    }

    /// As a schedule takes it: a time that comes twice is the first, one that the clock skips the first instant after.
    private func local(_ text: String) -> Instant? {
        let seconds = text.utf8.count == 16 ? ":00" : ""
        // The wall clock of UTC shows the same digits.
        guard let wall = Instant(rfc3339: text + seconds + "Z") else { return nil }
        return switch zone.meaning(of: WallTime(secondsSince1970: wall.seconds)) {
        case .once(let instant), .twice(let instant, _), .never(let instant): instant
        }
    }
}

extension Fault.Code {
    static let badTime = Self(rawValue: "bad-time")
    static let badID = Self(rawValue: "bad-id")
    static let unknownRule = Self(rawValue: "unknown-rule")
    static let unknownLibrary = Self(rawValue: "unknown-library")
    static let sharedFile = Self(rawValue: "shared-file")
    static let unknownScene = Self(rawValue: "unknown-scene")
    static let expectsNothing = Self(rawValue: "expects-nothing")
}
