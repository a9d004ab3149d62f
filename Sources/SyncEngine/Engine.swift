public import Database
public import PlexAPI
public import Queue
public import StashAPI
public import SyncModel

/// The use cases, with all that they need; made once per process.
public struct Engine: Sendable {
    public let store: Store
    /// Folder of the database and of the locks beside it.
    public let stateFolder: String
    public let settings: EngineSettings
    public let stash: StashClient
    public let plex: PlexClient
    public let jobs: JobStore
    public let activity: any Activity
    /// Our own clock.
    public let now: @Sendable () -> Instant

    public init(
        store: Store, stateFolder: String, settings: EngineSettings, stash: StashClient, plex: PlexClient,
        jobs: JobStore, activity: any Activity, now: @escaping @Sendable () -> Instant
    ) {
        (self.store, self.stateFolder, self.settings, self.stash) = (store, stateFolder, settings, stash)
        (self.plex, self.jobs, self.activity, self.now) = (plex, jobs, activity, now)
    }

    /// The same on another store, such as a private copy.
    func with(store: Store) -> Engine {
        Engine(
            store: store, stateFolder: stateFolder, settings: settings, stash: stash, plex: plex, jobs: jobs,
            activity: activity, now: now)
    }
}
