import JSON
public import SyncModel
public import Transport

/// Reads one Stash. It never writes to it.
///
/// Every method may try three times within ten seconds (``ReadRetry``), and throws a ``StashError``.
public struct StashClient: Sendable {
    private(set) var exchange: Exchange

    /// - Parameters:
    ///   - url: Where Stash is, a path prefix included.
    ///   - apiKey: Sent in the `ApiKey` header; Stash refuses any key where it has none, so `nil` where none is configured.
    ///   - cookie: What Stash hands its plugins instead of a key; renewed from the answers.
    ///   - limits: Bounds of each request; see ``defaultLimits``.
    public init(
        url: String, apiKey: String?, cookie: (name: String, value: String)? = nil, transport: any Transport,
        retry: ReadRetry = ReadRetry(), limits: HTTPRequest.Limits = Self.defaultLimits
    ) {
        self.init(
            url: url, apiKey: apiKey, cookie: cookie, transport: transport, retry: retry, limits: limits,
            now: { systemClock() }, ticks: { .now })
    }

    init(
        url: String, apiKey: String?, cookie: (name: String, value: String)?, transport: any Transport,
        retry: ReadRetry, limits: HTTPRequest.Limits, now: @escaping @Sendable () -> Instant,
        ticks: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        exchange = Exchange(
            address: ServerAddress(url), transport: transport, session: Session(apiKey: apiKey, cookie: cookie),
            retry: retry, limits: limits, now: now, ticks: ticks)
    }

    /// 64 MB a reply; two minutes, one of them silent: Stash sets no limit of its own to a slow query.
    public static var defaultLimits: HTTPRequest.Limits {
        var limits = HTTPRequest.Limits()
        limits.body = 64 << 20
        limits.total = .seconds(120)
        limits.patience = .seconds(60)
        return limits
    }

    /// The same client without further tries: for a look whether a server that rests is back.
    public var tryingOnce: StashClient {
        var client = self
        client.exchange.retry = .never
        return client
    }

    /// The same client, whose reads are tried again only where `watch` lets them.
    public func watched(by watch: ReadRetry.Watch) -> StashClient {
        var client = self
        client.exchange.retry.watch = watch
        return client
    }

    /// The same client, which tells how long each of its requests took, those that failed too.
    public func reporting(_ report: @escaping @Sendable (Duration) -> Void) -> StashClient {
        var client = self
        client.exchange.report = report
        return client
    }

    /// Host and port, for messages.
    public var host: String { exchange.address.host }

    // MARK: The server

    /// Whether Stash is ready for questions. One request.
    public func systemStatus() async throws(StashError) -> StashStatus {
        try await exchange.ask(GraphQLRequest(StatusQuery.document)) { (answer) throws(JSONError) in
            try StatusQuery.read(answer.data)
        }
    }

    /// Asks for the status first, and where that is `OK` for the release and what it offers. Two requests.
    ///
    /// - Throws: ``StashError/notReady(status:)`` for any other status.
    public func probe() async throws(StashError) -> StashProbe {
        let status = try await systemStatus()
        guard status.isReady else { throw .notReady(status: status.status) }
        return try await askSchema()
    }

    /// What the release offers: from the last probe, else asked now.
    func offers() async throws(StashError) -> Set<StashOffer> {
        if let known = exchange.session.offers { return known }
        return try await askSchema().offers
    }

    private func askSchema() async throws(StashError) -> StashProbe {
        let probe = try await exchange.ask(GraphQLRequest(ProbeQuery.document), ProbeQuery.read)
        exchange.session.offers = probe.offers
        return probe
    }

    /// Jobs waiting or running in Stash. One request.
    public func jobQueue() async throws(StashError) -> [StashJob] {
        try await exchange.ask(GraphQLRequest(JobQueueQuery.document)) { (answer) throws(JSONError) in
            try JobQueueQuery.read(answer.data)
        }
    }

    /// What the user has entered for plugin `id` in Stash's own settings. One request.
    public func pluginSettings(of id: String) async throws(StashError) -> PluginSettings {
        try await exchange.ask(GraphQLRequest(PluginSettingsQuery.document)) { (answer) throws(JSONError) in
            try PluginSettingsQuery.read(answer.data, plugin: id)
        }
    }

    /// The cover of a scene, if it is not the one with `etag`. One request; no query is needed for its address.
    public func picture(of scene: Scene.ID, etag: String?) async throws(StashError) -> Picture {
        var request = HTTPRequest(.get, exchange.address.screenshot(of: scene.rawValue))
        request.headers.fields = [("Accept", "image/*")] + (etag.map { [("If-None-Match", $0)] } ?? [])
        return try await exchange.fetch(request)
    }
}

/// Shown without what it holds: a key, a cookie, perhaps a password in the URL.
extension StashClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// As in `Stash at localhost:9999`.
    public var description: String { "Stash at \(host)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
