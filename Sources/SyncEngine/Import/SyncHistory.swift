public import JSON
public import SyncModel

/// When another tool last synced each scene: Stash2Plex's `sync_timestamps.json`, an object of scene ids and epoch seconds.
public struct SyncHistory: Hashable, Sendable {
    /// An entry that could not be taken.
    public struct Fault: Hashable, Sendable {
        /// The entry's key as it stands in the file, at most 40 characters of it.
        public let key: String
        public let problem: String
    }

    /// Ascending by scene; of an id that comes twice the later time.
    public let entries: [(scene: Scene.ID, at: Instant)]
    /// In the order of the file.
    public let faults: [Fault]

    /// Larger files are not read.
    public static let longestFile = 64 << 20

    /// - Parameters:
    ///   - now: Times more than a day after it are faults: milliseconds taken for seconds, for instance.
    /// - Throws: Where it is no JSON, or no object; an entry that can't be understood is a fault and spoils no other.
    public init(parsing bytes: [UInt8], now: Instant) throws(JSONError) {
        var (times, faults): ([Scene.ID: Instant], [Fault]) = ([:], [])
        for (key, value) in try JSONValue(parsing: bytes).members {
            switch Self.entry(key, value, now) {
            case .success(let (scene, at)): times[scene] = max(times[scene] ?? at, at)
            case .failure(let fault): faults.append(fault)
            }
        }
        entries = times.sorted { $0.key < $1.key }.map { (scene: $0.key, at: $0.value) }
        self.faults = faults
    }

    private static func entry(
        _ key: String, _ value: JSONValue, _ now: Instant
    ) -> Result<(Scene.ID, Instant), Fault> {
        func fault(_ problem: String) -> Result<(Scene.ID, Instant), Fault> {
            .failure(Fault(key: String(key.prefix(40)), problem: problem))
        }
        guard let id = Int(key), id > 0 else { return fault("the key is no number of a scene") }
        guard let seconds = seconds(value) else { return fault("the time is no number of seconds") }
        guard seconds > 0 else { return fault("the time is not after 1970") }
        guard seconds <= Double(now.seconds + 86_400) else { return fault("the time lies in the future") }
        return .success((Scene.ID(rawValue: id), Instant(rawValue: Int(seconds * 1000))))
    }

    /// A number, or a text that is one as people and Python write it.
    private static func seconds(_ value: JSONValue) -> Double? {
        do throws(JSONError) {
            switch value.kind {
            case .string:
                let text = try value.string
                let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || ".eE+-".utf8.contains($0) }
                guard isPlain, let number = Double(text), number.isFinite else { return nil }
                return number
            case .int, .uint, .double: return try value.double
            default: return nil
            }
        } catch {
            return nil
        }
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.faults == other.faults && one.entries.elementsEqual(other.entries) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(faults)
        hasher.combine(entries.count)
    }
}

extension SyncHistory.Fault: Error {}
