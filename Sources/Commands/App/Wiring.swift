public import Configuration
public import PlexAPI
public import StashAPI
public import SyncModel

/// What the program hands the commands of the world outside: the live things in `plexsync`, made ones in a test.
public struct Wiring: Sendable {
    public var environment: [String: String]
    /// The program's folder, if a manifest of the Stash plugin lies in it.
    public var pluginFolder: String?
    public var stash: @Sendable (StashSettings) -> StashClient
    /// The same with the session's cookie that Stash hands its plugin; `nil` where nothing is a plugin.
    public var stashByCookie: (@Sendable (StashSettings, _ name: String, _ value: String) -> StashClient)?
    /// Lays what Stash's own settings say over the configuration file, or stands in for it where there is none.
    public var overlay: (@Sendable (Settings?) throws -> Settings)?
    public var plex: @Sendable (PlexSettings, _ clientIdentifier: String) -> PlexClient
    /// Our clock.
    public var now: @Sendable () -> Instant
    /// Requests made so far, by server.
    public var requests: @Sendable () -> [(server: String, count: Int)]
    /// The program's own version and those of the system libraries it runs on, in the order in which they are shown.
    public var versions: [(name: String, version: String)]

    public init(
        environment: [String: String], pluginFolder: String? = nil,
        stash: @escaping @Sendable (StashSettings) -> StashClient,
        plex: @escaping @Sendable (PlexSettings, _ clientIdentifier: String) -> PlexClient,
        now: @escaping @Sendable () -> Instant, requests: @escaping @Sendable () -> [(server: String, count: Int)],
        versions: [(name: String, version: String)] = []
    ) {
        (self.environment, self.pluginFolder, self.stash) = (environment, pluginFolder, stash)
        (self.plex, self.now, self.requests, self.versions) = (plex, now, requests, versions)
    }
}
