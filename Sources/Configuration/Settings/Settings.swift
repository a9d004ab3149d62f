public import Rules
public import SyncModel

/// The whole configuration file, typed and checked.
public struct Settings: Hashable, Sendable {
    /// Always 1, for now.
    public var version = 1
    /// Where days begin and clocks are read; the system's zone unless the file names one.
    public var timezone: Zone
    /// More files to read rules from, as written: paths and globs, relative to this file's folder.
    public var include: [String] = []
    /// `nil` where the file does not speak of Stash; commands that call it then cannot run.
    public var stash: StashSettings?
    public var plex: PlexSettings?
    /// In order, the first match wins.
    public var paths: [PathMapping] = []
    public var sync = SyncSettings()
    public var queue = QueueSettings()
    public var blastGuard = BlastGuard()
    public var host = HostSettings()
    /// In the file's order, then those of included files in theirs; names differ.
    public var rules: [Rule] = []
    /// In which file and line each of them is.
    public var rulePlaces = RulePlaces()
    /// What is odd but allowed. Worth a line on stderr, no reason to stop.
    public var warnings: [ConfigurationFault] = []

    public init(timezone: Zone) { self.timezone = timezone }

    /// What a rule of this configuration may not contradict.
    public var ruleSurroundings: RuleSurroundings { ruleSurroundings(plex?.libraries ?? []) }

    func ruleSurroundings(_ libraries: [String]) -> RuleSurroundings {
        RuleSurroundings(enabledFields: sync.fields.enabled, libraries: libraries, zone: timezone)
    }

    /// All that decides what a scene wants and where it is looked for, as a stable text for fingerprints. Order of
    /// libraries does not count; order of mappings does.
    public var fingerprint: String {
        let libraries = (plex?.libraries ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return [
            "fields", sync.fields.fingerprint, "paths", PathMap(paths).fingerprint, "libraries",
            libraries.joined(separator: "\u{1f}"),
        ].joined(separator: "\u{1d}")
    }
}

/// `sync:`, what is written and for which scenes.
public struct SyncSettings: Hashable, Sendable {
    public var plexEdits = PlexEditsPolicy.keep
    public var fields = FieldSettings()
    /// Narrows every scope; it speaks of scenes alone.
    public var only = GapFilter()
    public var missing = MissingPolicy.enqueue

    public init() {}
}

public struct QueueSettings: Hashable, Sendable {
    /// What ``maxWaiting`` may be.
    static let maxWaitingRange = 1...10_000_000

    /// Beyond so many waiting jobs a reconciliation queues no more.
    public var maxWaiting = 20_000
    /// `nil`: as fast as Plex takes it.
    public var rate: Rate?

    public init() {}
}

/// So many jobs in so much time: `10/s`, `30/min`.
public struct Rate: Hashable, Sendable {
    public let count: Int
    public let seconds: Int
    public init(count: Int, seconds: Int) { (self.count, self.seconds) = (count, seconds) }

    /// `nil` for anything but a whole number from 1 to 10,000, `/` and `s`, `min`, `m` or `h`.
    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let units = ["s": 1, "m": 60, "min": 60, "h": 3600]
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(parts[0]),
            (1...10_000).contains(count), let seconds = units[String(parts[1])]
        else { return nil }
        self.init(count: count, seconds: seconds)
    }
}

extension BlastGuard {
    /// What `fields` and `percent` may be.
    static let fieldsRange = 0...1_000_000_000
    static let percentRange = 0...100
}

public struct HostSettings: Hashable, Sendable {
    /// Where the status page listens; `nil` is nowhere.
    public var listen: ListenAddress?

    public init() {}
}

/// `127.0.0.1:9480`, `[::1]:9480` or `localhost:9480`.
public struct ListenAddress: Hashable, Sendable {
    /// Without the brackets of IPv6.
    public let host: String
    public let port: Int
    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || isIPv4Loopback }
    private var isIPv4Loopback: Bool {
        host.hasPrefix("127.") && host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
