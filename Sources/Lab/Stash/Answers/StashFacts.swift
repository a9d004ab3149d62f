import JSON

/// Whether a server can be used.
public enum StashReadiness: String, Sendable {
    /// It can.
    case ok = "OK"
    /// It was never set up.
    case setup = "SETUP"
    /// Its database is older than it is.
    case needsMigration = "NEEDS_MIGRATION"
}

/// A task in the queue.
public struct StashJob: Sendable {
    /// Small, from 1 on after each start.
    public var id: Int
    /// `READY`, `RUNNING`, `FINISHED`, `STOPPING`, `CANCELLED` or `FAILED`.
    public var status: String
    /// As Stash words it, in English.
    public var description: String
    /// 0…1.
    public var progress: Double?
    /// RFC 3339, with fractions.
    public var addTime: String

    /// A task.
    public init(id: Int, status: String = "READY", description: String, progress: Double? = nil, addTime: String) {
        (self.id, self.status, self.description, self.progress) = (id, status, description, progress)
        self.addTime = addTime
    }
}

/// What a request sees of the server beside its library.
struct StashFacts {
    var release: StashRelease
    var readiness: StashReadiness
    /// Seconds since 1970.
    var now: Int
    /// Seconds east of UTC.
    var offset: Int
    var apiKey: String?
    var username: String?
    var jobs: [StashJob]
    var pluginSettings: [(id: String, settings: JSONTree)]

    /// The end of a span of time whose end is missing.
    var tomorrow: String { StashTime.text(now + 86400, offset: offset) }
    /// The time of a change made now.
    var timestamp: String { StashTime.text(now, offset: offset) }
}
