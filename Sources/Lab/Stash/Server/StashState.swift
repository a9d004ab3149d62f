import JSON

/// All that the fake holds, under one lock.
struct StashState: Sendable {
    var library: StashLibrary
    var release: StashRelease
    var utcOffset: Int
    var apiKey: String?
    var credentials: StashCredentials?
    var clock: @Sendable () -> Int
    var readiness = StashReadiness.ok
    var jobs: [StashJob] = []
    var lastJob = 0
    var pluginSettings: [(id: String, settings: JSONTree)] = []
    /// Values of session cookies, with the time at which each ends.
    var sessions: [String: Int] = [:]
    var lastSession = 0
    /// Set by the first request from a public address: nobody is answered until an operator clears it.
    var tripwire = false
    var faults: [StashFaultRule] = []
    var requests: [StashRequest] = []
    var generation = 0
    private var kept: StashSnapshot?

    init(
        library: StashLibrary, release: StashRelease, utcOffset: Int, apiKey: String?, credentials: StashCredentials?,
        clock: @escaping @Sendable () -> Int
    ) {
        (self.library, self.release, self.utcOffset) = (library, release, utcOffset)
        (self.apiKey, self.credentials, self.clock) = (apiKey, credentials, clock)
    }

    /// What a request reads, made anew after a change.
    mutating func snapshot() -> StashSnapshot {
        if let kept, kept.generation == generation { return kept }
        let fresh = StashSnapshot(library, generation: generation)
        kept = fresh
        return fresh
    }

    /// Changes the library. The kept snapshot goes first: while it shares the library's storage, each change would copy it.
    mutating func edit<Result>(_ edit: (inout StashLibrary) throws -> Result) rethrows -> Result {
        kept = nil
        generation += 1
        return try edit(&library)
    }

    var facts: StashFacts {
        StashFacts(
            release: release, readiness: readiness, now: clock(), offset: utcOffset, apiKey: apiKey,
            username: credentials?.username, jobs: jobs, pluginSettings: pluginSettings)
    }
}
